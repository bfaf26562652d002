// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/message.hpp"

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/message_table.hpp"

namespace l2tp::codec {
namespace {

constexpr std::uint16_t data_with_length = 0x4002;

OctetString copy(Octets octets) {
    return {octets.begin(), octets.end()};
}

Avp to_avp(const DecodedAvp& decoded, std::uint16_t message_type) {
    Avp avp{.key = decoded.key, .value = copy(decoded.wire_value)};
    avp.hiding = decoded.hidden() ? Avp::Hiding::as_is : Avp::Hiding::none;
    avp.reserved = static_cast<std::uint8_t>(decoded.reserved());
    if (decoded.mandatory() != default_mandatory(decoded.key, message_type))
        avp.mandatory = decoded.mandatory();
    if (decoded.length() != avp_header_octets + decoded.wire_value.size()) avp.length = decoded.length();
    return avp;
}

// type_as_encoded returns the Message Type that encode will see, in however odd an AVP it stands: the M bit
// that needs no mention depends on it.
std::uint16_t type_as_encoded(const DecodedMessage& decoded) noexcept {
    if (decoded.avps.empty()) return 0;
    const DecodedAvp& first = decoded.avps.front();
    return first.key.type == 0 && first.wire_value.size() >= 2 ? read_u16(first.wire_value, 0)
                                                               : std::uint16_t{0};
}

// end_of_message returns where the octets that Length counts end, as decode understood it.
std::size_t end_of_message(const DecodedMessage& decoded, Octets datagram) {
    const auto length = decoded.header.get(HeaderField::length);
    if (!length || *length > datagram.size() || *length < decoded.header.fixed_size()) return datagram.size();
    return *length;
}

}  // namespace

bool default_mandatory(AvpKey key, std::uint16_t message_type) noexcept {
    if (key.type == 0) {
        const MessageRow* row = find_message(message_type, key.vendor);
        return row == nullptr || row->mandatory == MandatoryRule::must_be_1 ||
               row->mandatory == MandatoryRule::either;
    }
    const AvpRow* row = find_avp(key);
    return row != nullptr && row->mandatory == MandatoryRule::must_be_1;
}

Avp make_avp(AvpKey key, OctetString value) {
    return {.key = key, .value = std::move(value)};
}

Avp make_number_avp(AvpKey key, std::uint64_t number) {
    const AvpRow* row = find_avp(key);
    const std::size_t width = row != nullptr && row->value.count > 0 ? row->value.fields[0].octets : 2;
    Avp avp{.key = key};
    append_number(avp.value, number, width);
    return avp;
}

Message make_message(const MessageRow& row) {
    Message message;
    for (AvpKey key : row.must.view()) {
        const AvpRow* avp = find_avp(key);
        message.avps.push_back(make_avp(key, example_value(*avp)));
    }
    message.avps.front().value.clear();
    append_number(message.avps.front().value, row.type, 2);
    return message;
}

Message make_zlb() {
    return {};
}

Message make_data(OctetString payload) {
    Message message;
    message.flags = data_with_length;
    message.payload = std::move(payload);
    return message;
}

void set_avp(Message& message, Avp avp) {
    const auto found = std::ranges::find(message.avps, avp.key, &Avp::key);
    if (found != message.avps.end()) {
        *found = std::move(avp);
    } else {
        message.avps.push_back(std::move(avp));
    }
}

Message to_message(const DecodedMessage& decoded, Octets datagram) {
    const Header& header = decoded.header;
    Message message{.flags = header.flags(),
                    .tunnel_id = header.tunnel_id(),
                    .session_id = header.session_id(),
                    .ns = header.ns(),
                    .nr = header.nr()};
    const std::size_t end = end_of_message(decoded, datagram);
    const auto length = header.get(HeaderField::length);
    if (length && *length != end) message.length = *length;
    message.trailing = copy(datagram.subspan(end));

    std::size_t at = std::min<std::size_t>(header.fixed_size(), end);
    const std::size_t padding = header.size() - header.fixed_size();
    if (padding > end - at) {
        message.offset_size = static_cast<std::uint16_t>(padding);
    } else {
        message.offset_padding = copy(datagram.subspan(at, padding));
        at += padding;
    }
    const std::uint16_t message_type = type_as_encoded(decoded);
    for (const DecodedAvp& avp : decoded.avps) {
        message.avps.push_back(to_avp(avp, message_type));
        at = avp.offset + avp.size;
    }
    message.payload = copy(datagram.subspan(at, end - at));
    return message;
}

}  // namespace l2tp::codec
