// SPDX-License-Identifier: GPL-2.0-or-later
// Every kind of step against the reference LAC, which hooks make dial; the tester plays the LNS.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tester/run/reference_world.hpp"

namespace l2tp::tester {
namespace {

using test::ReferenceWorld;
using testing::ElementsAre;
using testing::HasSubstr;

class LacRun : public testing::Test {
  protected:
    Verdict verdict(std::string_view steps) {
        result = world.run(steps);
        return result.verdict;
    }
    std::string why() const { return result.expected + " | " + result.seen + " | " + result.because; }

    ReferenceWorld world{Role::lac};
    ScenarioResult result;
};

TEST_F(LacRun, OneDialBringsTunnelAndCall) {
    EXPECT_EQ(
        verdict(R"([ { "use": "tunnel" }, { "use": "session" }, { "probe": "tunnel", "is": "alive" } ])"),
        Verdict::pass)
        << why();
    EXPECT_THAT(world.hooks, ElementsAre("dial"));
    EXPECT_EQ(result.tear_down.verdict, Verdict::pass) << result.tear_down.seen;
    EXPECT_EQ(world.open_tunnels, 0U);
}

TEST_F(LacRun, ASecondCallIsDialledForItself) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "session", "as": "one" },
        { "use": "session", "as": "two" } ])"),
              Verdict::pass)
        << why();
    EXPECT_THAT(world.hooks, ElementsAre("dial", "dial"));
}

TEST_F(LacRun, TheTesterCanOpenTheTunnel) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel", "by": "tester" }, { "use": "session", "call": "outgoing" } ])"),
              Verdict::pass)
        << why();
    EXPECT_TRUE(world.hooks.empty());
}

TEST_F(LacRun, TheRequestIsRepeatedUntilItIsAnswered) {
    EXPECT_EQ(verdict(R"([ { "trigger": "open-tunnel" },
        { "expect": [ { "message": "SCCRQ", "header": { "Ns": 0, "Tunnel ID": 0 } } ] },
        { "channel": "tunnel", "acknowledge": "never" },
        { "expect-retransmissions": "SCCRQ", "copies": 2 } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LacRun, AReplyFromAnotherPortIsFollowed) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel", "until": "SCCRQ" },
        { "send": "SCCRP", "from": "another port" },
        { "expect": [ { "message": "SCCCN" } ] } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LacRun, AHangUpBringsACdn) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "session" }, { "trigger": "hangup" },
        { "expect": [ { "message": "CDN" } ] } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LacRun, WithoutItsHookAScenarioDoesNotApply) {
    world.profile.hooks.clear();
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" } ])"), Verdict::not_applicable);
    EXPECT_THAT(result.because, HasSubstr("no hook \"dial\""));
}

TEST_F(LacRun, ARefusedTunnelIsNotSetUp) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel", "until": "SCCRQ" }, { "send": "StopCCN" },
        { "never": [ { "message": "SCCCN", "verdict": "fail" } ],
          "while": [ { "expect": [ { "acknowledgement": "StopCCN" } ] }, { "wait": "2 s" } ] } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LacRun, CrossingRequestsAreSettledByTheTieBreaker) {
    world.device.tie_breaking = protocol::TieBreaking::yes;
    EXPECT_EQ(verdict(R"([ { "trigger": "open-tunnel" },
        { "expect": [ { "message": "SCCRQ", "as": "theirs", "has": ["Tie Breaker"],
                        "remember": { "tie": "Tie Breaker" } } ] },
        { "send": "SCCRQ", "as": "ours", "with": [ { "avp": "Tie Breaker", "value": { "one-less": "{tie}" } } ] },
        { "expect": [ { "message": "SCCRP", "on": "ours" } ] } ])"),
              Verdict::pass)
        << why();
}

}  // namespace
}  // namespace l2tp::tester
