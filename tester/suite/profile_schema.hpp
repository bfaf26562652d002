// SPDX-License-Identifier: GPL-2.0-or-later
// The JSON Schema of profile files, made from the rows of profile_items and hook_rows.
#pragma once

#include <cstdint>

#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// Numbers in a profile are at most this.
inline constexpr std::uint64_t largest_profile_number = 1'000'000;

[[nodiscard]] Json profile_schema();

}  // namespace l2tp::tester
