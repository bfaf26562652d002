// SPDX-License-Identifier: GPL-2.0-or-later
// Challenges that were seen, so that each Challenge Response (RFC 2661, 4.4.3 and 5.1.1) can be checked.
#pragma once

#include <cstdint>

#include "codec/datagram.hpp"
#include "dissector/packet.hpp"

namespace l2tp::dissector {

// What a Challenge Response turned out to be.
enum class ResponseCheck : std::uint8_t { wrong, right, no_secret, no_challenge };

void register_challenges(int protocol);

// note_challenges remembers the Challenge that a message holds, and to a message with a Challenge Response
// which Challenge it answers. It has to see each message once, in the order of the capture.
void note_challenges(const Packet& packet, const codec::Datagram& datagram) noexcept;

// show_response_check says below a Challenge Response AVP whether it is right.
void show_response_check(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& response);

}  // namespace l2tp::dissector
