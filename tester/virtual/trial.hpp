// SPDX-License-Identifier: GPL-2.0-or-later
// Trial: one scenario against one built-in device, sound or with a planted defect.
#pragma once

#include <vector>

#include "tester/virtual/selftest.hpp"
#include "tester/virtual/virtual_run.hpp"

namespace l2tp::tester {

struct TrialResult {
    ScenarioResult result;
    std::vector<protocol::JudgedFinding> findings;
};

// try_scenario depends on its arguments alone. Where the profile rules the scenario out, the first
// configuration of the device that does not is taken; if there is none, it is not applicable.
[[nodiscard]] TrialResult try_scenario(const Scenario& scenario, const Profile& profile,
                                       const protocol::Defect* defect, std::uint64_t seed);

}  // namespace l2tp::tester
