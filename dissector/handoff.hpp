// SPDX-License-Identifier: GPL-2.0-or-later
// Handoff: which datagrams are ours, which go back to the built-in dissector, and where payloads go on.
#pragma once

#include <cstdint>

namespace l2tp::dissector {

// is_given_port tells that the preferences or Decode As say that a UDP port is ours.
[[nodiscard]] bool is_given_port(std::uint32_t port) noexcept;

// register_handoff takes UDP port 1701 over from the built-in dissector, which stays there for Decode As.
void register_handoff();

}  // namespace l2tp::dissector
