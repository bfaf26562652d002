// SPDX-License-Identifier: GPL-2.0-or-later
// The reliable channel in the tree (RFC 2661, 5.8): what a message acknowledges, answers and repeats, what is
// missing before it, and what later frames say of it.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

void register_channel_fields();

// add_channel adds the links, and an expert info for each thing that is out of the ordinary; `message` is the
// item of the whole message.
void add_channel(const Packet& packet, proto_item* message);

// channel_remark says in a word or two what is out of the ordinary, for the packet list; null: nothing is.
[[nodiscard]] const char* channel_remark(const Packet& packet);

}  // namespace l2tp::dissector
