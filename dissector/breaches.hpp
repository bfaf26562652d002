// SPDX-License-Identifier: GPL-2.0-or-later
// Breaches: the findings of decoder and judge as expert infos, each with its requirement, section, what was
// expected and seen.
#pragma once

#include "dissector/packet.hpp"

namespace l2tp::dissector {

// register_breaches registers one expert info for each level of a requirement.
void register_breaches(int protocol);

// add_breaches hangs each finding of the decoder to the AVP that it lies in (`avps`, beside the message's
// AVPs; null without a tree) or to the message, and those of the judge to the message.
void add_breaches(const Packet& packet, proto_item* message, proto_item* const* avps);

}  // namespace l2tp::dissector
