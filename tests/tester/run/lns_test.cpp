// SPDX-License-Identifier: GPL-2.0-or-later
// Every kind of step against the reference LNS; the tester plays the LAC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tester/run/reference_world.hpp"

namespace l2tp::tester {
namespace {

using test::ReferenceWorld;
using testing::HasSubstr;

class LnsRun : public testing::Test {
  protected:
    Verdict verdict(std::string_view steps) {
        result = world.run(steps);
        return result.verdict;
    }
    std::string why() const { return result.expected + " | " + result.seen + " | " + result.because; }

    ReferenceWorld world{Role::lns};
    ScenarioResult result;
};

TEST_F(LnsRun, TunnelAndSessionAreSetUpAndClosed) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "session" } ])"), Verdict::pass) << why();
    EXPECT_EQ(result.tear_down.verdict, Verdict::pass) << result.tear_down.seen;
    EXPECT_EQ(world.open_tunnels, 0U);
    EXPECT_TRUE(world.left_open.empty());
}

TEST_F(LnsRun, TwoTunnelsAndTwoSessionsAreKeptApart) {
    EXPECT_EQ(verdict(R"([
        { "use": "tunnel", "as": "first" }, { "use": "tunnel", "as": "second", "port-of": "first" },
        { "use": "session", "as": "one", "in": "first" }, { "use": "session", "as": "two", "in": "second" },
        { "send": "CDN", "on": "two" },
        { "expect": [ { "acknowledgement": "CDN", "on": "second" } ] },
        { "probe": "tunnel", "on": "first", "is": "alive" },
        { "probe": "tunnel", "on": "second", "is": "alive" } ])"),
              Verdict::pass)
        << why();
    EXPECT_THAT(result.tear_down.seen, HasSubstr("2 tunnels"));
}

TEST_F(LnsRun, ADeviceThatDemandsAuthenticationGetsItEverywhere) {
    world.device.secret = {'s', '3'};
    world.device.challenging = protocol::Challenging::yes;
    world.profile.set("secret", Secret("s3"));
    world.profile.set("demands-authentication", true);
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "probe": "tunnel", "is": "alive" } ])"), Verdict::pass)
        << why();
}

TEST_F(LnsRun, ADroppedMessageIsExecutedAfterItsRetransmission) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "send": "ICRQ", "dropped": true },
        { "expect": [ { "message": "ICRP" } ] } ])"),
              Verdict::pass)
        << why();
    EXPECT_EQ(std::ranges::count(result.exchange.datagrams, ExchangedDatagram::Fate::withheld,
                                 &ExchangedDatagram::fate),
              1);
}

// The CDN may be lost, and come again a second later: the HELLO that asks after the device shows that it is
// missing.
TEST_F(LnsRun, SilenceIsNotBelievedWhereAMessageIsKnownToBeMissing) {
    world.network.loss = 10'000;
    for (world.network.seed = 1; world.network.seed <= 200; ++world.network.seed) {
        EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "session", "until": "ICRP" },
            { "send": "ICCN", "without": ["Framing Type"] },
            { "expect": [ { "message": "CDN", "verdict": "warn" }, { "silence": "300 ms" } ] } ])"),
                  Verdict::warn)
            << world.network.seed << ": " << why();
    }
}

TEST_F(LnsRun, ADelayedMessageLeavesAGapThatIsFilled) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "send": "HELLO", "delayed": "500 ms" }, { "send": "ICRQ" },
        { "never": [ { "message": "ICRP", "verdict": "fail" } ], "while": [ { "wait": "400 ms" } ] },
        { "expect": [ { "message": "ICRP" } ] } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LnsRun, RetransmissionsAreWatchedWhileNothingIsAcknowledged) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "channel": "tunnel", "acknowledge": "never" },
        { "send": "ICRQ" }, { "expect": [ { "message": "ICRP" } ] },
        { "expect-retransmissions": "ICRP", "copies": 3, "spacing": "exponential" } ])"),
              Verdict::pass)
        << why();
    EXPECT_THAT(result.seen, HasSubstr("3 copies"));
}

TEST_F(LnsRun, TheEndOfTheRetransmissionsIsSeen) {
    EXPECT_EQ(
        verdict(R"([ { "use": "tunnel", "until": "SCCRP" }, { "channel": "tunnel", "acknowledge": "never" },
        { "expect-retransmissions": "SCCRP", "until": "gives up" } ])"),
        Verdict::pass)
        << why();
}

