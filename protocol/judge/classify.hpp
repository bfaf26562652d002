// SPDX-License-Identifier: GPL-2.0-or-later
// classify: what a control message can be to the state machine of whoever receives it.
#pragma once

#include "codec/decode.hpp"
#include "protocol/judge/control_stream.hpp"

namespace l2tp::protocol {

// classify fills in type, session identifiers, step, events and opaque.
void classify(const codec::DecodedMessage& message, SentMessage& sent);

}  // namespace l2tp::protocol
