// SPDX-License-Identifier: GPL-2.0-or-later
// Scenario runs against a scripted LNS, in virtual time: every verdict, and how a run ends.
#include "tester/run/scenario_run.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "tester/scenario/scenario_parser.hpp"
#include "tester/suite/profile.hpp"
#include "tests/tester/scripted_lns.hpp"

namespace l2tp::tester {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;
using test::LnsTunnel;
using test::ScriptedLns;
using test::World;
using testing::Contains;
using testing::HasSubstr;

constexpr std::string_view hello_steps = R"([
    { "use": "tunnel" },
    { "send": "HELLO" },
    { "expect": [ { "message": "StopCCN", "verdict": "warn", "because": "gone" },
                  { "acknowledgement": "HELLO" } ] } ])";

constexpr std::string_view refusal_steps = R"([
    { "send": "SCCRQ", "with": [ { "vendor": 65535, "type": 999, "mandatory": true, "value": "hex 01" } ] },
    { "expect": [ { "message": "StopCCN", "where": { "Result Code": { "Result Code": 2, "Error Code": 8 } } },
                  { "message": "StopCCN", "verdict": "warn", "because": "another code" },
                  { "silence": "3 s", "verdict": "warn", "because": "dropped" },
                  { "message": "SCCRP", "verdict": "fail" } ] } ])";

Scenario scenario_of(std::string_view steps,
                     std::string_view requirement = "rfc2661/6.5/hello-is-acknowledged") {
    Json document{{"title", "t"}, {"why", "w"}, {"requirements", {requirement}}};
    document["steps"] = parse_json("steps", steps);
    return parse_scenario("lns/0/test", "test.json", document);
}

class ScenarioRunTest : public testing::Test {
  protected:
    ScenarioResult run(std::string_view steps,
                       std::string_view requirement = "rfc2661/6.5/hello-is-acknowledged") {
        const Scenario scenario = scenario_of(steps, requirement);
        ScenarioRun scenario_run(scenario, settings, Identity{profile, random, serial});
        World world(scenario_run, lns);
        world.lns_port = lns_port;
        world.before_each_step = before_each_step;
        world.run_to_the_end();
        EXPECT_TRUE(scenario_run.finished());
        return scenario_run.result();
    }

    Profile profile;
    Random random{7};
    std::uint32_t serial = 0;
    RunSettings settings{test::lns_endpoint(), RunSettings::AfterSilence::probe, true};
    ScriptedLns lns;
    std::uint16_t lns_port = 1701;
    std::function<void(ScenarioRun&, Time)> before_each_step = [](ScenarioRun&, Time) {};
};

TEST_F(ScenarioRunTest, PassesWithAPeerThatAnswers) {
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::pass);
    EXPECT_EQ(result.expected, "an acknowledgement of HELLO");
    EXPECT_THAT(result.seen, HasSubstr("ZLB"));
    EXPECT_EQ(result.frames.size(), 2U);
}

// LateReader plays the LNS of one SCCRQ, and reads what it sent only after the deadline has passed.
class LateReader {
  public:
    explicit LateReader(const Scenario& scenario, const Profile& profile, Random& random,
                        std::uint32_t& serial)
        : run_(scenario, {test::lns_endpoint(), RunSettings::AfterSilence::conclude, true},
               Identity{profile, random, serial}) {
        run_.start(start);
        transmit(start);
    }

    // sccrp hands in an SCCRP that came at one time, at a later time.
    void sccrp(Time came, Time now) {
        for (const ScriptedLns::Outgoing& out : lns_.take_outgoing(came)) {
            run_.on_datagram({out.octets, out.octets.size(), test::lns_endpoint(), tester(), came, ++frames_},
                             0, now);
        }
        transmit(now);
    }
    [[nodiscard]] const ScenarioResult& result() const { return run_.result(); }

    static constexpr Time start = std::chrono::seconds(1000);

  private:
    static codec::Endpoint tester() {
        codec::Endpoint endpoint = test::lns_endpoint(40000);
        endpoint.address[3] = 2;
        return endpoint;
    }
    void transmit(Time now) {
        for (const OutgoingDatagram& out : run_.take_outgoing(now)) {
            run_.on_sent(out, {out.octets, out.octets.size(), tester(), out.to, now, ++frames_});
            lns_.receive(out.octets, out.socket, now);
        }
    }

    ScenarioRun run_;
    ScriptedLns lns_;
    std::uint64_t frames_ = 0;
};

