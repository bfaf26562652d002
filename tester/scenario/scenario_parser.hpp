// SPDX-License-Identifier: GPL-2.0-or-later
// The scenario parser: a JSON file becomes a Scenario, or an InputError that names file, JSON Pointer and
// reason.
#pragma once

#include <string>
#include <vector>

#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// parse_scenario reads one scenario that is no family. `id` is its path below the scenario folder; the role
// is its first component, or lns where that is no role.
[[nodiscard]] Scenario parse_scenario(const std::string& id, const std::string& file, const Json& document);

// parse_scenarios reads all scenarios of a file: one, or the cases of a family, whose ids have the slug of
// the case behind `id`. An error in a case names it.
[[nodiscard]] std::vector<Scenario> parse_scenarios(const std::string& id, const std::string& file,
                                                    const Json& document);

}  // namespace l2tp::tester
