// SPDX-License-Identifier: GPL-2.0-or-later
// The suite as a scheduler, in virtual time: jobs, confirmations, deaths, configurations, interrupts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "codec/requirements.hpp"
#include "tester/scenario/scenario_parser.hpp"
#include "tester/suite/lanes.hpp"
#include "tester/suite/suite.hpp"
#include "tester/text/errors.hpp"
#include "tests/tester/suite/scripted_driver.hpp"

namespace l2tp::tester {
namespace {

using test::ScriptedDriver;
using test::ScriptedLns;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view waits = R"([ { "use": "tunnel" }, { "wait": "10 s" } ])";
constexpr std::string_view hello = R"([ { "use": "tunnel" }, { "send": "HELLO" },
    { "expect": [ { "acknowledgement": "HELLO" } ] } ])";

class Silent : public SuiteObserver {
  public:
    std::function<void(const Scenario&)> started = [](const Scenario&) {};
    std::vector<std::string> ends;

    void on_start(std::size_t, std::size_t, const Scenario& scenario) override { started(scenario); }
    void on_tick(const ScenarioRun&) override {}
    void on_end(const SuiteEntry& entry) override { ends.push_back(entry.scenario->id); }
};

class Schedule : public testing::Test {
  protected:
    Schedule() { profile.set("peer", std::vector{test::lns_endpoint()}); }

    void add(const std::string& id, std::string_view steps, const std::string& configuration = "") {
        Json document{{"title", "t"}, {"why", "w"}, {"requirements", {"rfc2661/6.5/hello-is-acknowledged"}}};
        document["steps"] = parse_json("steps", steps);
        scenarios.push_back(parse_scenario(id, id, document));
        scenarios.back().configuration = configuration;
    }

    SuiteResult run(std::size_t jobs) {
        settings.lanes = make_lanes(profile, jobs);
        settings.jobs = jobs;
        settings.seed = 1;
        return Suite(scenarios, profile, settings, driver, observer).run();
    }

    // The LNS that hears a HELLO dies, and every other one with it.
    void die_of_hello() {
        driver.is_dead = [this](const ScriptedLns& lns) {
            dead = dead || std::ranges::find(lns.heard, "HELLO") != lns.heard.end();
            return dead;
        };
    }

    std::vector<Verdict> verdicts(const SuiteResult& result) {
        std::vector<Verdict> all;
        for (const SuiteEntry& entry : result.entries) all.push_back(entry.result.verdict);
        return all;
    }

    Profile profile;
    std::vector<Scenario> scenarios;
    SuiteSettings settings;
    ScriptedDriver driver;
    Silent observer;
    bool dead = false;
};

TEST_F(Schedule, TendsToTheLongestScenarioWithManyJobs) {
    for (const char* id : {"lns/1/a", "lns/1/b", "lns/1/c", "lns/1/d"}) add(id, waits);
    const SuiteResult result = run(4);
    EXPECT_EQ(result.verdict, Verdict::pass) << result.trouble;
    EXPECT_EQ(result.most_at_once, 4U);
    EXPECT_LT(result.ended - result.started, result.longest * 13 / 10);
}

TEST_F(Schedule, RunsOneByOneWithOneJob) {
    for (const char* id : {"lns/1/a", "lns/1/b"}) add(id, waits);
    const SuiteResult result = run(1);
    EXPECT_EQ(result.most_at_once, 1U);
    EXPECT_GE(result.ended - result.started, std::chrono::seconds(20));
}

TEST_F(Schedule, KeepsToTheDevicesLimits) {
    for (const char* id : {"lns/1/a", "lns/1/b", "lns/1/c"}) add(id, waits);
    profile.set("max-tunnels", std::uint64_t{2});
    EXPECT_EQ(run(16).most_at_once, 2U);
}

TEST_F(Schedule, SettlesBetweenScenarios) {
    for (const char* id : {"lns/1/a", "lns/1/b"}) add(id, hello);
    profile.set("settle", Time(std::chrono::seconds(30)));
    EXPECT_GE(run(1).entries[1].result.started - run(1).started, Time{});
    const SuiteResult result = run(1);
    EXPECT_GE(result.entries[1].result.started - result.entries[0].result.ended, std::chrono::seconds(30));
}

TEST_F(Schedule, RepeatsAFailOnceAndKeepsBothAttempts) {
    add("lns/1/a", R"([ { "send": "SCCRQ" }, { "expect": [ { "message": "SCCRP", "verdict": "fail" } ] } ])");
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::fail);
    EXPECT_EQ(result.entries[0].result.attempts, 2U);
    EXPECT_EQ(result.entries[0].attempts.size(), 2U);
}

