// SPDX-License-Identifier: GPL-2.0-or-later
// What a fuzz target does when a property does not hold: it says which one and aborts, which libFuzzer
// reports.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace l2tp::codec::fuzz {

// That names the two outcomes of a property, so that calls read "require(that(x), ...)".
enum class That : unsigned char { fails, holds };

[[nodiscard]] constexpr That that(auto condition) noexcept {
    return static_cast<bool>(condition) ? That::holds : That::fails;
}

inline void require(That outcome, std::string_view property) {
    if (outcome == That::holds) return;
    std::fprintf(stderr, "broken property: %.*s\n", static_cast<int>(property.size()), property.data());
    std::abort();
}

}  // namespace l2tp::codec::fuzz
