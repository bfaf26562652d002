// SPDX-License-Identifier: GPL-2.0-or-later
// Lanes: where runs can take place at the same time, by what the profile says of the device.
#pragma once

#include <optional>
#include <vector>

#include "tester/suite/driver.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

// Without --jobs so many scenarios run at the same time at most, if the profile lets them.
inline constexpr std::size_t most_jobs_by_default = 16;

// make_lanes: for a LNS under test as many as its limits allow, one where only one source port will do; for a
// LAC one for each listening address. UsageError: the profile does not say where the device is.
[[nodiscard]] std::vector<Lane> make_lanes(const Profile& profile, std::optional<std::size_t> jobs);

}  // namespace l2tp::tester
