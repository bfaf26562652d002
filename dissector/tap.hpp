// SPDX-License-Identifier: GPL-2.0-or-later
// What statistics get of each message (tap "l2tpv2") and of each PPP frame (tap "l2tpv2_follow").
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

inline constexpr const char* message_tap_name = "l2tpv2";
inline constexpr const char* follow_tap_name = "l2tpv2_follow";

// OuterFlow is from where to where the datagram went. Taps listen when PPP and what it carries have written
// their own addresses over it.
struct OuterFlow {
    address from{};
    address to{};
    std::uint32_t from_port = 0;
    std::uint32_t to_port = 0;
};

// Names is a list of texts.
struct Names {
    const char** texts = nullptr;
    std::size_t count = 0;
};

// MessageRecord belongs to the frame's memory. Its situation is never null.
struct MessageRecord {
    OuterFlow flow;
    const Situation* situation = nullptr;
    codec::MessageKind kind{};
    const char* name = nullptr;  // as in the packet list
    std::uint16_t tunnel_id = 0;
    std::uint16_t session_id = 0;
    std::uint32_t octets = 0;   // of the PPP frame, or of the whole control message
    std::uint32_t missing = 0;  // data messages that are missing right before it
    bool closes_tunnel = false;
    Names avps;
    Names result_codes;
    Names requirements;
};

struct FollowRecord {
    OuterFlow flow;
    const Situation* situation = nullptr;
    tvbuff_t* frame = nullptr;
};

void register_taps();

// feed_taps tells those who listen, if anybody does.
void feed_taps(const Packet& packet, std::uint32_t payload_octets);

}  // namespace l2tp::dissector
