// SPDX-License-Identifier: GPL-2.0-or-later
// The scenario library: every scenario file below a folder, and the selection of some of them.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// find_scenario_folder returns the folder to read: the one named on the command line; else that of the
// environment variable L2TPSPEC_SCENARIOS; else the installed one, relative to the program; else the source
// tree's. It throws UsageError where there is none.
[[nodiscard]] std::filesystem::path find_scenario_folder(const std::string& named);

// scenario_id returns the path of a file below the scenario folder without ".json"; for a file elsewhere, its
// stem.
[[nodiscard]] std::string scenario_id(const std::filesystem::path& folder, const std::filesystem::path& file);

// scenario_exists tells whether a scenario with this id stands below the folder, in a file of its own or as a
// case of a family.
[[nodiscard]] bool scenario_exists(const std::filesystem::path& folder, const std::string& id);

// load_scenarios reads every scenario below a folder, families expanded, sorted by id. Schemas
// (*.schema.json) and profiles (the folder profiles/) are passed over. A twin that does not exist is an
// InputError.
[[nodiscard]] std::vector<Scenario> load_scenarios(const std::filesystem::path& folder);

// matches_selector tells whether a selector (whole leading components of a scenario id or of a requirement
// id) selects a scenario.
[[nodiscard]] bool matches_selector(const Scenario& scenario, std::string_view selector);

// select returns the scenarios that any selector names, or all of them without selectors. A selector that
// selects nothing is a UsageError.
[[nodiscard]] std::vector<Scenario> select(std::span<const Scenario> all,
                                           std::span<const std::string> selectors);

}  // namespace l2tp::tester
