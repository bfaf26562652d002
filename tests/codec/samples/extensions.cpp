// SPDX-License-Identifier: GPL-2.0-or-later
// Every AVP and message of a later document, in the messages where they are at home.
#include "codec/fields.hpp"
#include "codec/hiding.hpp"
#include "codec/message_table.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

using codec::AvpKey;
using codec::AvpRow;
using codec::IdRule;
using codec::MandatoryRule;
using codec::MessageRow;

constexpr std::uint16_t tunnel = 0x1001;
constexpr std::uint16_t session = 0x2002;

// What is written here without the codec's tables: values that have more than one form.
struct Form {
    AvpKey key;
    const char* name;
    const char* value;
};

constexpr Form forms[] = {
    {{0, 42}, "Service Category, non-real-time", "0000"},
    {{0, 46}, "PPP Disconnect Cause Code, global, without text", "0003 0000 01"},
    {{0, 46}, "PPP Disconnect Cause Code of a vendor", "8001 c021 00"},
    {{0, 47}, "Control Connection DS, a PHB ID", "1231"},
    {{0, 48}, "Session DS, a set of PHBs", "2802"},
    {{0, 49}, "LCP Want Options, none", ""},
    {{0, 54}, "Modem On-Hold Status, not on hold", "0000"},
    {{0, 54}, "Modem On-Hold Status, no limit", "800d"},
    {{0, 76}, "Failover Capability, control channel only", "0001 00000000"},
    {{0, 79}, "Failover Session State, unknown session", "0000 0000 0000 0000 2002"},
    {{0, 81}, "New Outgoing Sessions, one", "0001"},
    {{0, 84}, "Multicast Packets Priority, best effort", "0000"},
    {{0, 97}, "Connect Speed Update, asked for", "0000 2002 00000000 00000000"},
    {{3561, 1}, "Access Line Agent-Circuit-Id, shortest", "6131"},
    {{3561, 129}, "Access Line Actual-Data-Rate-Upstream above 4 Gbit/s", "000000025408f000"},
    {{3561, 144}, "Access Line Access-Loop-Encapsulation, ATM", "000001"},
    {{3561, 145}, "ANCP Access Line Type, unknown", "07000000"},
    {{3561, 254}, "Access Line IWF-Session, not performed", "00000000"},
};

OctetString two_octets(std::uint16_t number) {
    return {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number & 0xff)};
}

std::uint16_t bits_of(MandatoryRule rule) {
    return rule == MandatoryRule::must_be_1 ? m_bit : std::uint16_t{0};
}

WireAvp avp_of(const AvpRow& row, OctetString value) {
    return {bits_of(row.mandatory), row.key.type, std::move(value), row.key.vendor};
}

WireMessage message_of(const MessageRow& row) {
    WireMessage message;
    message.tunnel_id = row.tunnel_id == IdRule::zero ? std::uint16_t{0} : tunnel;
    const bool opens = row.session_id == IdRule::zero || row.scope == codec::Scope::tunnel;
    message.session_id = opens ? std::uint16_t{0} : session;
    message.ns = 1;
    message.nr = 1;
    for (const AvpKey key : row.must.view()) {
        message.avps.push_back(avp_of(*codec::find_avp(key), codec::example_value(*codec::find_avp(key))));
    }
    message.avps[0].bits = bits_of(row.mandatory);
    message.avps[0].value = two_octets(row.type);
    return message;
}

From sender_of(const MessageRow& row) {
    return row.sender == codec::Sender::lns ? From::lns : From::lac;
}

// home_of is the first message that lists an attribute, or ICRQ, which carries those of vendors and may carry
// each number alone.
const MessageRow& home_of(const AvpRow& avp) {
    for (const MessageRow& row : codec::message_table()) {
        if (avp.context != codec::Context::always) break;
        if (row.must.contains(avp.key) || row.may.contains(avp.key)) return row;
    }
    return *codec::find_message(codec::message_type::icrq);
}

// with_avp puts an AVP last into the message where it is at home, instead of the one that was there.
WireMessage with_avp(const AvpRow& row, WireAvp avp) {
    WireMessage message = message_of(home_of(row));
    if (row.context == codec::Context::broadband_bearer) {
        std::erase_if(message.avps,
                      [](const WireAvp& other) { return other.vendor == 0 && other.type == 18; });
        message.avps.push_back({m_bit, 18, hex("00000004")});
    }
    std::erase_if(message.avps, [&](const WireAvp& other) {
        return other.vendor == row.key.vendor && other.type == row.key.type;
    });
    message.avps.push_back(std::move(avp));
    return message;
}

Sample at_home(const AvpRow& row, std::string name, OctetString value) {
    return {std::move(name), octets(with_avp(row, avp_of(row, std::move(value)))), sender_of(home_of(row))};
}

