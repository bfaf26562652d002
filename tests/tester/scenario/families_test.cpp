// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/families.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/scenario_parser.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

constexpr std::string_view without_each = R"({
    "title": "SCCRQ without {missing} is refused", "why": "w",
    "requirements": ["rfc2661/6.5/hello-is-acknowledged"],
    "cases": { "missing": ["Host Name", "Assigned Tunnel ID"] },
    "steps": [ { "send": "SCCRQ", "without": ["{missing}"] } ] })";

TEST(Families, ExpandAListOfValuesIntoScenariosWithSlugs) {
    const auto scenarios = parse_scenarios("lns/6.1/sccrq-without", "f.json", parse_json("f", without_each));
    ASSERT_EQ(scenarios.size(), 2U);
    EXPECT_EQ(scenarios[0].id, "lns/6.1/sccrq-without/host-name");
    EXPECT_EQ(scenarios[1].id, "lns/6.1/sccrq-without/assigned-tunnel-id");
    EXPECT_EQ(scenarios[1].title, "SCCRQ without Assigned Tunnel ID is refused");
    EXPECT_EQ(std::get<Send>(scenarios[0].steps[0].action).without.size(), 1U);
}

TEST(Families, ReplaceAWholeStringByTheValueAndAPartByItsText) {
    const Json document = parse_json("f", R"({ "title": "n is {n}", "n": "{n}", "{key}": [ "{n}", "{other}" ],
        "cases": { "a": { "n": 7, "key": "k" } } })");
    const auto cases = read_cases("f", document);
    ASSERT_EQ(cases.size(), 1U);
    EXPECT_EQ(expand_case("f", document, cases[0]).dump(), R"({"title":"n is 7","n":7,"k":[7,"{other}"]})");
}

TEST(Families, LetACaseReplaceTheFilesOwnKeys) {
    const Json document = parse_json("f", R"({ "title": "t", "why": "w", "level": "MUST", "needs": "hello",
        "requirements": ["rfc2661/6.5/hello-is-acknowledged"],
        "cases": { "a": { "m": "HELLO", "level": "MAY" }, "b": { "m": "SCCRQ", "needs": "ppp" } },
        "steps": [ { "send": "{m}" } ] })");
    const auto scenarios = parse_scenarios("lns/0/f", "f.json", document);
    ASSERT_EQ(scenarios.size(), 2U);
    EXPECT_EQ(scenarios[0].level, codec::Level::may);
    EXPECT_EQ(scenarios[0].needs.text(), "hello");
    EXPECT_EQ(scenarios[1].level, codec::Level::must);
    EXPECT_EQ(scenarios[1].needs.text(), "ppp");
}

TEST(Families, PointIntoTheFileAndNameTheCaseOfAnError) {
    Json document = parse_json("f", without_each);
    document["cases"]["missing"].push_back("Nothing");
    try {
        static_cast<void>(parse_scenarios("lns/0/f", "f.json", document));
        FAIL();
    } catch (const InputError& error) {
        EXPECT_EQ(error.pointer(), "/steps/0/without/0");
        EXPECT_THAT(error.reason(), testing::HasSubstr("(case nothing)"));
    }
}

TEST(Families, TranslateAReplacedKeyBackToTheFiles) {
    const Json document = parse_json("f", R"({ "{key}": { "x": 1 }, "cases": { "a": { "key": "k/l" } } })");
    const auto cases = read_cases("f", document);
    EXPECT_EQ(pointer_in_family(document, cases.at(0), "/k~1l/x"), "/{key}/x");
}

TEST(SlugOf, KeepsSmallLettersDigitsAndSingleHyphens) {
    EXPECT_EQ(slug_of("Host Name"), "host-name");
    EXPECT_EQ(slug_of(" (Tx) Connect--Speed 2! "), "tx-connect-speed-2");
    EXPECT_EQ(slug_of("!"), "");
}

}  // namespace
}  // namespace l2tp::tester
