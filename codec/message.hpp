// SPDX-License-Identifier: GPL-2.0-or-later
// Message: a message as a value, to be encoded. Sound by default; every part can be made wrong on purpose.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codec/avp_table.hpp"
#include "codec/decode.hpp"
#include "codec/octets.hpp"

namespace l2tp::codec {

// Avp is one AVP to be sent.
struct Avp {
    enum class Hiding : std::uint8_t {
        none,   // H = 0
        hide,   // H = 1: `value` is clear text, the encoder hides it (4.3)
        as_is,  // H = 1: `value` is sent unchanged
    };

    AvpKey key{};
    OctetString value{};
    Hiding hiding = Hiding::none;
    OctetString hiding_padding{};           // appended before hiding
    std::optional<bool> mandatory{};        // default: the table's rule, or 0 for unknown AVPs
    std::uint8_t reserved = 0;              // the four reserved bits
    std::optional<std::uint16_t> length{};  // default: what the value gives
    std::optional<OctetString> raw{};       // these octets stand for the whole AVP, header included

    friend bool operator==(const Avp&, const Avp&) = default;
};

// Message is a control or data message. Fields left empty are computed.
struct Message {
    std::uint16_t flags = 0xc802;           // T, L, S and version 2: a control message
    std::optional<std::uint16_t> length{};  // default: the octets of the message
    std::uint16_t tunnel_id = 0;
    std::uint16_t session_id = 0;
    std::uint16_t ns = 0;
    std::uint16_t nr = 0;
    std::optional<std::uint16_t> offset_size{};  // default: the octets of offset_padding
    OctetString offset_padding{};
    std::vector<Avp> avps{};  // of a control message
    OctetString payload{};    // of a data message; after the AVPs of a control message
    OctetString trailing{};   // after what Length counts

    friend bool operator==(const Message&, const Message&) = default;
};

// default_mandatory returns the M bit that the table wants for an AVP; for Message Type, that of the message.
[[nodiscard]] bool default_mandatory(AvpKey key, std::uint16_t message_type) noexcept;

// make_avp builds an AVP from octets or from a number whose width the table knows (2 octets if it does not).
[[nodiscard]] Avp make_avp(AvpKey key, OctetString value);
[[nodiscard]] Avp make_number_avp(AvpKey key, std::uint64_t number);

// make_message builds a message with all AVPs that its row requires, in the table's order, from the fields'
// examples: identifiers must still be set. make_zlb and make_data build the other two kinds.
[[nodiscard]] Message make_message(const MessageRow& row);
[[nodiscard]] Message make_zlb();
[[nodiscard]] Message make_data(OctetString payload);

// set_avp replaces the value of the first AVP with this key, or appends one.
void set_avp(Message& message, Avp avp);

// to_message turns what was decoded back into a value that encodes to the same octets. Revealed AVPs stay as
// they were sent.
[[nodiscard]] Message to_message(const DecodedMessage& decoded, Octets datagram);

// encode returns the octets of a message. Hidden AVPs use `secret` and the nearest Random Vector before them
// in the message (an empty one if there is none).
[[nodiscard]] OctetString encode(const Message& message, Octets secret = {});

}  // namespace l2tp::codec
