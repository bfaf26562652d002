// SPDX-License-Identifier: GPL-2.0-or-later
// What `list` and `run --list` print.
#pragma once

#include <ostream>
#include <span>

#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// list_scenarios writes one line a scenario: id, level, title, requirements.
void list_scenarios(std::span<const Scenario> scenarios, std::ostream& out);

}  // namespace l2tp::tester
