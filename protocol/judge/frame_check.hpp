// SPDX-License-Identifier: GPL-2.0-or-later
// Telling a PPP frame that still has its frame check sequence (RFC 1662, appendix C).
#pragma once

#include "codec/octets.hpp"

namespace l2tp::protocol {

// ends_in_frame_check tells that a PPP control packet (LCP, authentication, IPCP and the like) is two octets
// longer than its own Length says, and that these are the right FCS-16 of all before.
[[nodiscard]] bool ends_in_frame_check(codec::Octets frame) noexcept;

}  // namespace l2tp::protocol
