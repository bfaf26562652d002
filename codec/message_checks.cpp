// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/message_checks.hpp"

#include <array>
#include <bitset>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"
#include "codec/value_checks.hpp"

namespace l2tp::codec {
namespace {

Place whole_message(const DecodedMessage& message) noexcept {
    return {0, message.header.fixed_size()};
}

// describe names an AVP as the table does, or by its numbers.
Text<120> describe(const DecodedAvp& avp) {
    if (avp.row != nullptr) return avp.row->name;
    return Text<120>("vendor ")
        .append_number(avp.key.vendor)
        .append(" attribute ")
        .append_number(avp.key.type);
}

// name_of does the same for a key that is in the table.
std::string_view name_of(AvpKey key) noexcept {
    return find_avp(key)->name;
}

Text<120> bit(std::string_view name, bool set) {
    return Text<120>(name).append(set ? " = 1" : " = 0");
}

void check_id(DecodedMessage& message, HeaderField field, IdRule rule, RequirementId broken) {
    const std::uint16_t id = message.header.get(field).value_or(0);
    if (rule == IdRule::any || (id == 0) == (rule == IdRule::zero)) return;
    add_finding(message, broken, {message.header.offset_of(field), 2}, rule == IdRule::zero ? "0" : "not 0",
                Text<120>().append_number(id));
}

void check_message_type(DecodedMessage& message) {
    const DecodedAvp& first = message.avps.front();
    if (first.key.type != 0) {
        add_finding(message, requirement("rfc2661/4.4.1/message-type-first"), place_of(message, first),
                    "Message Type as the first AVP", describe(first));
    }
    if (message.has_message_type && message.message_vendor == 0 &&
        is_reserved_message_type(message.message_type)) {
        add_finding(message, requirement("rfc2661/3.2/reserved-message-types"), place_of(message, first),
                    "a defined Message Type", Text<120>("Message Type ").append_number(message.message_type));
    }
}

// check_mandatory_bit follows the AVP's row; for the Message Type AVP, the message's.
void check_mandatory_bit(DecodedMessage& message, const DecodedAvp& avp) {
    MandatoryRule rule = avp.row->mandatory;
    RequirementId broken = mandatory_bit_requirement(*avp.row);
    if (&avp == &message.avps.front() && avp.key.type == 0) {
        if (message.row == nullptr) return;  // an unknown message's sender chooses the bit (4.4.1)
        rule = message.row->mandatory;
        broken = mandatory_bit_requirement(*message.row);
    }
    if (broken == RequirementId::none) return;
    const bool wanted = rule == MandatoryRule::must_be_1;
    if (avp.mandatory() == wanted) return;
    add_finding(message, broken, place_of(message, avp), bit("M", wanted), bit("M", avp.mandatory()));
}

void check_hidden_bit(DecodedMessage& message, const DecodedAvp& avp) {
    if (!avp.hidden() || avp.row->hidden != HiddenRule::must_be_0) return;
    add_finding(message, hidden_bit_requirement(*avp.row), place_of(message, avp), bit("H", false),
                bit("H", true));
}

// bearer_is_known tells whether the context that Bearer Type selects is certain: read, or not there at all.
bool bearer_is_known(const DecodedMessage& message, Chain chain) noexcept {
    const DecodedAvp* bearer = message.find(attribute::bearer_type);
    return bearer != nullptr ? message.number(attribute::bearer_type).has_value() : chain == Chain::whole;
}

bool depends_on_bearer(const DecodedAvp& avp) noexcept {
    return find_avp(avp.key, Context::broadband_bearer) != find_avp(avp.key);
}

void check_avp(DecodedMessage& message, const DecodedAvp& avp, Chain chain) {
    if (avp.reserved() != 0) {
        add_finding(message, requirement("rfc2661/4.1/reserved-bits"), place_of(message, avp),
                    "reserved bits 0", Text<120>("reserved bits ").append_hex(avp.reserved(), 1));
    }
    if (!avp.recognised()) return;
    if (depends_on_bearer(avp) && !bearer_is_known(message, chain)) return;
    check_mandatory_bit(message, avp);
    check_hidden_bit(message, avp);
    if (avp.readable()) check_value(message, avp);
}

// check_membership reports AVPs that the message does not list and those that are there twice (reading A-20):
// attributes of RFC 2661 only.
void check_membership(DecodedMessage& message) {
    std::bitset<256> seen;
    for (std::size_t i = 0; i < message.avps.size(); ++i) {
        const DecodedAvp avp = message.avps[i];
        if (avp.row == nullptr || avp.key.vendor != 0 || avp.row->document != 2661) continue;
        const Place where{avp.offset, avp.size, static_cast<std::uint16_t>(i)};
        const std::size_t position = position_of(*avp.row);
        if (seen[position] && avp.row->repeat == Repeat::once) {
            add_finding(message, requirement("rfc2661/4.4/avp-once"), where, "once", "again");
        }
        seen[position] = true;
        if (message.row == nullptr || message.row->document != 2661 || avp.key == attribute::random_vector ||
            avp.key == attribute::message_type || message.row->must.contains(avp.key) ||
            message.row->may.contains(avp.key)) {
            continue;
        }
        add_finding(message, requirement("rfc2661/4.4/avp-in-its-messages"), where,
                    Text<120>("an AVP that ").append(message.row->abbreviation).append(" may carry"),
                    avp.row->name);
    }
}

void check_required_avps(DecodedMessage& message) {
    for (AvpKey key : message.row->must.view()) {
        if (message.find(key) != nullptr) continue;
        add_finding(message, required_avps_requirement(*message.row), whole_message(message), name_of(key),
                    "not there");
    }
}

// check_result_code: what Result Code, Error Code and Error Message have to do with each other (4.4.2, A-16).
void check_result_code(DecodedMessage& message) {
    const DecodedAvp* avp = message.find_readable(attribute::result_code);
    if (avp == nullptr || !avp->row->allows_value(avp->value.size())) return;
    const Place where = place_of(message, *avp);
    const DecodedFields fields = decode_fields(*avp->row, avp->value);
    const std::uint64_t result = fields.fields[0].number;
    if (result == 0) {
        add_finding(message, requirement("rfc2661/4.4.2/result-code-reserved"), where, "not 0",
                    "Result Code 0");
    } else if (value_name(NameSet::result_code, result, message.message_type).empty()) {
        add_finding(message, requirement("rfc2661/4.4.2/result-code-range"), where,
                    Text<120>("a Result Code of ").append(message.row->abbreviation),
                    Text<120>("Result Code ").append_number(result));
    }
    const DecodedField* error = fields.find("error_code");
    if (error == nullptr) {
        if (result != 2) return;
        add_finding(message, requirement("rfc2661/4.4.2/general-error-has-error-code"), where,
                    "an Error Code", "Result Code 2 alone");
        return;
    }
    // With StopCCN 5 it is a protocol version, with CDN 30 it comes from a list of its own.
    const bool general = !(message.is(message_type::stopccn) && result == 5) &&
                         !(message.is(message_type::cdn) && result == 30);
    if (!general) return;
    if (value_name(NameSet::error_code, error->number).empty()) {
        add_finding(message, requirement("rfc2661/4.4.2/error-code-range"), where, "a defined Error Code",
                    Text<120>("Error Code ").append_number(error->number));
    }
    if (fields.find("error_message") != nullptr || result != 2) return;
    if (error->number == 8) {
        add_finding(message, requirement("rfc2661/4.4.2/error-8-names-the-avp"), where,
                    "an Error Message that names the attribute", "no Error Message");
    } else if (error->number == 6) {
        add_finding(message, requirement("rfc2661/4.4.2/error-6-explains"), where, "an Error Message",
                    "no Error Message");
    }
}

// ProxyRow says for which values of Proxy Authen Type an AVP has to be there (4.4.5); bit n stands for type
// n.
struct ProxyRow {
    AvpKey key;
    std::uint32_t types;
    RequirementId breaks;
};

constexpr std::array proxy_rows{
    ProxyRow{attribute::proxy_authen_name, 0b101110, requirement("rfc2661/4.4.5/proxy-authen-name-present")},
    ProxyRow{attribute::proxy_authen_challenge, 0b100100,
             requirement("rfc2661/4.4.5/proxy-authen-challenge-present")},
    ProxyRow{attribute::proxy_authen_id, 0b101100, requirement("rfc2661/4.4.5/proxy-authen-id-present")},
    ProxyRow{attribute::proxy_authen_response, 0b101110,
             requirement("rfc2661/4.4.5/proxy-authen-response-present")},
};
constexpr std::uint32_t clear_text_types = 0b001010;  // types 1 and 3 carry the password itself

void check_proxy_authentication(DecodedMessage& message) {
    const DecodedAvp* type_avp = message.find(attribute::proxy_authen_type);
    if (type_avp == nullptr) {
        for (const ProxyRow& row : proxy_rows) {
            const DecodedAvp* avp = message.find(row.key);
            if (avp == nullptr) continue;
            add_finding(message, requirement("rfc2661/4.4.5/proxy-authen-type-present"),
                        place_of(message, *avp), "Proxy Authen Type",
                        Text<120>("only ").append(name_of(row.key)));
            return;
        }
        return;
    }
    const std::uint64_t type = message.number(attribute::proxy_authen_type).value_or(0);
    if (type == 0 || type > 31) return;
    const std::uint32_t mask = 1u << type;
    for (const ProxyRow& row : proxy_rows) {
        if ((row.types & mask) == 0 || message.find(row.key) != nullptr) continue;
        add_finding(message, row.breaks, place_of(message, *type_avp),
                    Text<120>(name_of(row.key)).append(" with type ").append_number(type), "not there");
    }
    const DecodedAvp* response = message.find(attribute::proxy_authen_response);
    if ((mask & clear_text_types) == 0 || response == nullptr || response->hidden()) return;
    add_finding(message, requirement("rfc2661/4.4.5/clear-text-password-hidden"),
                place_of(message, *response), "H = 1", "a password in clear text");
}

}  // namespace

void add_finding(DecodedMessage& message, RequirementId requirement, Place where, Text<120> expected,
                 Text<120> seen) {
    if (message.findings.size() >= DecodedMessage::max_findings) {
        ++message.findings_left_out;
        return;
    }
    if (message.findings.capacity() == 0) message.findings.reserve(8);
    message.findings.push_back({requirement, where, expected, seen});
}

Place place_of(const DecodedMessage& message, const DecodedAvp& avp) noexcept {
    return {avp.offset, avp.size, static_cast<std::uint16_t>(&avp - message.avps.data())};
}

void check_header(DecodedMessage& message) {
    const bool control = message.header.is_control();
    constexpr std::uint16_t ruled = static_cast<std::uint16_t>(~header_bit::version_mask);
    constexpr std::uint16_t sound = header_bit::type | header_bit::length | header_bit::sequence;
    constexpr std::uint16_t reserved_on_data = header_bit::reserved & ~header_bit::fragment;
    const bool sound_bits =
        control ? (message.header.flags() & ruled) == sound : !message.header.has_bit(reserved_on_data);
    for (const HeaderBit& row : header_bits()) {
        if (sound_bits) break;  // as in nearly all messages
        if (!row.in_control.has_value()) continue;
        // On data, only reserved bits have a rule; bits 8 and 9 can have been negotiated (RFC 4623, 5.6).
        if (!control && ((row.mask & header_bit::reserved) == 0 || row.mask == header_bit::fragment))
            continue;
        if (message.header.has_bit(row.mask) == *row.in_control) continue;
        add_finding(message, row.breaks, {0, 2}, bit(row.name, *row.in_control),
                    bit(row.name, !*row.in_control));
    }
    if (control) return;
    const RequirementId broken = requirement("rfc2661/5.3/data-identifiers");
    check_id(message, HeaderField::tunnel_id, IdRule::non_zero, broken);
    check_id(message, HeaderField::session_id, IdRule::non_zero, broken);
}

void check_avps(DecodedMessage& message, Chain chain) {
    if (message.avps.empty()) return;
    check_message_type(message);
    for (std::size_t i = 0; i < message.avps.size(); ++i) check_avp(message, message.avps[i], chain);
    check_membership(message);
    if (message.row == nullptr) return;
    check_id(message, HeaderField::tunnel_id, message.row->tunnel_id, tunnel_id_requirement(*message.row));
    check_id(message, HeaderField::session_id, message.row->session_id, session_id_requirement(*message.row));
    if (message.row->must.contains(attribute::result_code)) check_result_code(message);
    if (chain == Chain::lost) return;  // what is missing may have been in the part that could not be read
    check_required_avps(message);
    if (message.is(message_type::iccn)) check_proxy_authentication(message);
}

}  // namespace l2tp::codec
