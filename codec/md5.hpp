// SPDX-License-Identifier: GPL-2.0-or-later
// MD5 over a few pieces in a row; nettle does the work.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>

#include "codec/octets.hpp"

namespace l2tp::codec {

using Md5Digest = std::array<std::uint8_t, 16>;

// md5 returns the digest of the concatenation of `pieces`.
[[nodiscard]] Md5Digest md5(std::initializer_list<Octets> pieces) noexcept;

}  // namespace l2tp::codec
