// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/value_text.hpp"

#include <algorithm>

#include "dissector/outside_names.hpp"

namespace l2tp::dissector {

using codec::FieldKind;

namespace {

constexpr std::size_t shown_octets = 16;
constexpr std::size_t shown_characters = 64;

std::string_view name_of(const Packet& packet, const codec::AvpRow& row, const codec::DecodedField& decoded) {
    const char* outside = outside_name(decoded.field->names, decoded.number);
    if (outside != nullptr) return outside;
    if (decoded.field->names != codec::NameSet::message_type) {
        return codec::value_name(decoded.field->names, decoded.number, packet.message_type());
    }
    const codec::MessageRow* message =
        codec::find_message(static_cast<std::uint16_t>(decoded.number), row.key.vendor);
    return message != nullptr ? message->abbreviation : std::string_view{};
}

void append(wmem_strbuf_t* out, std::string_view text) {
    wmem_strbuf_append_len(out, text.data(), text.size());
}

void append_number(const Packet& packet, wmem_strbuf_t* out, const codec::AvpRow& row,
                   const codec::DecodedField& decoded) {
    const codec::Field& field = *decoded.field;
    const std::string_view name = name_of(packet, row, decoded);
    append(out, name);
    if (!name.empty()) append(out, " (");
    codec::Text<20> digits;
    if (field.display == codec::Display::hexadecimal) {
        append(out, digits.append_hex(decoded.number, field.octets * 2U));
    } else {
        append(out, digits.append_number(decoded.number));
    }
    if (!name.empty()) append(out, ")");
    if (field.unit.empty()) return;
    append(out, " ");
    append(out, field.unit);
}

void append_bits(wmem_strbuf_t* out, const codec::DecodedField& decoded) {
    const char* separator = "";
    for (const codec::ValueName& bit : codec::value_names(decoded.field->names)) {
        if ((decoded.number & bit.value) == 0) continue;
        append(out, separator);
        append(out, bit.name);
        separator = ", ";
    }
    if (*separator == '\0') append(out, "none");
}

void append_octets(wmem_strbuf_t* out, codec::Octets octets) {
    const std::size_t shown = std::min(octets.size(), shown_octets);
    codec::Text<2 * shown_octets> digits;
    for (std::size_t i = 0; i < shown; ++i) {
        for (unsigned digit : {unsigned{octets[i]} >> 4, octets[i] & 0xfU})
            digits.append(std::string_view("0123456789abcdef").substr(digit, 1));
    }
    append(out, digits);
    if (shown < octets.size()) append(out, "..");
}

void append_text(const Packet& packet, wmem_strbuf_t* out, codec::Octets octets) {
    const std::size_t shown = std::min(octets.size(), shown_characters);
    append(out, printable(packet.pinfo->pool, {reinterpret_cast<const char*>(octets.data()), shown}));
    if (shown < octets.size()) append(out, "..");
}

void append_id_list(wmem_strbuf_t* out, codec::Octets octets) {
    for (std::size_t i = 0; i + 2 <= octets.size() && i < 2 * shown_octets; i += 2) {
        append(out, codec::Text<8>(i == 0 ? "" : " ").append_number(codec::read_u16(octets, i)));
    }
}

void append_field(const Packet& packet, wmem_strbuf_t* out, const codec::AvpRow& row,
                  const codec::DecodedField& decoded) {
    switch (decoded.field->kind) {
        case FieldKind::number:
            append_number(packet, out, row, decoded);
            break;
        case FieldKind::bits:
            append_bits(out, decoded);
            break;
        case FieldKind::ascii:
        case FieldKind::utf8:
            append_text(packet, out, decoded.octets);
            break;
        case FieldKind::id_list:
            append_id_list(out, decoded.octets);
            break;
        default:
            append_octets(out, decoded.octets);
            break;
    }
}

}  // namespace

void append_value(const Packet& packet, wmem_strbuf_t* out, const codec::AvpRow& row,
                  const codec::DecodedFields& decoded) {
    const std::size_t start = wmem_strbuf_get_len(out);
    for (const codec::DecodedField& field : decoded.view()) {
        if (field.field->kind == FieldKind::reserved) continue;
        if (wmem_strbuf_get_len(out) != start) append(out, ", ");
        // The AVP's own field needs no name of its own beside the AVP's.
        if (row.value.count > 1 && field.field->slug != row.slug) {
            append(out, field.field->name);
            append(out, " ");
        }
        append_field(packet, out, row, field);
    }
}

const char* value_text(const Packet& packet, const codec::AvpRow& row, const codec::DecodedFields& decoded) {
    wmem_strbuf_t* out = wmem_strbuf_new(packet.pinfo->pool, "");
    append_value(packet, out, row, decoded);
    return wmem_strbuf_get_str(out);
}

}  // namespace l2tp::dissector
