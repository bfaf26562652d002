// SPDX-License-Identifier: GPL-2.0-or-later
// AVPs whose header breaks one rule: the chain (4.1), M and H bits, Length (4.4), and their place in a
// message.
#include "codec/hiding.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

std::string id_of(codec::RequirementId id) {
    return std::string{codec::requirement_of(id).id};
}

const codec::AvpRow& row_of(const AvpFact& fact) {
    return *codec::find_avp({0, fact.type});
}

WireMessage with(WireMessage message, WireAvp avp) {
    message.avps.push_back(std::move(avp));
    return message;
}

WireAvp bare(std::uint16_t bits, std::uint16_t type, OctetString value, std::uint16_t length) {
    return {bits, type, std::move(value), 0, length};
}

void chain(std::vector<BrokenSample>& out) {
    const WireMessage hello = smallest_message("HELLO");
    const OctetString sound = octets(with(hello, {0, 60000, hex("0102")}));
    for (std::uint16_t length = 0; length < 6; ++length) {
        out.push_back({"rfc2661/4.1/minimum-length", "AVP Length " + std::to_string(length),
                       octets(with(hello, bare(0, 60000, hex("0102"), length))), sound});
    }
    for (const std::uint16_t length : Numbers{9, 100, 1023}) {
        out.push_back({"rfc2661/4.1/avp-within-message",
                       "AVP of 8 octets with Length " + std::to_string(length),
                       octets(with(hello, bare(0, 60000, hex("0102"), length))), sound});
    }
    for (std::size_t count = 1; count < 6; ++count) {
        WireMessage broken = hello;
        broken.payload = counting(count, 0x80);
        out.push_back({"rfc2661/4.1/avp-within-message", std::to_string(count) + " octets after the last AVP",
                       octets(broken), octets(hello)});
    }
    const WireMessage sccrq = smallest_message("SCCRQ");
    for (const std::uint16_t bit : Numbers{0x2000, 0x1000, 0x0800, 0x0400}) {
        out.push_back({"rfc2661/4.1/reserved-bits", "AVP with reserved bits " + std::to_string(bit),
                       octets(with(sccrq, {bit, 6, hex("0690")})), octets(with(sccrq, {0, 6, hex("0690")}))});
    }
}

void message_type(std::vector<BrokenSample>& out) {
    const WireMessage sound = smallest_message("SCCRQ");
    WireMessage second = sound;
    std::swap(second.avps[0], second.avps[1]);
    out.push_back(
        {"rfc2661/4.4.1/message-type-first", "Message Type as second AVP", octets(second), octets(sound)});
    WireMessage hello = smallest_message("HELLO");
    WireMessage absent = hello;
    absent.avps[0] = {0, 60000, hex("0102")};
    out.push_back({"rfc2661/4.4.1/message-type-first", "no Message Type", octets(absent), octets(hello)});
    for (const std::uint16_t type : Numbers{0, 5, 13}) {
        WireMessage reserved = hello;
        reserved.avps[0] = message_type_avp(type);
        out.push_back({"rfc2661/3.2/reserved-message-types", "Message Type " + std::to_string(type),
                       octets(reserved), octets(hello)});
    }
    for (const MessageFact& fact : message_facts()) {
        WireMessage optional = smallest_message(fact.abbreviation);
        const OctetString twin = octets(optional);
        optional.avps[0].bits = 0;
        out.push_back({id_of(mandatory_bit_requirement(row_of(avp_fact(0)))),
                       std::string{fact.abbreviation} + " with M = 0 on Message Type", octets(optional),
                       twin});
    }
}

