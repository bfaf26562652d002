// SPDX-License-Identifier: GPL-2.0-or-later
// The packet list's columns: message, identifiers, sequence numbers, and what names the peer or the call.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

// set_columns fills Protocol and Info, and fences Info so that PPP writes after it, not over it.
void set_columns(const Packet& packet);

// message_name returns the message as the packet list names it: "SCCRQ", "ZLB", "Data".
[[nodiscard]] const char* message_name(const Packet& packet);

}  // namespace l2tp::dissector
