// SPDX-License-Identifier: GPL-2.0-or-later
// What `show` and `coverage` say of a requirement.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/requirements.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// treatment_in_words: "judged in context", "implied by ID, ID", "not testable: REASON".
[[nodiscard]] std::string treatment_in_words(const codec::Requirement& requirement);

// scenarios_testing returns the ids of the scenarios that name the requirement, in their order.
[[nodiscard]] std::vector<std::string_view> scenarios_testing(codec::RequirementId id,
                                                              std::span<const Scenario> scenarios);

}  // namespace l2tp::tester
