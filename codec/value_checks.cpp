// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/value_checks.hpp"

#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/message_checks.hpp"
#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"

namespace l2tp::codec {
namespace {

// is_continuation_run tells whether `count` octets of the form 10xxxxxx follow position `at`.
bool is_continuation_run(Octets octets, std::size_t at, std::size_t count) noexcept {
    if (octets.size() - at <= count) return false;
    return std::ranges::all_of(octets.subspan(at + 1, count),
                               [](std::uint8_t o) { return (o & 0xc0) == 0x80; });
}

bool is_encoded_right(const Field& field, Octets octets) noexcept {
    switch (field.kind) {
        case FieldKind::utf8:
            return is_utf8(octets);
        case FieldKind::ascii:
            return std::ranges::all_of(octets, [](std::uint8_t o) { return o < 0x80; });
        case FieldKind::lcp_options:
            return is_lcp_options(octets);
        default:
            return true;
    }
}

std::string_view encoding_name(FieldKind kind) noexcept {
    switch (kind) {
        case FieldKind::utf8:
            return "UTF-8";
        case FieldKind::ascii:
            return "ASCII";
        default:
            return "whole LCP options";
    }
}

bool obeys_rule(const Field& field, std::uint64_t number, std::uint16_t message_type) noexcept {
    switch (field.rule) {
        case ValueRule::none:
            return true;
        case ValueRule::equal:
            return number == field.operand;
        case ValueRule::not_equal:
            return number != field.operand;
        case ValueRule::named:
            return !value_name(field.names, number, message_type).empty();
        case ValueRule::only_bits:
            return (number & ~field.operand) == 0;
    }
    return true;
}

Text<120> rule_in_words(const Field& field) {
    switch (field.rule) {
        case ValueRule::equal:
            return Text<120>(field.name).append(" ").append_number(field.operand);
        case ValueRule::not_equal:
            return Text<120>(field.name).append(" other than ").append_number(field.operand);
        case ValueRule::only_bits:
            return Text<120>(field.name).append(" within ").append_hex(field.operand, field.octets * 2u);
        default:
            return Text<120>("a defined ").append(field.name);
    }
}

Text<120> value_in_words(const Field& field, std::uint64_t number) {
    if (field.display == Display::hexadecimal) return Text<120>().append_hex(number, field.octets * 2u);
    return Text<120>().append_number(number);
}

// ClosingRow: a refusal has to name an ID although it may have assigned none, so that 0 there breaks less
// than the rule of the field (reading A-08).
struct ClosingRow {
    AvpKey key;
    std::uint16_t message_type;
    RequirementId breaks;
};

constexpr std::array closing_rows{
    ClosingRow{attribute::assigned_tunnel_id, message_type::stopccn,
               requirement("rfc2661/4.4.3/stopccn-tunnel-id-not-zero")},
    ClosingRow{attribute::assigned_session_id, message_type::cdn,
               requirement("rfc2661/4.4.4/cdn-session-id-not-zero")},
};

RequirementId broken_rule(const DecodedMessage& message, const DecodedAvp& avp, const Field& field) noexcept {
    const auto row = std::ranges::find_if(closing_rows, [&](const ClosingRow& candidate) {
        return candidate.key == avp.key && message.is(candidate.message_type);
    });
    return row != closing_rows.end() ? row->breaks : field.breaks;
}

// check_length names the statement about the field that is too short where the RFC has one of its own.
void check_length(DecodedMessage& message, const DecodedAvp& avp) {
    RequirementId broken = length_requirement(*avp.row);
    for (const Field& field : avp.row->value.view()) {
        if (field.octets == 0 && avp.value.size() < avp.row->min_value() &&
            field.breaks_empty != RequirementId::none) {
            broken = field.breaks_empty;
        }
    }
    add_finding(message, broken, place_of(message, avp), requirement_of(length_requirement(*avp.row)).text,
                Text<120>("Length ").append_number(avp_header_octets + avp.value.size()));
}

}  // namespace

bool is_utf8(Octets octets) noexcept {
    for (std::size_t at = 0; at < octets.size();) {
        const std::uint8_t first = octets[at];
        const std::uint8_t second = at + 1 < octets.size() ? octets[at + 1] : 0;
        std::size_t more = 0;
        if (first < 0x80) {
            more = 0;
        } else if (first >= 0xc2 && first <= 0xdf) {
            more = 1;
        } else if (first >= 0xe0 && first <= 0xef) {
            if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)) return false;
            more = 2;
        } else if (first >= 0xf0 && first <= 0xf4) {
            if ((first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f)) return false;
            more = 3;
        } else {
            return false;
        }
        if (more != 0 && !is_continuation_run(octets, at, more)) return false;
        at += 1 + more;
    }
    return true;
}

bool is_lcp_options(Octets octets) noexcept {
    for (std::size_t at = 0; at < octets.size();) {
        if (octets.size() - at < 2) return false;
        const std::size_t length = octets[at + 1];
        if (length < 2 || length > octets.size() - at) return false;
        at += length;
    }
    return true;
}

void check_value(DecodedMessage& message, const DecodedAvp& avp) {
    if (!avp.row->allows_value(avp.value.size())) {
        check_length(message, avp);
        return;
    }
    if (avp.key == attribute::random_vector && avp.value.size() < 16) {
        add_finding(message, requirement("rfc2661/4.4.1/random-vector-size"), place_of(message, avp),
                    "at least 16 octets", Text<120>().append_number(avp.value.size()).append(" octets"));
    }
    const DecodedFields decoded = decode_fields(*avp.row, avp.value);
    for (const DecodedField& field : decoded.view()) {
        if (field.field->breaks == RequirementId::none) continue;
        Place where = place_of(message, avp);
        if (avp.state == AvpState::clear) {
            where.offset += static_cast<std::uint32_t>(avp_header_octets + field.offset);
            where.length = static_cast<std::uint32_t>(field.octets.size());
        }
        if (!is_encoded_right(*field.field, field.octets)) {
            add_finding(message, field.field->breaks, where, encoding_name(field.field->kind),
                        "other octets");
        } else if (!obeys_rule(*field.field, field.number, message.message_type)) {
            add_finding(message, broken_rule(message, avp, *field.field), where, rule_in_words(*field.field),
                        value_in_words(*field.field, field.number));
        }
    }
}

}  // namespace l2tp::codec
