// SPDX-License-Identifier: GPL-2.0-or-later
// rules.list: each rule of the auditor is shown kept and shown broken.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "codec/requirements.hpp"
#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::traces {
namespace {

// Rule is a line of rules.list and those below it: which requirements it is made of, and its traces.
struct Rule {
    std::string name;
    std::set<std::string> requirements;
    std::vector<std::string> sound;
    std::vector<std::string> broken;
};

std::vector<Rule> read_rules() {
    std::ifstream file(std::string(L2TP_TRACES_DIR) + "/rules.list");
    std::vector<Rule> rules;
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line.substr(0, line.find('#')));
        std::string kind;
        if (!(words >> kind)) continue;
        if (kind.front() == 'P') {
            rules.push_back({kind, {}, {}, {}});
            continue;
        }
        for (std::string word; words >> word;) {
            if (kind == "requirements") rules.back().requirements.insert(word);
            if (kind == "sound") rules.back().sound.push_back(word);
            if (kind == "broken") rules.back().broken.push_back(word);
        }
    }
    return rules;
}

const Trace* find_trace(const std::string& name) {
    const auto& all = all_traces();
    const auto found = std::ranges::find(all, name, &Trace::name);
    return found != all.end() ? &*found : nullptr;
}

// found_in returns the requirements of the rule that a trace expects to be broken.
std::set<std::string> found_in(const Trace& trace, const Rule& rule) {
    std::set<std::string> found;
    for (const Step& step : trace.steps) {
        for (const ExpectedBreach& breach : step.breaches) {
            if (rule.requirements.contains(breach.requirement)) found.insert(breach.requirement);
        }
    }
    return found;
}

TEST(Rules, EveryRuleOfTheAuditorIsListed) {
    std::vector<std::string> names;
    for (const Rule& rule : read_rules()) names.push_back(rule.name);
    std::vector<std::string> expected;
    for (int n = 1; n <= 40; ++n) expected.push_back((n < 10 ? "P0" : "P") + std::to_string(n));
    EXPECT_EQ(names, expected);
}

TEST(Rules, NameRequirementsThatExist) {
    for (const Rule& rule : read_rules()) {
        EXPECT_FALSE(rule.requirements.empty()) << rule.name;
        for (const std::string& id : rule.requirements) {
            EXPECT_TRUE(codec::find_requirement(id)) << rule.name << ": " << id;
        }
    }
}

TEST(Rules, AreKeptInASoundTrace) {
    for (const Rule& rule : read_rules()) {
        EXPECT_FALSE(rule.sound.empty()) << rule.name;
        for (const std::string& name : rule.sound) {
            const Trace* trace = find_trace(name);
            ASSERT_NE(trace, nullptr) << rule.name << ": no trace " << name;
            EXPECT_THAT(found_in(*trace, rule), testing::IsEmpty()) << rule.name << ", " << name;
        }
    }
}

TEST(Rules, AreBrokenInABrokenTrace) {
    for (const Rule& rule : read_rules()) {
        EXPECT_FALSE(rule.broken.empty()) << rule.name;
        for (const std::string& name : rule.broken) {
            const Trace* trace = find_trace(name);
            ASSERT_NE(trace, nullptr) << rule.name << ": no trace " << name;
            EXPECT_THAT(found_in(*trace, rule), testing::Not(testing::IsEmpty()))
                << rule.name << ", " << name;
        }
    }
}

// Whatever a rule is made of is broken in one of its traces.
TEST(Rules, ShowEachOfTheirRequirementsBroken) {
    for (const Rule& rule : read_rules()) {
        std::set<std::string> left = rule.requirements;
        for (const std::string& name : rule.broken) {
            if (const Trace* trace = find_trace(name)) {
                for (const std::string& id : found_in(*trace, rule)) left.erase(id);
            }
        }
        EXPECT_THAT(left, testing::IsEmpty()) << rule.name;
    }
}

}  // namespace
}  // namespace l2tp::protocol::traces
