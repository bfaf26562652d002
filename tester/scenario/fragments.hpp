// SPDX-License-Identifier: GPL-2.0-or-later
// Fragments: the routine that `use` stands for.
#pragma once

#include <vector>

#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// expand_fragments replaces each `use` by its steps. Where a fragment cannot be completed nothing was learned
// about the matter of the scenario: its expectations are inconclusive, not failed.
[[nodiscard]] std::vector<Step> expand_fragments(const std::vector<Step>& steps);

}  // namespace l2tp::tester
