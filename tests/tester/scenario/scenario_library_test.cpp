// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/scenario_library.hpp"

#include <gtest/gtest.h>

namespace l2tp::tester {
namespace {

TEST(MatchesSelector, ComparesWholeComponents) {
    Scenario scenario;
    scenario.id = "lns/6.1/sccrq/host-name";
    EXPECT_TRUE(matches_selector(scenario, "lns"));
    EXPECT_TRUE(matches_selector(scenario, "lns/6.1/"));
    EXPECT_TRUE(matches_selector(scenario, "lns/6.1/sccrq/host-name"));
    EXPECT_FALSE(matches_selector(scenario, "lns/6"));
    EXPECT_FALSE(matches_selector(scenario, "lns/6.1/scc"));
    EXPECT_FALSE(matches_selector(scenario, ""));
}

}  // namespace
}  // namespace l2tp::tester