constexpr std::string_view sccrp_steps = R"([ { "send": "SCCRQ" },
    { "expect": [ { "message": "SCCRP" } ], "within": "1 s" } ])";

TEST_F(ScenarioRunTest, WhatCameBeforeTheDeadlineCountsHoweverLateItIsRead) {
    const Scenario scenario = scenario_of(sccrp_steps);
    LateReader reader(scenario, profile, random, serial);
    const Time now = LateReader::start + std::chrono::seconds(3);
    reader.sccrp(LateReader::start + std::chrono::milliseconds(900), now);
    EXPECT_EQ(reader.result().verdict, Verdict::pass) << reader.result().seen;
}

TEST_F(ScenarioRunTest, WhatCameAfterTheDeadlineIsJudgedAfterIt) {
    const Scenario scenario = scenario_of(sccrp_steps);
    LateReader reader(scenario, profile, random, serial);
    const Time now = LateReader::start + std::chrono::seconds(3);
    reader.sccrp(LateReader::start + std::chrono::milliseconds(1100), now);
    EXPECT_EQ(reader.result().verdict, Verdict::fail);
}

TEST_F(ScenarioRunTest, ClosesTheTunnelAtTheEnd) {
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.tear_down.verdict, Verdict::pass);
    EXPECT_THAT(lns.heard, Contains("StopCCN").Times(1));
}

TEST_F(ScenarioRunTest, FailsWhereAStepIsNotAnswered) {
    lns.drops = [](const codec::DecodedMessage& message) { return message.is(message_type::hello); };
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_THAT(result.seen, HasSubstr("nothing"));
    EXPECT_THAT(result.seen, HasSubstr("a new SCCRQ: answered"));
}

TEST_F(ScenarioRunTest, SendsAnUnansweredMessageSeveralTimesBeforeItSaysSilence) {
    lns.drops = [](const codec::DecodedMessage& message) { return message.is(message_type::hello); };
    EXPECT_EQ(run(hello_steps).frames.size(), 3U);  // at 0, 1 and 3 s
}

TEST_F(ScenarioRunTest, WarnsWhereTheOutcomeSaysSo) {
    lns.on[message_type::sccrq] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.refuse(tunnel, 2, 6);
    };
    const ScenarioResult result = run(refusal_steps);
    EXPECT_EQ(result.verdict, Verdict::warn);
    EXPECT_EQ(result.because, "another code");
}

TEST_F(ScenarioRunTest, TakesTheFirstOutcomeThatMatches) {
    lns.on[message_type::sccrq] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.refuse(tunnel, 2, 8);
    };
    EXPECT_EQ(run(refusal_steps).verdict, Verdict::pass);
}

TEST_F(ScenarioRunTest, FailsOnAForbiddenAnswer) {
    lns.on[message_type::sccrq] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.send(tunnel, peer.message(message_type::sccrp, tunnel));
    };
    const ScenarioResult result = run(refusal_steps);
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_THAT(result.seen, HasSubstr("SCCRP  Ns 0 Nr 1"));
    EXPECT_THAT(result.datagram, HasSubstr("Host Name"));
}

TEST_F(ScenarioRunTest, SilenceHasTheVerdictOfItsOutcomeWhileTheDeviceLives) {
    lns.drops = [](const codec::DecodedMessage& message) {
        return message.is(message_type::sccrq) && message.find({65535, 999}) != nullptr;
    };
    const ScenarioResult result = run(refusal_steps);
    EXPECT_EQ(result.verdict, Verdict::warn);
    EXPECT_EQ(result.because, "dropped");
    EXPECT_EQ(result.reach, Reach::answered);
}

TEST_F(ScenarioRunTest, SilenceOfADeadDeviceIsAFailureWhateverTheOutcomeSays) {
    lns.drops = [](const auto&) { return true; };
    const ScenarioResult result = run(refusal_steps);
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_EQ(codec::requirement_of(result.requirement).id, "l2tpspec/robustness/survives");
    EXPECT_EQ(result.reach, Reach::lost);
}

TEST_F(ScenarioRunTest, SilenceOfADeviceThatNeverAnsweredIsInconclusive) {
    lns.drops = [](const auto&) { return true; };
    settings.reached_before = false;
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_EQ(result.reach, Reach::unreachable);
    EXPECT_EQ(result.seen, "no answer from 192.0.2.1:1701 within 4 s");
}

