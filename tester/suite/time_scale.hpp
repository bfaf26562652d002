// SPDX-License-Identifier: GPL-2.0-or-later
// The time scale: more patience with a slow device. What the tester waits for is multiplied, in the profile
// and in scenarios; the device's own timers, which it is judged by, are not.
#pragma once

#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

// The factor is 1 or more.
void scale_times(Profile& profile, double factor);
void scale_times(Scenario& scenario, double factor);

}  // namespace l2tp::tester
