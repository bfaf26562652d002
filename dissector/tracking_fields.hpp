// SPDX-License-Identifier: GPL-2.0-or-later
// Tracking in the tree: which tunnel and session a message belongs to, who takes part in them, and the states
// of both ends before and after it.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

void register_tracking_fields();
void register_tracking_preference(module_t* preferences);

void add_tracking(const Packet& packet, proto_tree* tree);

}  // namespace l2tp::dissector
