// SPDX-License-Identifier: GPL-2.0-or-later
// Conduct: what the judge is told of a message of the tester's. A deviation makes it silent about the
// reaction; what only says something else that is legal must not.
#pragma once

#include "codec/message.hpp"
#include "protocol/judge/settings.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// conduct_of decides by decoding what is about to be sent. It is `plain` only where nothing says otherwise:
// the message has no finding above SHOULD, and each AVP that the step touched is allowed in it and means
// nothing beyond itself. A message that only the device's own role sends is in the wrong direction.
[[nodiscard]] protocol::Conduct conduct_of(const Send& send, const codec::Message& message,
                                           codec::Octets secret, Role device);

// conduct_of tells whether a data message breaks the RFC on purpose.
[[nodiscard]] protocol::Conduct conduct_of(const SendData& send) noexcept;

}  // namespace l2tp::tester
