// SPDX-License-Identifier: GPL-2.0-or-later
// Who asks for access over PPP: the name in PAP, CHAP or EAP.
#pragma once

#include <string_view>

#include "codec/octets.hpp"

namespace l2tp::dissector {

// user_of returns the name that a PPP frame's sender gives itself, or "" if the frame names nobody. It
// borrows the frame.
[[nodiscard]] std::string_view user_of(codec::Octets frame) noexcept;

}  // namespace l2tp::dissector