TEST_F(Schedule, AFailThatIsNotConfirmedIsInconclusive) {
    add("lns/1/a", hello);
    int hellos = 0;
    driver.prepare = [&hellos](ScriptedLns& lns) {
        lns.drops = [&hellos, first = -1](const codec::DecodedMessage& message) mutable {
            if (!message.is(codec::message_type::hello)) return false;
            if (first < 0) first = hellos++;
            return first == 0;
        };
    };
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::inconclusive);
    EXPECT_THAT(result.entries[0].result.because, HasSubstr("second attempt"));
    ASSERT_EQ(result.entries[0].attempts.size(), 2U);
    EXPECT_EQ(result.entries[0].attempts[0].verdict, Verdict::fail);
    EXPECT_EQ(result.entries[0].attempts[1].verdict, Verdict::pass);
}

// What a run says in which the first HELLOs, so many of them, get no answer.
void drop_hellos(ScriptedDriver& driver, int count) {
    driver.prepare = [count, hellos = std::make_shared<int>(0)](ScriptedLns& lns) {
        lns.drops = [count, hellos, mine = -1](const codec::DecodedMessage& message) mutable {
            if (!message.is(codec::message_type::hello)) return false;
            if (mine < 0) mine = (*hellos)++;
            return mine < count;
        };
    };
}

TEST_F(Schedule, AFailOnAMachineThatWasLateIsTriedAgainAndDoesNotCount) {
    add("lns/1/a", hello);
    drop_hellos(driver, 1);
    driver.late = {Time{}, std::chrono::milliseconds(101)};  // the probe, then the first attempt
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::pass) << result.entries[0].result.because;
    ASSERT_EQ(result.entries[0].attempts.size(), 2U);
    EXPECT_EQ(result.entries[0].attempts[0].verdict, Verdict::inconclusive);
    EXPECT_EQ(result.entries[0].attempts[0].because, "the tester's machine was late by 101 ms");
}

TEST_F(Schedule, AFailOnAMachineThatIsNearlyOnTimeCounts) {
    add("lns/1/a", hello);
    drop_hellos(driver, 2);
    driver.late = {Time{}, std::chrono::milliseconds(100), std::chrono::milliseconds(100)};
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::fail);
    EXPECT_EQ(result.entries[0].attempts.size(), 2U);
}

TEST_F(Schedule, AFailAfterALateAttemptIsConfirmedAsAnyOther) {
    add("lns/1/a", hello);
    drop_hellos(driver, 3);
    driver.late = {Time{}, std::chrono::seconds(1)};
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::fail);
    EXPECT_EQ(result.entries[0].attempts.size(), 3U);
}

TEST_F(Schedule, AMachineThatIsAlwaysLateFindsNothingOut) {
    add("lns/1/a", hello);
    drop_hellos(driver, 100);
    driver.late = std::deque<Time>(100, Time(std::chrono::seconds(1)));
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::inconclusive);
    EXPECT_THAT(result.entries[0].result.because, HasSubstr("late by 1000 ms"));
    EXPECT_EQ(result.entries[0].attempts.size(), 2U);
}

TEST_F(Schedule, LatenessExcusesNoMessageThatIsWrong) {
    add("lns/1/a", R"([ { "send": "SCCRQ" }, { "expect": [ { "message": "SCCRP", "verdict": "fail" } ] } ])");
    driver.late = std::deque<Time>(100, Time(std::chrono::seconds(1)));
    EXPECT_EQ(run(1).entries[0].result.verdict, Verdict::fail);
}

TEST_F(Schedule, NamesTheScenarioThatKillsTheDevice) {
    add("lns/1/hello", hello);
    for (const char* id : {"lns/1/a", "lns/1/b"}) add(id, waits);
    profile.hooks["reset"] = {};
    die_of_hello();
    driver.on_hook = [this](const HookCall&) {
        dead = false;
        return HookEnd{0, 0, ""};
    };
    // The dead stay dead: only the runs that start after the reset live.
    driver.is_dead = [this](const ScriptedLns& lns) {
        const bool killed = std::ranges::find(lns.heard, "HELLO") != lns.heard.end();
        dead = dead || killed;
        return dead || killed;
    };
    const SuiteResult result = run(3);
    EXPECT_THAT(verdicts(result), ElementsAre(Verdict::fail, Verdict::pass, Verdict::pass)) << result.trouble;
    EXPECT_EQ(result.entries[0].result.reach, Reach::lost);
    EXPECT_EQ(codec::requirement_of(result.entries[0].result.requirement).id, "l2tpspec/robustness/survives");
    EXPECT_THAT(result.notes, testing::Contains(HasSubstr("lns/1/hello killed the device")));
    EXPECT_EQ(result.trouble, "");
    EXPECT_GE(result.entries[1].attempts.size(), 1U);
}

TEST_F(Schedule, EndsWithWhatItKnowsWhereADeadDeviceStaysDead) {
    add("lns/1/hello", hello);
    add("lns/2/later", hello);
    die_of_hello();
    const SuiteResult result = run(1);
    EXPECT_THAT(verdicts(result), ElementsAre(Verdict::fail, Verdict::inconclusive));
    EXPECT_THAT(result.trouble, HasSubstr("stopped answering in lns/1/hello"));
    EXPECT_EQ(result.entries[1].result.because, "not run");
    EXPECT_EQ(result.verdict, Verdict::fail);
}

