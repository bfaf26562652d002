// SPDX-License-Identifier: GPL-2.0-or-later
// Total decoding: any datagram becomes a DecodedMessage, with a finding for each rule of RFC 2661 that it
// breaks on its own. What was cut by a snap length is unknown, not wrong.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "codec/avp_table.hpp"
#include "codec/datagram.hpp"
#include "codec/finding.hpp"
#include "codec/header.hpp"
#include "codec/message_table.hpp"

namespace l2tp::codec {

enum class MessageKind : std::uint8_t {
    control,
    zlb,  // a control message without AVPs: an acknowledgement (5.8)
    data,
    l2f,            // version 1 (RFC 2341): recognised, not decoded
    l2tpv3,         // version 3 (RFC 3931): recognised, not decoded
    other_version,  // discarded by a receiver (3.1)
    too_short,      // not even the flags, or cut before the end of the header's fixed fields
};

enum class AvpState : std::uint8_t {
    clear,        // H = 0: value is what was sent
    hidden,       // H = 1 and no secret: value is empty
    revealed,     // H = 1: value is the clear text
    undecodable,  // H = 1: no Random Vector, or the clear text makes no sense (wrong secret?): value is empty
    incomplete,   // the datagram or the capture ended inside it: value is what there is, if H = 0
};

// DecodedAvp is one AVP of the chain. Offsets count from the start of the message.
struct DecodedAvp {
    std::uint16_t bits = 0;  // the first two octets: M, H, reserved bits, Length
    AvpKey key;
    std::uint32_t offset = 0;
    std::uint32_t size = 0;  // octets that it has in the captured datagram, header included
    AvpState state = AvpState::clear;
    Octets wire_value;            // as sent
    Octets value;                 // as meant
    const AvpRow* row = nullptr;  // null: not in the table

    [[nodiscard]] bool mandatory() const noexcept { return (bits & 0x8000) != 0; }
    [[nodiscard]] bool hidden() const noexcept { return (bits & 0x4000) != 0; }
    [[nodiscard]] std::uint16_t reserved() const noexcept { return bits >> 10 & 0xf; }
    [[nodiscard]] std::uint16_t length() const noexcept { return bits & 0x3ff; }
    [[nodiscard]] bool readable() const noexcept {
        return state == AvpState::clear || state == AvpState::revealed;
    }
    // recognised: a receiver knows it; one reserved bit makes any AVP unknown (4.1).
    [[nodiscard]] bool recognised() const noexcept {
        return row != nullptr && row->standing == Standing::decoded && reserved() == 0;
    }
};

// DecodedMessage borrows the datagram's octets and owns the clear text of hidden AVPs: it moves, never
// copies.
struct DecodedMessage {
    static constexpr std::size_t max_findings = 128;

    MessageKind kind = MessageKind::too_short;
    Header header;
    const MessageRow* row = nullptr;  // of a control message whose type is known
    bool has_message_type = false;    // its first AVP is a whole Message Type
    std::uint16_t message_type = 0;
    std::uint16_t message_vendor = 0;
    bool cut = false;  // the capture holds less than the wire did
    std::vector<DecodedAvp> avps;
    Octets payload;  // of a data message: the PPP frame
    std::uint32_t payload_offset = 0;
    Place trailing;  // octets after Length, or after the last AVP that could be read
    std::vector<Finding> findings;
    std::uint32_t findings_left_out = 0;  // beyond max_findings: counted only
    OctetString clear_text;               // storage behind revealed values

    DecodedMessage() = default;
    DecodedMessage(const DecodedMessage&) = delete;
    DecodedMessage& operator=(const DecodedMessage&) = delete;
    DecodedMessage(DecodedMessage&&) noexcept = default;
    DecodedMessage& operator=(DecodedMessage&&) noexcept = default;

    [[nodiscard]] bool is_control() const noexcept {
        return kind == MessageKind::control || kind == MessageKind::zlb;
    }
    [[nodiscard]] bool is(std::uint16_t type) const noexcept {
        return has_message_type && message_vendor == 0 && message_type == type;
    }
    // find returns the first AVP with this key, or null; find_readable skips those without a value.
    [[nodiscard]] const DecodedAvp* find(AvpKey key) const noexcept;
    [[nodiscard]] const DecodedAvp* find_readable(AvpKey key) const noexcept;
    // number returns the first field of a readable AVP that starts with a number of at most 8 octets.
    [[nodiscard]] std::optional<std::uint64_t> number(AvpKey key) const noexcept;
    // text returns the value of a readable AVP as characters, whatever they are; empty: there is none.
    [[nodiscard]] std::string_view text(AvpKey key) const noexcept;
};

// decode reads a datagram. `secret` un-hides AVPs (4.3); empty: they stay hidden.
[[nodiscard]] DecodedMessage decode(const Datagram& datagram, Octets secret = {});

// decode_into does the same and reuses the storage of `message`, whose contents it replaces.
void decode_into(DecodedMessage& message, const Datagram& datagram, Octets secret = {});

}  // namespace l2tp::codec
