// SPDX-License-Identifier: GPL-2.0-or-later
// The defects as a table: named, each breaking a requirement that exists, and covering every area.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <iostream>
#include <map>
#include <set>
#include <string>

#include "codec/requirements.hpp"
#include "protocol/defects/defect.hpp"

namespace l2tp::protocol::test {
namespace {

constexpr std::array areas{
    "header",         "ports",           "avp-flags",    "avp-order",   "avp-length",      "avp-value",
    "required-avps",  "misplaced-avps",  "messages",     "m-bit",       "robustness",      "hiding",
    "authentication", "acknowledgement", "duplicates",   "sequence",    "retransmission",  "window",
    "hello",          "linger",          "teardown",     "tie-breaker", "control-machine", "lac-incoming",
    "lns-incoming",   "lac-outgoing",    "lns-outgoing", "notices",     "identifiers",     "data-sequencing",
    "data-format",    "result-codes"};

constexpr std::size_t least_defects = 80;

std::map<std::string, unsigned> count_by_area() {
    std::map<std::string, unsigned> counts;
    for (const Defect& defect : defects()) ++counts[std::string(defect.area)];
    return counts;
}

TEST(DefectTable, HasUniqueNames) {
    std::set<std::string_view> names;
    for (const Defect& defect : defects()) {
        EXPECT_TRUE(names.insert(defect.name).second) << defect.name;
        EXPECT_THAT(std::string(defect.name), testing::MatchesRegex("[a-z0-9-]+"));
        EXPECT_EQ(find_defect(defect.name), &defect);
    }
    EXPECT_EQ(find_defect("no-such-defect"), nullptr);
}

TEST(DefectTable, NamesRequirementsThatExist) {
    for (const Defect& defect : defects()) {
        EXPECT_TRUE(codec::find_requirement(defect.requirement).has_value())
            << defect.name << ": " << defect.requirement;
    }
}

TEST(DefectTable, SaysWhatIsWrong) {
    for (const Defect& defect : defects()) {
        EXPECT_FALSE(defect.text.empty()) << defect.name;
        EXPECT_NE(defect.plant, nullptr) << defect.name;
    }
}

TEST(DefectTable, CoversEveryArea) {
    const std::map<std::string, unsigned> counts = count_by_area();
    for (const auto& [area, count] : counts) std::cout << area << ": " << count << '\n';
    std::cout << "defects: " << defects().size() << '\n';
    for (const char* area : areas) EXPECT_TRUE(counts.contains(area)) << area;
    EXPECT_EQ(counts.size(), areas.size()) << "an area is not in the list";
    EXPECT_GE(defects().size(), least_defects);
}

}  // namespace
}  // namespace l2tp::protocol::test
