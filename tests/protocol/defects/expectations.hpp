// SPDX-License-Identifier: GPL-2.0-or-later
// Expectation: which provocation makes a defect show, and by what it is seen then.
#pragma once

#include <string_view>
#include <vector>

#include "evidence.hpp"

namespace l2tp::protocol::test {

struct Expectation {
    std::string_view defect;
    std::string_view provocation;
    Evidence evidence;
};

[[nodiscard]] std::vector<Expectation> message_expectations();
[[nodiscard]] std::vector<Expectation> behaviour_expectations();

}  // namespace l2tp::protocol::test
