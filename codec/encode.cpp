// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/attribute.hpp"
#include "codec/header.hpp"
#include "codec/hiding.hpp"
#include "codec/message.hpp"

namespace l2tp::codec {
namespace {

std::uint16_t message_type_of(const Message& message) noexcept {
    if (message.avps.empty() || message.avps.front().key.type != 0) return 0;
    const Avp& first = message.avps.front();
    return first.value.size() >= 2 ? read_u16(first.value, 0) : std::uint16_t{0};
}

std::uint16_t field_value(const Message& message, HeaderField field) noexcept {
    switch (field) {
        case HeaderField::flags:
            return message.flags;
        case HeaderField::length:
            return message.length.value_or(0);
        case HeaderField::tunnel_id:
            return message.tunnel_id;
        case HeaderField::session_id:
            return message.session_id;
        case HeaderField::ns:
            return message.ns;
        case HeaderField::nr:
            return message.nr;
        case HeaderField::offset_size:
            break;
    }
    return message.offset_size.value_or(static_cast<std::uint16_t>(message.offset_padding.size()));
}

void encode_avp(OctetString& out, const Avp& avp, std::uint16_t message_type, Octets secret, Octets vector) {
    if (avp.raw.has_value()) {
        append_octets(out, *avp.raw);
        return;
    }
    const std::size_t start = out.size();
    const bool mandatory = avp.mandatory.value_or(default_mandatory(avp.key, message_type));
    append_number(out, 0, 2);
    append_number(out, avp.key.vendor, 2);
    append_number(out, avp.key.type, 2);
    if (avp.hiding == Avp::Hiding::hide) {
        hide(out, avp.key.type, secret, vector, avp.value, avp.hiding_padding);
    } else {
        append_octets(out, avp.value);
    }
    const std::size_t length = avp.length.value_or(static_cast<std::uint16_t>(out.size() - start));
    const std::size_t bits = (mandatory ? 0x8000u : 0u) | (avp.hiding != Avp::Hiding::none ? 0x4000u : 0u) |
                             (avp.reserved & 0xfu) << 10 | (length & 0x3ffu);
    out[start] = static_cast<std::uint8_t>(bits >> 8);
    out[start + 1] = static_cast<std::uint8_t>(bits);
}

}  // namespace

OctetString encode(const Message& message, Octets secret) {
    OctetString out;
    for (const HeaderFieldRow& row : header_fields()) {
        if (row.present_if != 0 && (message.flags & row.present_if) == 0) continue;
        append_number(out, field_value(message, row.field), 2);
    }
    if ((message.flags & header_bit::offset) != 0) append_octets(out, message.offset_padding);

    const std::uint16_t message_type = message_type_of(message);
    Octets vector;
    for (const Avp& avp : message.avps) {
        encode_avp(out, avp, message_type, secret, vector);
        if (avp.key == attribute::random_vector && avp.hiding == Avp::Hiding::none) vector = avp.value;
    }
    append_octets(out, message.payload);
    if ((message.flags & header_bit::length) != 0 && !message.length.has_value()) {
        out[2] = static_cast<std::uint8_t>(out.size() >> 8);
        out[3] = static_cast<std::uint8_t>(out.size());
    }
    append_octets(out, message.trailing);
    return out;
}

}  // namespace l2tp::codec
