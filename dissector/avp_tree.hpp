// SPDX-License-Identifier: GPL-2.0-or-later
// One AVP (RFC 2661, 4.1) in the tree: a container with its header, its value as octets, and the value's
// fields.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

// add_avp returns the container, to which findings are hung.
proto_item* add_avp(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp);

// add_avp_remarks gives the expert infos that add_avp gives, to the message, where nobody looks at its AVPs.
void add_avp_remarks(const Packet& packet, proto_item* message);

}  // namespace l2tp::dissector
