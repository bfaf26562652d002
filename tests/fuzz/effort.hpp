// SPDX-License-Identifier: GPL-2.0-or-later
// What work costs, without a clock: basic blocks executed (where the code was built to count them), memory
// taken and memory held.
#pragma once

#include <cstddef>
#include <cstdint>

namespace l2tp::fuzz {

struct Effort {
    std::uint64_t blocks = 0;       // basic blocks of codec/ and protocol/; 0 where nobody counts them
    std::uint64_t allocations = 0;  // so far
    std::int64_t held = 0;          // octets now
};

[[nodiscard]] Effort effort() noexcept;

}  // namespace l2tp::fuzz