TEST_F(Schedule, BlamesNobodyAloneWhereSeveralRanWhenTheDeviceDied) {
    add("lns/1/hello", hello);
    add("lns/1/a", R"([ { "use": "tunnel" }, { "wait": "120 s" } ])");
    die_of_hello();
    const SuiteResult result = run(2);
    EXPECT_THAT(verdicts(result), ElementsAre(Verdict::inconclusive, Verdict::inconclusive));
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.verdict, Verdict::fail);
}

TEST_F(Schedule, ReconfiguresForAGroupAndBack) {
    add("lns/1/a", hello, "secretless");
    add("lns/1/b", hello);
    add("lns/1/c", hello, "secretless");
    EXPECT_EQ(run(1).entries[0].result.verdict, Verdict::not_applicable);
    profile.hooks["reconfigure"] = {};
    const SuiteResult result = run(4);
    EXPECT_THAT(verdicts(result), ElementsAre(Verdict::pass, Verdict::pass, Verdict::pass));
    EXPECT_THAT(driver.hooks, ElementsAre("reconfigure secretless", "reconfigure default"));
}

TEST_F(Schedule, MarksAndCollectsTheLogOfEachAttempt) {
    add("lns/1/a", hello);
    profile.hooks["mark"] = {};
    profile.hooks["collect-log"] = {};
    driver.on_hook = [](const HookCall& call) {
        return HookEnd{call.number, 0, call.hook == "collect-log" ? "what it says" : ""};
    };
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.log, "what it says");
    EXPECT_THAT(driver.hooks, testing::IsSupersetOf({"mark lns/1/a", "collect-log lns/1/a"}));
}

TEST_F(Schedule, RepetitionsThatDifferAreInconclusive) {
    add("lns/1/a", R"([ { "send": "SCCRQ" }, { "expect": [ { "message": "SCCRP" },
        { "message": "StopCCN", "verdict": "warn" } ] } ])");
    settings.repeat = 3;
    EXPECT_EQ(run(1).entries[0].attempts.size(), 3U);
    int sccrqs = 0;
    driver.prepare = [&sccrqs](ScriptedLns& lns) {
        if (++sccrqs < 3) return;
        lns.on[codec::message_type::sccrq] = [](ScriptedLns& self, test::LnsTunnel& tunnel, const auto&) {
            self.refuse(tunnel, 2, 8);
        };
    };
    const SuiteResult result = run(1);
    EXPECT_EQ(result.entries[0].result.verdict, Verdict::inconclusive);
    EXPECT_THAT(result.entries[0].result.because, HasSubstr("pass and warn"));
}

TEST_F(Schedule, StopsAfterTheFirstFailureIfTold) {
    add("lns/1/a", R"([ { "send": "SCCRQ" }, { "expect": [ { "message": "SCCRP", "verdict": "fail" } ] } ])");
    add("lns/1/b", hello);
    settings.after_failure = AfterFailure::stop;
    EXPECT_THAT(verdicts(run(1)), ElementsAre(Verdict::fail, Verdict::inconclusive));
}

TEST_F(Schedule, AnInterruptEndsWhatRunsAndKeepsWhatIsKnown) {
    add("lns/1/a", hello);
    add("lns/1/b", waits);
    add("lns/1/c", waits);
    observer.started = [this](const Scenario& scenario) {
        if (scenario.id == "lns/1/b")
            driver.at(driver.now() + std::chrono::seconds(1), [this] { driver.interrupt(); });
    };
    const SuiteResult result = run(1);
    EXPECT_THAT(verdicts(result), ElementsAre(Verdict::pass, Verdict::inconclusive, Verdict::inconclusive));
    EXPECT_EQ(result.trouble, "The run was interrupted.");
    EXPECT_LT(result.ended - result.started, std::chrono::seconds(5));
    EXPECT_EQ(observer.ends.size(), 3U);
}

TEST(Lanes, AreOneForEachListeningAddressOfALac) {
    Profile profile;
    profile.role = Role::lac;
    profile.set("peer", std::vector{test::lns_endpoint()});
    EXPECT_THROW(static_cast<void>(make_lanes(profile, {})), UsageError);
    profile.set("listen", std::vector{test::lns_endpoint(1), test::lns_endpoint(2)});
    EXPECT_EQ(make_lanes(profile, {}).size(), 2U);
}

TEST(Lanes, AreOneWhereTheDeviceAllowsNoMore) {
    Profile profile;
    profile.set("peer", std::vector{test::lns_endpoint()});
    EXPECT_EQ(make_lanes(profile, {}).size(), 8U);
    EXPECT_EQ(make_lanes(profile, 3).size(), 3U);
    profile.set("second-tunnel", false);
    EXPECT_EQ(make_lanes(profile, 3).size(), 1U);
    profile.set("second-tunnel", true);
    profile.set("source", std::vector{test::lns_endpoint(1701)});
    EXPECT_EQ(make_lanes(profile, 3).size(), 1U);
}

}  // namespace
}  // namespace l2tp::tester
