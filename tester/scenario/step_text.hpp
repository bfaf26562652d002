// SPDX-License-Identifier: GPL-2.0-or-later
// Steps in words, for people who read a scenario without its JSON.
#pragma once

#include <string>
#include <vector>

#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// step_text says in one line what a step does; the outcomes that it waits for are not in it.
[[nodiscard]] std::string step_text(const Step& step);

// step_lines says it all: the step, its outcomes and the steps inside it, each in a line, indented.
[[nodiscard]] std::vector<std::string> step_lines(const Step& step);

}  // namespace l2tp::tester
