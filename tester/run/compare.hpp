// SPDX-License-Identifier: GPL-2.0-or-later
// Comparing remembered values.
#pragma once

#include "tester/run/stage.hpp"

namespace l2tp::tester {

// compare judges a `compare` step and tells whether the scenario goes on.
[[nodiscard]] bool compare(const Compare& step, Stage& stage);

}  // namespace l2tp::tester
