// SPDX-License-Identifier: GPL-2.0-or-later
// One version 2 datagram: decoded by the codec, then shown.
#pragma once

#include <cstdint>

#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

// Payload is the PPP frame of a data message: where it starts and how long it was on the wire.
struct Payload {
    int offset = 0;
    int octets = 0;
};

// Whether the datagram was shown, or not decoded at all and left to others.
enum class Shown : std::uint8_t { yes, no };

// dissect_message shows a datagram of version 2. `payload` stays empty unless there is something to hand on.
Shown dissect_message(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, Payload& payload);

}  // namespace l2tp::dissector