TEST_F(ScenarioRunTest, IsInconclusiveWhereAFragmentCannotBeCompleted) {
    lns.on[message_type::sccrq] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.refuse(tunnel, 4, 0);
    };
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_THAT(result.seen, HasSubstr("StopCCN"));
}

TEST_F(ScenarioRunTest, NotApplicableOutweighsThePassesBeforeIt) {
    const ScenarioResult result = run(R"([
        { "send": "SCCRQ" },
        { "expect": [ { "message": "SCCRP" } ] },
        { "send": "SCCCN" },
        { "expect": [ { "acknowledgement": "SCCCN", "verdict": "not-applicable", "because": "no challenge" } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::not_applicable);
    EXPECT_EQ(result.because, "no challenge");
}

TEST_F(ScenarioRunTest, SendingAgainWhatWasNeverSentIsTheTestersError) {
    EXPECT_EQ(run(R"([ { "use": "tunnel" }, { "send-again": "ICRQ" } ])").verdict, Verdict::error);
}

TEST_F(ScenarioRunTest, ACopyThatIsNotAcknowledgedIsSentOnceMoreBeforeItFails) {
    unsigned copies = 0;
    lns.drops = [&](const codec::DecodedMessage& message) {
        return message.is(message_type::sccrq) && message.header.nr() == 0 && lns.tunnels.size() == 1 &&
               ++copies > 0;
    };
    const ScenarioResult result = run(R"([
        { "use": "tunnel" }, { "send-again": "SCCRQ" }, { "expect": [ { "acknowledgement": "SCCRQ" } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_GE(copies, 2U);
}

TEST_F(ScenarioRunTest, ACopyThatIsAcknowledgedPasses) {
    EXPECT_EQ(run(R"([ { "use": "tunnel" }, { "send-again": "SCCRQ" },
                       { "expect": [ { "acknowledgement": "SCCRQ" } ] } ])")
                  .verdict,
              Verdict::pass);
}

TEST_F(ScenarioRunTest, HelloFromTheDeviceIsAcknowledgedAndMatchesNothing) {
    lns.on[message_type::scccn] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.send(tunnel, peer.message(message_type::hello, tunnel));
    };
    const ScenarioResult result = run(R"([ { "use": "tunnel" },
        { "expect": [ { "message": "ICRP", "verdict": "fail" }, { "silence": "2 s", "verdict": "pass" } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::pass);
    EXPECT_TRUE(lns.tunnels.front().channel.all_acknowledged());
}

TEST_F(ScenarioRunTest, AnUnlistedAnswerHasTheVerdictOtherwise) {
    lns.on[message_type::icrq] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.refuse(tunnel, 1, 0);
    };
    constexpr std::string_view steps = R"([ { "use": "tunnel" }, { "send": "ICRQ" },
        { "expect": [ { "message": "ICRP" } ], "otherwise": "inconclusive", "because": "no call" } ])";
    const ScenarioResult result = run(steps);
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_EQ(result.because, "no call");
}

TEST_F(ScenarioRunTest, FollowsTheDeviceToAnotherPort) {
    lns_port = 5555;
    EXPECT_EQ(run(hello_steps).verdict, Verdict::pass);
}

TEST_F(ScenarioRunTest, ADataFrameIsSentAgainUntilItIsAnswered) {
    unsigned frames = 0;
    const auto answer = lns.on_data;
    lns.on_data = [&](ScriptedLns& peer, LnsTunnel& tunnel, const codec::DecodedMessage& message) {
        if (++frames == 3) answer(peer, tunnel, message);
    };
    const ScenarioResult result = run(R"([ { "use": "tunnel" }, { "use": "session" },
        { "send-data": "hex ff03 c021 01 01 0004", "again-every": "500 ms" },
        { "expect": [ { "ppp": "LCP", "codes": ["Configure-Ack"] } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::pass);
    EXPECT_EQ(frames, 3U);
}

TEST_F(ScenarioRunTest, AnswersAChallengeWithTheSecret) {
    lns.secret = {'s', '3'};
    profile.set("secret", Secret("s3"));
    EXPECT_EQ(run(hello_steps).verdict, Verdict::pass);
}

TEST_F(ScenarioRunTest, AChallengeWithoutASecretIsInconclusive) {
    lns.secret = {'s', '3'};
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_THAT(result.seen, HasSubstr("no secret was given"));
}

TEST_F(ScenarioRunTest, AWrongChallengeResponseIsSentOnPurpose) {
    lns.secret = {'s', '3'};
    profile.set("secret", Secret("s3"));
    const ScenarioResult result = run(R"([ { "use": "tunnel", "until": "SCCRP" },
        { "send": "SCCCN", "set": { "Challenge Response": { "corrupt": "{challenge-response.ours}" } } },
        { "expect": [ { "message": "StopCCN", "where": { "Result Code": 4 } } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::pass);
}

TEST_F(ScenarioRunTest, AnUnacknowledgedTearDownIsJudgedApart) {
    lns.drops = [](const codec::DecodedMessage& message) { return message.is(message_type::stopccn); };
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::pass);
    EXPECT_EQ(result.tear_down.verdict, Verdict::fail);
}

TEST_F(ScenarioRunTest, AcknowledgesTheDevicesStopCCNAndItsCopies) {
    lns.on[message_type::hello] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        peer.refuse(tunnel, 1, 0);
    };
    const ScenarioResult result = run(hello_steps);
    EXPECT_EQ(result.verdict, Verdict::warn);
    EXPECT_TRUE(lns.tunnels.front().channel.all_acknowledged());
    EXPECT_EQ(result.tear_down.verdict, Verdict::pass);
}

TEST_F(ScenarioRunTest, AnInterruptedRunClosesItsTunnel) {
    bool interrupted = false;
    before_each_step = [&](ScenarioRun& scenario_run, Time now) {
        if (!interrupted && !lns.tunnels.empty() && now > std::chrono::seconds(1000)) {
            interrupted = true;
            scenario_run.interrupt(now);
        }
    };
    const ScenarioResult result = run(R"([ { "use": "tunnel" }, { "wait": "1 s" }, { "send": "HELLO" },
        { "expect": [ { "message": "ICRP" } ], "within": "60 s" } ])");
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_EQ(result.reach, Reach::interrupted);
    EXPECT_THAT(lns.heard, Contains("StopCCN").Times(1));
}

TEST_F(ScenarioRunTest, AnIcmpErrorFromADeviceThatAnsweredBeforeIsAFailure) {
    before_each_step = [](ScenarioRun& scenario_run, Time now) {
        if (now > std::chrono::seconds(1000)) scenario_run.on_unreachable("refuses datagrams", now);
    };
    const ScenarioResult result = run(R"([ { "use": "tunnel" }, { "wait": "1 s" }, { "send": "HELLO" },
        { "expect": [ { "acknowledgement": "HELLO" } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_EQ(result.reach, Reach::lost);
    EXPECT_EQ(result.seen, "192.0.2.1:1701 refuses datagrams");
}

TEST_F(ScenarioRunTest, ABreachOfTheScenariosOwnRequirementCounts) {
    lns.on[message_type::sccrq] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        codec::Message reply = peer.message(message_type::sccrp, tunnel);
        reply.flags |= 0x0400;  // a reserved bit
        peer.send(tunnel, std::move(reply));
    };
    EXPECT_EQ(run(hello_steps).verdict, Verdict::pass);
    EXPECT_EQ(run(hello_steps, "rfc2661/3.1/reserved-bits").verdict, Verdict::fail);
}

TEST_F(ScenarioRunTest, AnAnswerToAnotherTunnelIdIsNamedAndMatchesNothing) {
    lns.on[message_type::hello] = [](ScriptedLns& peer, LnsTunnel& tunnel, const auto&) {
        codec::Message stop = peer.message(message_type::stopccn, tunnel);
        stop.tunnel_id = static_cast<std::uint16_t>(tunnel.theirs ^ 0x5555);
        peer.send_raw(tunnel, stop);
    };
    const ScenarioResult result = run(R"([ { "use": "tunnel" }, { "send": "HELLO" },
        { "expect": [ { "message": "StopCCN" }, { "silence": "3 s", "verdict": "fail" } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::fail);
    EXPECT_THAT(result.seen,
                HasSubstr("1 datagram(s) with a Tunnel ID that was never assigned, the last: StopCCN"));
}

TEST_F(ScenarioRunTest, IdentifiersAndSerialNumbersAreFresh) {
    constexpr std::string_view steps = R"([ { "use": "tunnel" }, { "use": "session" } ])";
    EXPECT_EQ(run(steps).verdict, Verdict::pass);
    EXPECT_EQ(run(steps).verdict, Verdict::pass);
    EXPECT_NE(lns.tunnels[0].theirs, lns.tunnels[1].theirs);
    EXPECT_EQ(serial, 2U);
}

}  // namespace
}  // namespace l2tp::tester
