// SPDX-License-Identifier: GPL-2.0-or-later
// The header (RFC 2661, 3.1) in the tree: every bit, every field that is present, offset padding.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

void add_header(const Packet& packet, proto_tree* tree);

// register_header_tree registers what codec/ has no row for.
void register_header_tree();

}  // namespace l2tp::dissector
