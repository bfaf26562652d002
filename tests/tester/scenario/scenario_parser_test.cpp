// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/scenario_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/step_text.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

Scenario parse(const std::string& steps, const std::string& id = "lns/0/test") {
    const std::string text = R"({ "title": "t", "why": "w",
        "requirements": ["rfc2661/6.5/hello-is-acknowledged"], "steps": )" +
                             steps + "}";
    return parse_scenario(id, "test.json", parse_json("test.json", text));
}

std::string error_of(const std::string& steps) {
    try {
        static_cast<void>(parse(steps));
    } catch (const InputError& error) {
        return error.pointer() + ": " + error.reason();
    }
    return "valid";
}

template <typename Action>
const Action& action_of(const Scenario& scenario, std::size_t step) {
    return std::get<Action>(scenario.steps.at(step).action);
}

TEST(ScenarioParser, GivesTunnelsAndSessionsTheirUsualNames) {
    const Scenario scenario = parse(R"([ { "send": "SCCRQ" }, { "send": "ICRQ" }, { "send": "ICCN" } ])");
    EXPECT_EQ(action_of<Send>(scenario, 0).as, "tunnel");
    EXPECT_EQ(action_of<Send>(scenario, 1).on, "tunnel");
    EXPECT_EQ(action_of<Send>(scenario, 1).as, "session");
    EXPECT_EQ(action_of<Send>(scenario, 2).on, "session");
}

TEST(ScenarioParser, TellsARequestOnASessionFromOneThatOpensAnother) {
    const Scenario scenario = parse(R"([ { "use": "tunnel" }, { "use": "session" },
        { "send": "ICRQ", "on": "session" }, { "send": "ICRQ", "as": "second" }, { "send": "SCCRQ", "on": "tunnel" } ])");
    EXPECT_EQ(action_of<Send>(scenario, 2).as, "");
    EXPECT_EQ(action_of<Send>(scenario, 3).as, "second");
    EXPECT_EQ(action_of<Send>(scenario, 4).as, "");
}

TEST(ScenarioParser, LetsAlternativesOpenTheSameTunnel) {
    const Scenario scenario = parse(R"([ { "expect": [ { "message": "SCCRQ", "where": { "Host Name": "a" } },
        { "message": "SCCRQ", "verdict": "warn", "then": "go on" } ] }, { "send": "SCCRP" } ])");
    const Expect& expect = action_of<Expect>(scenario, 0);
    EXPECT_EQ(std::get<MessageOutcome>(expect.outcomes[0].what).as, "tunnel");
    EXPECT_EQ(std::get<MessageOutcome>(expect.outcomes[1].what).as, "tunnel");
    EXPECT_EQ(expect.outcomes[1].then, Outcome::Then::go_on);
}

TEST(ScenarioParser, KnowsANameOnlyAfterTheStepThatGivesIt) {
    EXPECT_THAT(error_of(R"([ { "send": "HELLO", "set": { "Host Name": "{x}" } },
        { "expect": [ { "message": "SCCRP", "remember": { "x": "Host Name" } } ] } ])"),
                testing::StartsWith("/steps/0/set/Host Name: nothing is remembered"));
    EXPECT_EQ(error_of(R"([ { "use": "tunnel", "until": "SCCRQ" },
        { "expect": [ { "message": "SCCRP", "remember": { "x": "Host Name" } } ] },
        { "send": "SCCCN", "set": { "Host Name": "{x}" } } ])"),
              "valid");
}

TEST(ScenarioParser, ReadsSpansOfTimersAndOfClocks) {
    const Scenario scenario =
        parse(R"([ { "wait": "1.5 s" }, { "wait": "2.25 x ack-within" }, { "wait": "full-cycle" } ])");
    EXPECT_EQ(action_of<Wait>(scenario, 0).length.fixed, std::chrono::milliseconds(1500));
    EXPECT_EQ(action_of<Wait>(scenario, 1).length.timer, "ack-within");
    EXPECT_EQ(action_of<Wait>(scenario, 1).length.permille, 2250U);
    EXPECT_EQ(action_of<Wait>(scenario, 2).length.timer, "full-cycle");
}

TEST(ScenarioParser, TakesTheOutcomesOfAReadingFromItsRows) {
    const Scenario scenario =
        parse(R"([ { "use": "tunnel" }, { "expect": { "reading": "A-02", "case": "optional" } } ])");
    EXPECT_EQ(action_of<Expect>(scenario, 1).reading, "A-02");
    EXPECT_EQ(action_of<Expect>(scenario, 1).outcomes.size(), 3U);
}

TEST(ScenarioParser, TakesWhatMayNeverHappenForAFailure) {
    const Scenario scenario =
        parse(R"([ { "never": [ { "message": "StopCCN" } ], "while": [ { "wait": "1 s" } ] } ])");
    EXPECT_EQ(action_of<Never>(scenario, 0).outcomes[0].verdict, Verdict::fail);
    EXPECT_EQ(action_of<Never>(scenario, 0).steps[0].pointer, "/steps/0/while/0");
    EXPECT_EQ(scenario.steps[0].pointer, "/steps/0");
}

TEST(ScenarioParser, KnowsTheTurnOnlyInsideALoop) {
    const std::string turn = R"({ "send": "HELLO", "set": { "Host Name": "{turn}" } })";
    EXPECT_EQ(error_of(R"([ { "repeat": 2, "steps": [ )" + turn + " ] } ]"), "valid");
    EXPECT_THAT(error_of("[ " + turn + " ]"), testing::HasSubstr("\"turn\""));
}

TEST(StepText, SaysEveryStepAndOutcomeInWords) {
    const Scenario scenario = parse(
        R"([ { "use": "tunnel", "as": "t" }, { "use": "session", "in": "t", "call": "outgoing", "as": "c" },
        { "send": "HELLO", "on": "t", "header": { "Ns": 7 }, "times": 3, "note": "n" },
        { "repeat": 2, "steps": [ { "expect": [ { "silence": "ack-within", "verdict": "warn", "because": "b" } ] } ] }
        ])",
        "lac/0/test");
    EXPECT_EQ(step_text(scenario.steps[1]), "set up an outgoing call \"c\" in \"t\"");
    EXPECT_THAT(step_lines(scenario.steps[2]),
                testing::ElementsAre("send HELLO on \"t\": Ns 7, 3 times  [n]"));
    EXPECT_THAT(step_lines(scenario.steps[3]),
                testing::ElementsAre("2 times", "    expect one of",
                                     "        warn          nothing for ack-within (b)"));
}

}  // namespace
}  // namespace l2tp::tester
