// SPDX-License-Identifier: GPL-2.0-or-later
// What the conversation table filters for.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

// add_conversation_ends adds the two ends as the table names them, if a filter wants them.
void add_conversation_ends(const Packet& packet, proto_tree* tree);

}  // namespace l2tp::dissector
