// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/selftest_table.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "codec/requirement_rows.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

using Grade = DefectOutcome::Grade;

const protocol::Defect& defect() {
    return *protocol::find_defect("no-challenge-response-in-sccrp");
}

std::vector<Scenario> two_scenarios() {
    std::vector<Scenario> scenarios(2);
    scenarios[0].id = "lns/a";
    scenarios[1].id = "lns/b";
    scenarios[1].requirements = {codec::requirement("rfc2661/4.4.3/challenge-is-answered")};
    return scenarios;
}

SelftestResult seen(std::vector<Catch> catches, Grade grade) {
    SelftestResult result;
    result.defects = {{&defect(), Role::lns, grade, std::move(catches)}};
    return result;
}

TEST(SelftestTable, NamesTheScenarioThatFitsBest) {
    const std::vector<Scenario> scenarios = two_scenarios();
    const auto requirement = scenarios[1].requirements.front();
    const SelftestResult result = seen({{0, Catch::By::judge, Verdict::fail, requirement},
                                        {1, Catch::By::scenario, Verdict::fail, requirement}},
                                       Grade::caught);
    const std::vector<ExpectedCatch> table = expected_catches(result, scenarios);
    ASSERT_EQ(table.size(), 1U);
    EXPECT_EQ(table[0].scenario, "lns/b");
    EXPECT_TRUE(escaped(table, result, scenarios).empty());
}

TEST(SelftestTable, NoticesADefectThatEscapes) {
    const std::vector<Scenario> scenarios = two_scenarios();
    const std::vector<ExpectedCatch> table{{std::string(defect().name), Role::lns, "lns/b"}};
    EXPECT_EQ(escaped(table, seen({}, Grade::missed), scenarios), table);
    EXPECT_EQ(escaped(table, seen({}, Grade::elsewhere), scenarios), table);
    const std::vector<Scenario> only_first(scenarios.begin(), scenarios.begin() + 1);
    EXPECT_TRUE(escaped(table, seen({}, Grade::missed), only_first).empty())
        << "the scenario that is aimed at it did not run";
}

TEST(SelftestTable, SurvivesBeingWrittenAndRead) {
    const std::vector<ExpectedCatch> table{{std::string(defect().name), Role::lns, "lns/b"}};
    const std::string file = testing::TempDir() + "selftest_table_test.tsv";
    std::ofstream(file) << table_text(table);
    EXPECT_EQ(read_expected_catches(file), table);
    std::ofstream(file) << "no-such-defect\tlns\tlns/b\n";
    EXPECT_THROW(static_cast<void>(read_expected_catches(file)), InputError);
    std::ofstream(file) << "two\tfields\n";
    EXPECT_THROW(static_cast<void>(read_expected_catches(file)), InputError);
}

}  // namespace
}  // namespace l2tp::tester
