// SPDX-License-Identifier: GPL-2.0-or-later
// Finding out about a device that no profile describes: does it answer, does it challenge, does it accept a
// second tunnel?
#pragma once

#include <string>
#include <vector>

#include "tester/run/scenario_result.hpp"
#include "tester/suite/driver.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/random.hpp"

namespace l2tp::tester {

struct DeviceProbe {
    ScenarioResult health;             // of the first question
    std::vector<std::string> assumed;  // plain sentences: what was found, and what was assumed
};

// probe_device asks a LNS, and fills in what the profile does not say.
[[nodiscard]] DeviceProbe probe_device(Driver& driver, const Lane& lane, Profile& profile, Random& random);

}  // namespace l2tp::tester