bool is_extension(const AvpRow& row) {
    return row.document != 2661 && row.key.type != 0;
}

std::string id_of(codec::RequirementId id) {
    return std::string{codec::requirement_of(id).id};
}

// A value that is one octet too long, or, where any length is right beyond the shortest, one too short.
OctetString of_wrong_length(const AvpRow& row) {
    OctetString value = codec::example_value(row);
    if (!row.allows_value(row.max_value() + 1) && row.max_value() < codec::max_avp_value) {
        value.resize(row.max_value() + 1);
    } else if (row.min_value() > 0) {
        value.resize(row.min_value() - 1);
    } else {
        value.clear();
    }
    return value;
}

void break_avp(std::vector<BrokenSample>& out, const AvpRow& row) {
    const std::string name{row.name};
    const OctetString example = codec::example_value(row);
    const OctetString sound = octets(with_avp(row, avp_of(row, example)));
    const auto add = [&](codec::RequirementId id, const char* what, WireAvp avp) {
        if (id == codec::RequirementId::none) return;
        out.push_back({id_of(id), name + what, octets(with_avp(row, std::move(avp))), sound});
    };
    WireAvp wrong_bit = avp_of(row, example);
    wrong_bit.bits ^= m_bit;
    add(codec::mandatory_bit_requirement(row), ", wrong M bit", wrong_bit);
    const OctetString wrong = of_wrong_length(row);
    if (!row.allows_value(wrong.size())) {
        add(codec::length_requirement(row), ", wrong Length", avp_of(row, wrong));
    }
}

void break_message(std::vector<BrokenSample>& out, const MessageRow& row) {
    const WireMessage sound = message_of(row);
    const std::string name{row.abbreviation};
    WireMessage wrong_bit = sound;
    wrong_bit.avps[0].bits ^= m_bit;
    if (codec::mandatory_bit_requirement(row) != codec::RequirementId::none) {
        out.push_back({id_of(codec::mandatory_bit_requirement(row)), name + " with M = 1", octets(wrong_bit),
                       octets(sound)});
    }
    if (row.must.count < 2) return;
    WireMessage incomplete = sound;
    incomplete.avps.pop_back();
    out.push_back({id_of(codec::required_avps_requirement(row)), name + " without its last AVP",
                   octets(incomplete), octets(sound)});
}

}  // namespace

std::vector<Sample> extension_forms() {
    std::vector<Sample> out;
    for (const AvpRow& row : codec::avp_table()) {
        if (!is_extension(row)) continue;
        out.push_back(at_home(row, std::string{row.name}, codec::example_value(row)));
    }
    for (const Form& form : forms)
        out.push_back(at_home(*codec::find_avp(form.key), form.name, hex(form.value)));
    return out;
}

std::vector<Sample> hidden_extension_forms() {
    std::vector<Sample> out;
    const OctetString vector = counting(16, 0x10);
    for (const AvpRow& row : codec::avp_table()) {
        if (!is_extension(row) || row.standing == codec::Standing::named) continue;
        if (row.hidden == codec::HiddenRule::must_be_0) continue;
        WireAvp avp = avp_of(row, {});
        codec::hide(avp.value, row.key.type, secret(), vector, codec::example_value(row), counting(5));
        avp.bits |= h_bit;
        WireMessage message = with_avp(row, avp);
        message.avps.insert(message.avps.begin() + 1, WireAvp{m_bit, 36, vector});
        out.push_back({std::string{row.name} + " hidden", octets(message), sender_of(home_of(row))});
    }
    return out;
}

std::vector<BrokenSample> broken_extensions() {
    std::vector<BrokenSample> out;
    for (const AvpRow& row : codec::avp_table()) {
        if (is_extension(row)) break_avp(out, row);
    }
    for (const MessageRow& row : codec::message_table()) {
        if (row.document != 2661 && row.document != 0) break_message(out, row);
    }
    return out;
}

std::vector<Sample> extension_messages() {
    std::vector<Sample> out;
    for (const MessageRow& row : codec::message_table()) {
        if (row.document == 2661) continue;
        WireMessage message = message_of(row);
        out.push_back({std::string{row.abbreviation}, octets(message), sender_of(row)});
        if (row.may.count == 0) continue;
        for (const AvpKey key : row.may.view()) {
            const AvpRow& avp = *codec::find_avp(key);
            message.avps.push_back(avp_of(avp, codec::example_value(avp)));
        }
        out.push_back({std::string{row.abbreviation} + " with all AVPs", octets(message), sender_of(row)});
    }
    for (const std::uint16_t result : Numbers{1, 3, 4}) {
        WireMessage msen = message_of(*codec::find_message(codec::message_type::msen));
        avp_in(msen, 1).value = two_octets(result);
        out.push_back({"MSEN Result Code " + std::to_string(result), octets(msen)});
    }
    return out;
}

}  // namespace l2tp::samples
