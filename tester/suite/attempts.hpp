// SPDX-License-Identifier: GPL-2.0-or-later
// What several attempts at one scenario amount to (reading G-2).
#pragma once

#include <cstddef>
#include <span>

#include "tester/run/scenario_result.hpp"

namespace l2tp::tester {

inline constexpr std::size_t most_attempts = 3;

// wants_another tells whether the attempts so far need one more: a fail has to be confirmed, and an attempt
// that ended inconclusive has shown nothing. Neither has one that --impair touched and that warns, or that
// does not fail where another one did.
[[nodiscard]] bool wants_another(std::span<const ScenarioResult> attempts);

// verdict_of_attempts: two fails are a fail, a fail beside anything that is none is inconclusive, and
// attempts that ended inconclusive do not count where another one came to a verdict. There is at least one.
[[nodiscard]] ScenarioResult verdict_of_attempts(std::span<const ScenarioResult> attempts);

}  // namespace l2tp::tester