TEST_F(LnsRun, RememberedValuesAreCompared) {
    EXPECT_EQ(verdict(R"([
        { "repeat": 3, "steps": [ { "use": "tunnel" },
            { "send": "HELLO" }, { "expect": [ { "acknowledgement": "HELLO" } ] }, { "use": "close" } ] },
        { "send": "SCCRQ", "as": "last" },
        { "expect": [ { "message": "SCCRP", "on": "last",
                        "remember": { "id": "Assigned Tunnel ID", "port": "source port" } } ] },
        { "compare": "{id}", "is": "equal to", "to": "{last.theirs}" },
        { "compare": "{port}", "is": "equal to", "to": 1701 } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LnsRun, SixtyFiveThousandHellosWrapTheNumbers) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "send": "HELLO", "times": 65536 },
        { "expect": [ { "acknowledgement": "HELLO" } ] }, { "probe": "tunnel", "is": "alive" } ])"),
              Verdict::pass)
        << why();
    EXPECT_EQ(result.exchange.datagrams.size(), Exchange::most_first + Exchange::most_last);
    EXPECT_GT(result.exchange.left_out, 65536U);
    EXPECT_EQ(result.tear_down.verdict, Verdict::pass);
}

TEST_F(LnsRun, PppRunsInTheBackground) {
    world.profile.set("ppp-user", std::string("user"));
    world.profile.set("ppp-password", Secret("pw"));
    protocol::ppp::LinkSettings link;
    link.authentication = protocol::ppp::Authentication::chap_md5;
    link.accounts = {{protocol::ppp::octets_of("user"), protocol::ppp::octets_of("pw")}};
    link.address = 0x0a000001;
    link.peer_address = 0x0a000002;
    world.device.ppp = link;
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "session" },
        { "ppp": "start", "until": "network" }, { "ppp": "echo" },
        { "probe": "session", "is": "alive" }, { "ppp": "terminate" } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LnsRun, AnOutgoingCallIsTakenUp) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "session", "call": "outgoing" },
        { "probe": "tunnel", "is": "alive" } ])"),
              Verdict::pass)
        << why();
    EXPECT_EQ(world.hooks, std::vector<std::string>{"outgoing-call"});
}

TEST_F(LnsRun, AClosedTunnelIsGone) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "close" }, { "probe": "tunnel", "is": "gone" } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LnsRun, AnOpenTunnelIsNotGone) {
    EXPECT_EQ(
        verdict(R"([ { "use": "tunnel" }, { "probe": "tunnel", "is": "gone", "because": "still there" } ])"),
        Verdict::fail);
    EXPECT_EQ(result.because, "still there");
}

// What set the tunnel up decided something, too, but the fail does not stand on it.
TEST_F(LnsRun, AFailStandsOnItsOwnDatagramsOnly) {
    const auto decided = [this] {
        std::vector<std::uint64_t> frames;
        for (const ExchangedDatagram& datagram : result.exchange.datagrams) {
            if (datagram.decided) frames.push_back(datagram.frame);
        }
        return frames;
    };
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" } ])"), Verdict::pass);
    EXPECT_FALSE(decided().empty());
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "send": "HELLO" },
        { "expect": [ { "acknowledgement": "HELLO", "verdict": "fail" } ] } ])"),
              Verdict::fail);
    EXPECT_EQ(decided(), std::vector<std::uint64_t>{result.frames.back()});
    EXPECT_EQ(
        verdict(
            R"([ { "use": "tunnel" }, { "send": "HELLO" }, { "expect": [ { "message": "StopCCN" } ] } ])"),
        Verdict::fail);
    EXPECT_FALSE(result.frames.empty());
    EXPECT_EQ(decided(), result.frames);
}

TEST_F(LnsRun, AMessageWithAWrongNumberStaysOutsideOfTheChannel) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "send": "ICRQ", "header": { "Ns": 7 } },
        { "expect": [ { "message": "ICRP", "verdict": "fail" }, { "silence": "2 s" } ] },
        { "probe": "tunnel", "is": "alive" } ])"),
              Verdict::pass)
        << why();
    EXPECT_EQ(result.tear_down.verdict, Verdict::pass);
}

TEST_F(LnsRun, StopCcnCopiesAreAcknowledgedAtTheirTimes) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "use": "close" },
        { "send-again": "StopCCN", "at": ["1 s"] },
        { "expect": [ { "acknowledgement": "StopCCN", "which": "next" } ] } ])"),
              Verdict::pass)
        << why();
}

TEST_F(LnsRun, AChannelInDisorderIsStillClosed) {
    EXPECT_EQ(verdict(R"([ { "use": "tunnel" }, { "channel": "tunnel", "next-ns": 9 }, { "send": "HELLO" },
        { "wait": "1 s" } ])"),
              Verdict::pass)
        << why();
    EXPECT_NE(result.tear_down.verdict, Verdict::fail);
}

}  // namespace
}  // namespace l2tp::tester
