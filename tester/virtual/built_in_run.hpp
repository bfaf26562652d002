// SPDX-License-Identifier: GPL-2.0-or-later
// `run --peer builtin`: what its options mean for the built-in device.
#pragma once

#include <string_view>

#include "tester/suite/impairment.hpp"
#include "tester/virtual/virtual_driver.hpp"

namespace l2tp::tester {

inline constexpr std::string_view built_in_peer = "builtin";

// set_built_in_addresses gives a profile the addresses at which the built-in device is met.
void set_built_in_addresses(Profile& profile);

// find_defect_for returns a defect by name; null for "". UsageError: there is none, or not in this role.
[[nodiscard]] const protocol::Defect* find_defect_for(std::string_view name, Role role);

[[nodiscard]] protocol::NetworkSettings network_of(const Impairment& impairment);

}  // namespace l2tp::tester
