// SPDX-License-Identifier: GPL-2.0-or-later
// What AVPs hold of other protocols, shown by Wireshark's own dissectors: LCP options, proxy authentication
// put together as the packets that the LAC saw, and PPPoE Discovery.
#pragma once

#include "codec/octets.hpp"
#include "dissector/packet.hpp"

namespace l2tp::dissector {

// register_inner_protocols looks the dissectors up. All protocols have to be registered before.
void register_inner_protocols();

// show_lcp_options shows as many options as `octets` hold whole; they lie at `offset` of the buffer.
void show_lcp_options(const Packet& packet, proto_item* parent, tvbuff_t* tvb, int offset,
                      codec::Octets octets);

// show_pppoe shows a message of PPPoE Discovery; it lies at `offset` of the buffer.
void show_pppoe(const Packet& packet, proto_tree* tree, tvbuff_t* tvb, int offset, codec::Octets message);

// show_proxy_authentication shows the CHAP or PAP packets that the message's proxy authentication AVPs stand
// for, below one of them, if all that belong together can be read.
void show_proxy_authentication(const Packet& packet, proto_tree* tree);

}  // namespace l2tp::dissector
