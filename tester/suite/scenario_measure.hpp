// SPDX-License-Identifier: GPL-2.0-or-later
// What a scenario will take, before it has run: tunnels, time, and an address that the device dials to.
#pragma once

#include "tester/scenario/scenario.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

// tunnels_of counts the tunnels that a scenario opens on the device, one at least.
[[nodiscard]] std::size_t tunnels_of(const Scenario& scenario);

// is_dialled tells whether the device has to open a tunnel to the tester.
[[nodiscard]] bool is_dialled(const Scenario& scenario);

// least_duration adds up the times that a scenario waits for by its own words. Long ones are started first.
[[nodiscard]] Time least_duration(const Scenario& scenario, const Profile& profile);

// duration_of is the length of a span for this device.
[[nodiscard]] Time duration_of(const Span& span, const Profile& profile);

}  // namespace l2tp::tester