void flag_bits(std::vector<BrokenSample>& out) {
    for (const AvpFact& fact : avp_facts()) {
        if (fact.type == 0) continue;
        const WireMessage sound = message_with(sound_avp(fact.type));
        WireMessage wrong_m = sound;
        avp_in(wrong_m, fact.type).bits ^= m_bit;
        out.push_back({id_of(mandatory_bit_requirement(row_of(fact))),
                       std::string{fact.name} + " with the wrong M", octets(wrong_m), octets(sound)});
        if (fact.hide == MayHide::yes) continue;
        WireMessage clear = sound;
        clear.avps.insert(clear.avps.begin() + 1, sound_avp(36));
        WireMessage hidden = clear;
        WireAvp& avp = hidden.avps.back().type == fact.type ? hidden.avps.back() : avp_in(hidden, fact.type);
        const OctetString value = fact.type == 36 ? sound_avp(36).value : avp.value;
        avp.bits |= h_bit;
        avp.value.clear();
        codec::hide(avp.value, fact.type, secret(), sound_avp(36).value, value);
        WireAvp& twin = clear.avps.back().type == fact.type ? clear.avps.back() : avp_in(clear, fact.type);
        twin.value = sound_avp(fact.type).value;
        out.push_back({id_of(hidden_bit_requirement(row_of(fact))), std::string{fact.name} + " hidden",
                       octets(hidden), octets(clear)});
    }
}

void lengths(std::vector<BrokenSample>& out) {
    for (const AvpFact& fact : avp_facts()) {
        const WireMessage sound = message_with(sound_avp(fact.type));
        std::vector<std::size_t> wrong;
        if (fact.shortest == fact.longest) wrong = {fact.shortest + 1u, fact.shortest + 8u};
        const bool finding_of_its_own = fact.type == 7 || fact.type == 11 || fact.type == 31;
        if (fact.shortest > 6 && !finding_of_its_own) {
            wrong.push_back(6);
            if (fact.shortest > 7) wrong.push_back(fact.shortest - 1u);
        }
        if (fact.type == 1) wrong.push_back(9);
        for (const std::size_t length : wrong) {
            WireMessage broken = sound;
            avp_in(broken, fact.type).value.resize(length - 6);
            // A Message Type that cannot be read is not the first AVP of a message: only its Length is wrong.
            out.push_back({id_of(length_requirement(row_of(fact))),
                           std::string{fact.name} + " of Length " + std::to_string(length), octets(broken),
                           octets(sound)});
        }
    }
}

void places(std::vector<BrokenSample>& out) {
    for (const AvpFact& fact : avp_facts()) {
        if (fact.type == 0 || fact.type == 36) continue;
        const WireMessage home = message_with(sound_avp(fact.type));
        out.push_back({"rfc2661/4.4/avp-once", std::string{fact.name} + " twice",
                       octets(with(home, sound_avp(fact.type))), octets(home)});
        const WireMessage hello = smallest_message("HELLO");
        // Alone they would also lack the Proxy Authen Type that they belong to.
        if (fact.type >= 29 && fact.type <= 33) continue;
        out.push_back({"rfc2661/4.4/avp-in-its-messages", std::string{fact.name} + " in HELLO",
                       octets(with(hello, sound_avp(fact.type))), octets(hello)});
    }
}

void missing(std::vector<BrokenSample>& out) {
    for (const MessageFact& fact : message_facts()) {
        const WireMessage sound = smallest_message(fact.abbreviation);
        for (std::size_t i = 1; i < sound.avps.size(); ++i) {
            WireMessage broken = sound;
            broken.avps.erase(broken.avps.begin() + static_cast<std::ptrdiff_t>(i));
            out.push_back({id_of(required_avps_requirement(*codec::find_message(fact.type))),
                           std::string{fact.abbreviation} + " without " +
                               std::string{avp_fact(sound.avps[i].type).name},
                           octets(broken), octets(sound)});
        }
    }
}

}  // namespace

std::vector<BrokenSample> broken_avps() {
    std::vector<BrokenSample> out;
    chain(out);
    flag_bits(out);
    lengths(out);
    return out;
}

std::vector<BrokenSample> broken_messages() {
    std::vector<BrokenSample> out;
    message_type(out);
    missing(out);
    places(out);
    return out;
}

}  // namespace l2tp::samples
