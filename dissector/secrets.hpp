// SPDX-License-Identifier: GPL-2.0-or-later
// Shared secrets: a table by the peer's address, and one for all others. They un-hide AVPs and check
// Challenge Responses; nothing ever shows them.
#pragma once

#include "codec/datagram.hpp"
#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

// register_secrets registers the preference l2tpv2.secret and the table l2tpv2_secrets.
void register_secrets(module_t* preferences);

// secret_for returns the secret that two hosts share; empty: none is known. It holds until the user changes
// the preferences.
[[nodiscard]] codec::Octets secret_for(const codec::Endpoint& from, const codec::Endpoint& to) noexcept;

}  // namespace l2tp::dissector
