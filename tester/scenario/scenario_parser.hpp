// SPDX-License-Identifier: GPL-2.0-or-later
// The scenario parser: a JSON file becomes a Scenario, or an InputError that names file, JSON Pointer and
// reason.
#pragma once

#include <string>

#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// parse_scenario reads one scenario. `id` is its path below the scenario folder; the role is its first
// component, or lns where that is no role.
[[nodiscard]] Scenario parse_scenario(const std::string& id, const std::string& file, const Json& document);

}  // namespace l2tp::tester
