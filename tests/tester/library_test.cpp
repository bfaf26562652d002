// SPDX-License-Identifier: GPL-2.0-or-later
// Every scenario of the library passes against a LNS that does as it should: a scenario that fails a sound
// device is worse than none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tester/scenario/scenario_library.hpp"
#include "tester/suite/profile.hpp"
#include "tests/tester/scripted_lns.hpp"

namespace l2tp::tester {
namespace {

TEST(ScenarioLibrary, PassesAgainstASoundLns) {
    const std::vector<Scenario> scenarios = load_scenarios(L2TPSPEC_TEST_SCENARIOS);
    ASSERT_GE(scenarios.size(), 8U);
    for (const Scenario& scenario : scenarios) {
        if (scenario.role != Role::lns) continue;
        Profile profile;
        profile.set("secret", Secret("secret"));
        Random random(5);
        std::uint32_t serial = 0;
        test::ScriptedLns lns;
        lns.secret = {'s', 'e', 'c', 'r', 'e', 't'};
        ScenarioRun run(scenario, {test::lns_endpoint(), RunSettings::AfterSilence::probe, true},
                        Identity{profile, random, serial});
        test::World(run, lns).run_to_the_end();
        ASSERT_TRUE(run.finished()) << scenario.id;
        EXPECT_EQ(run.result().verdict, Verdict::pass) << scenario.id << ": " << run.result().seen;
        EXPECT_EQ(run.result().tear_down.verdict, Verdict::pass) << scenario.id;
        EXPECT_TRUE(run.judge().findings().empty()) << scenario.id;
    }
}

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
