// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/virtual_driver.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "tester/scenario/scenario_library.hpp"
#include "tester/virtual/trial.hpp"

namespace l2tp::tester {
namespace {

using std::chrono::seconds;

const std::vector<Scenario>& library() {
    static const std::vector<Scenario> all = load_scenarios(L2TPSPEC_TEST_SCENARIOS);
    return all;
}

const Scenario& scenario(std::string_view id) {
    return *std::ranges::find(library(), id, &Scenario::id);
}

constexpr std::string_view life = "lns/5.1/tunnel-is-set-up-and-torn-down";

struct Wire {
    codec::OctetString octets;
    codec::Time time{};
    codec::Endpoint from;

    friend bool operator==(const Wire&, const Wire&) = default;
};

// World drives runs of one scenario and keeps all that went over the wire.
struct World {
    explicit World(VirtualSettings settings = {})
        : driver(profile, settings, [this](const codec::Datagram& d) {
              wire.push_back({{d.octets.begin(), d.octets.end()}, d.time, d.from});
              return std::uint64_t{wire.size()};
          }) {}

    ScenarioRun& start(
        std::string_view id, std::function<void()> done = [] {}) {
        const Lane lane = built_in_lane(profile);
        RunSettings settings;
        settings.peer = lane.peer;
        runs.push_back(
            std::make_unique<ScenarioRun>(scenario(id), settings, Identity{profile, random, serial}));
        driver.start(*runs.back(), lane, std::move(done));
        return *runs.back();
    }

    Profile profile = built_in_profile(Role::lns);
    Random random{7};
    std::uint32_t serial = 0;
    std::vector<Wire> wire;
    std::vector<std::unique_ptr<ScenarioRun>> runs;
    VirtualDriver driver;
};

TEST(VirtualDriver, CarriesARunToItsEnd) {
    World world;
    bool done = false;
    const ScenarioRun& run = world.start(life, [&done] { done = true; });
    EXPECT_FALSE(done) << "the end is told when its time has come";
    world.driver.run();
    EXPECT_TRUE(done);
    EXPECT_EQ(run.result().verdict, Verdict::pass) << run.result().seen;
    EXPECT_EQ(run.result().started, virtual_epoch);
    EXPECT_EQ(run.result().ended, world.driver.now());
}

TEST(VirtualDriver, RunsAtTheSameTimeOverlap) {
    World world;
    const ScenarioRun& first = world.start(life);
    const ScenarioRun& second = world.start(life);
    world.driver.run();
    EXPECT_EQ(first.result().started, second.result().started);
    EXPECT_EQ(world.driver.now(), std::max(first.result().ended, second.result().ended));
}

TEST(VirtualDriver, CallsActionsInTheOrderOfTheirTimes) {
    World world;
    std::string order;
    world.driver.at(virtual_epoch + seconds(2), [&] { order += 'c'; });
    world.driver.at(virtual_epoch + seconds(1), [&] { order += 'a'; });
    world.driver.at(virtual_epoch + seconds(1), [&] { order += 'b'; });
    world.driver.run();
    EXPECT_EQ(order, "abc");
    EXPECT_EQ(world.driver.now(), virtual_epoch + seconds(2));
}

TEST(VirtualDriver, RepeatsItselfToTheOctet) {
    VirtualSettings settings;
    settings.network.loss = 100'000;
    settings.seed = 3;
    World first(settings);
    World second(settings);
    for (World* world : {&first, &second}) {
        world->start(life);
        world->start(life);
        world->driver.run();
    }
    EXPECT_FALSE(first.wire.empty());
    EXPECT_EQ(first.wire, second.wire);
}

TEST(VirtualDriver, PlantsADefect) {
    VirtualSettings settings;
    settings.defect = protocol::find_defect("no-challenge-response-in-sccrp");
    ASSERT_NE(settings.defect, nullptr);
    World world(settings);
    const ScenarioRun& run = world.start("lns/4.4.3/challenge-is-answered");
    world.driver.run();
    EXPECT_EQ(run.result().verdict, Verdict::fail);
}

TEST(VirtualDriver, ReconfiguresTheDevicesOfLaterRuns) {
    World world;
    std::optional<int> status;
    world.driver.hook({1, "reconfigure", {{"configuration", "refuses-tunnels"}}},
                      [&](const HookEnd& end) { status = end.status; });
    world.driver.run();
    EXPECT_EQ(status, 0);
    const ScenarioRun& refused = world.start(life);
    EXPECT_NE(refused.result().verdict, Verdict::pass);
    world.driver.hook({2, "reconfigure", {{"configuration", ""}}}, [](const HookEnd&) {});
    const ScenarioRun& accepted = world.start(life);
    EXPECT_EQ(accepted.result().verdict, Verdict::pass);
}

TEST(VirtualDriver, GathersTheLogsSinceTheMark) {
    World world;
    std::string log;
    world.start(life);
    world.driver.hook({1, "mark", {}}, [](const HookEnd&) {});
    world.driver.hook({2, "collect-log", {}}, [&](const HookEnd& end) { log = end.output; });
    world.driver.run();
    EXPECT_EQ(log, "");
    world.start(life);
    world.driver.hook({3, "collect-log", {}}, [&](const HookEnd& end) { log = end.output; });
    world.driver.run();
    EXPECT_NE(log.find("idle -> wait-ctl-conn"), std::string::npos) << log;
}

TEST(TryScenario, DependsOnItsArgumentsAlone) {
    const Profile profile = built_in_profile(Role::lns);
    const TrialResult first = try_scenario(scenario(life), profile, nullptr, 5);
    const TrialResult second = try_scenario(scenario(life), profile, nullptr, 5);
    EXPECT_EQ(first.result.verdict, Verdict::pass);
    EXPECT_EQ(first.result.ended, second.result.ended);
    EXPECT_EQ(first.result.datagram, second.result.datagram);
}

}  // namespace
}  // namespace l2tp::tester
