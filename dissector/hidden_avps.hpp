// SPDX-License-Identifier: GPL-2.0-or-later
// Hidden AVPs (RFC 2661, 4.3): their values in clear where the secret is known, and a hint where it is not.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

void register_hidden_avps(int protocol);

// add_clear_value gives the value of a revealed AVP a buffer of its own and returns it.
tvbuff_t* add_clear_value(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp);

// hint_at_secret says of a hidden AVP that its secret is not known, or that it is likely to be wrong.
void hint_at_secret(const Packet& packet, proto_item* item, const codec::DecodedAvp& avp);

}  // namespace l2tp::dissector
