// SPDX-License-Identifier: GPL-2.0-or-later
// Packet: what every part of the tree needs while one datagram is shown. It owns nothing.
#pragma once

#include "codec/decode.hpp"
#include "dissector/facts.hpp"
#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

struct Packet {
    tvbuff_t* tvb = nullptr;
    packet_info* pinfo = nullptr;
    const codec::DecodedMessage* message = nullptr;
    const Facts* facts = nullptr;  // null: it was never judged

    // message_type selects the names that depend on the message (Result Codes).
    [[nodiscard]] std::uint16_t message_type() const noexcept {
        const bool known = message->has_message_type && message->message_vendor == 0;
        return known ? message->message_type : codec::ValueName::any_message;
    }
};

}  // namespace l2tp::dissector
