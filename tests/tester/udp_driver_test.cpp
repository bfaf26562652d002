// SPDX-License-Identifier: GPL-2.0-or-later
// The driver on 127.0.0.1 and ::1, against a LNS in the same process.
#include "tester/suite/udp_driver.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <atomic>
#include <csignal>
#include <cstring>
#include <deque>
#include <set>
#include <thread>

#include "tester/scenario/scenario_parser.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/text_forms.hpp"
#include "tests/tester/scripted_lns.hpp"

namespace l2tp::tester {
namespace {

using test::ScriptedLns;
using testing::HasSubstr;

// SocketLns serves a ScriptedLns on a loopback socket, in a thread of its own. With a second socket it
// answers from another port than it is spoken to (8.1).
class SocketLns {
  public:
    enum class Ports : std::uint8_t { one, two };

    SocketLns(const char* address, Ports ports) {
        receiver_ = bound_socket(address);
        sender_ = ports == Ports::one ? receiver_ : bound_socket(address);
        endpoint = local_endpoint(receiver_);
    }
    SocketLns(const SocketLns&) = delete;
    SocketLns& operator=(const SocketLns&) = delete;
    ~SocketLns() {
        stop();
        if (sender_ != receiver_) close(sender_);
        close(receiver_);
    }

    void start() {
        thread_ = std::thread([this] { serve(); });
    }
    void stop() {
        stop_ = true;
        if (thread_.joinable()) thread_.join();
    }

    ScriptedLns lns;
    codec::Endpoint endpoint;

  private:
    static int bound_socket(const char* address) {
        const bool ipv6 = std::strchr(address, ':') != nullptr;
        sockaddr_storage name{};
        if (ipv6) {
            auto& v6 = reinterpret_cast<sockaddr_in6&>(name);
            v6.sin6_family = AF_INET6;
            inet_pton(AF_INET6, address, &v6.sin6_addr);
        } else {
            auto& v4 = reinterpret_cast<sockaddr_in&>(name);
            v4.sin_family = AF_INET;
            inet_pton(AF_INET, address, &v4.sin_addr);
        }
        const int socket_number = socket(name.ss_family, SOCK_DGRAM, 0);
        const socklen_t size = ipv6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
        if (bind(socket_number, reinterpret_cast<sockaddr*>(&name), size) != 0) return -1;
        return socket_number;
    }

    static codec::Endpoint local_endpoint(int socket_number) {
        sockaddr_storage name{};
        socklen_t size = sizeof name;
        if (getsockname(socket_number, reinterpret_cast<sockaddr*>(&name), &size) != 0) return {};
        if (name.ss_family == AF_INET6) {
            const auto& v6 = reinterpret_cast<sockaddr_in6&>(name);
            return *parse_endpoint("::1", ntohs(v6.sin6_port));
        }
        return *parse_endpoint("127.0.0.1", ntohs(reinterpret_cast<sockaddr_in&>(name).sin_port));
    }

    void serve() {
        std::array<std::uint8_t, 65536> buffer{};
        while (!stop_) {
            std::array<pollfd, 2> waits{pollfd{receiver_, POLLIN, 0}, pollfd{sender_, POLLIN, 0}};
            if (poll(waits.data(), waits.size(), 10) > 0) {
                sockaddr_storage from{};
                socklen_t size = sizeof from;
                const int ready = (waits[0].revents & POLLIN) != 0 ? receiver_ : sender_;
                const auto octets = recvfrom(ready, buffer.data(), buffer.size(), MSG_DONTWAIT,
                                             reinterpret_cast<sockaddr*>(&from), &size);
                if (octets < 0) continue;
                lns.receive(codec::Octets(buffer).first(static_cast<std::size_t>(octets)), 0, now());
                reply_to_ = from;
                reply_size_ = size;
            }
            lns.on_timeout(now());
            for (const ScriptedLns::Outgoing& out : lns.take_outgoing(now())) {
                sendto(sender_, out.octets.data(), out.octets.size(), 0,
                       reinterpret_cast<sockaddr*>(&reply_to_), reply_size_);
            }
        }
    }

    static Time now() { return std::chrono::steady_clock::now().time_since_epoch(); }

    int receiver_ = -1;
    int sender_ = -1;
    sockaddr_storage reply_to_{};
    socklen_t reply_size_ = 0;
    std::atomic<bool> stop_ = false;
    std::thread thread_;
};

Scenario scenario_of(std::string_view steps) {
    Json document{{"title", "t"}, {"why", "w"}, {"requirements", {"rfc2661/6.5/hello-is-acknowledged"}}};
    document["steps"] = parse_json("steps", steps);
    return parse_scenario("lns/0/test", "test.json", document);
}

constexpr std::string_view hello_steps = R"([ { "use": "tunnel" }, { "send": "HELLO" },
    { "expect": [ { "acknowledgement": "HELLO" } ] } ])";

class UdpDriverTest : public testing::Test {
  protected:
    UdpDriver make_driver() {
        return {profile, settings, [this](const codec::Datagram& datagram) {
                    wire.push_back({datagram.from, datagram.to});
                    return std::uint64_t{wire.size()};
                }};
    }

    ScenarioResult run(const codec::Endpoint& peer, std::string_view steps) {
        const Scenario scenario = scenario_of(steps);
        RunSettings run_settings;
        run_settings.peer = peer;
        run_settings.after_silence = RunSettings::AfterSilence::conclude;
        run_settings.ports = ports;
        ScenarioRun scenario_run(scenario, run_settings, Identity{profile, random, serial});
        UdpDriver driver = make_driver();
        Lane lane;
        lane.peer = peer;
        bool done = false;
        driver.start(scenario_run, lane, [&done] { done = true; });
        if (raise_after_start) {
            driver.on_interrupt([&] { scenario_run.interrupt(driver.now()); });
            driver.at(driver.now() + std::chrono::milliseconds(100), [] { std::raise(SIGINT); });
        }
        driver.run();
        EXPECT_TRUE(done);
        return scenario_run.result();
    }

    Profile profile;
    UdpDriver::Settings settings;
    Random random{1};
    std::uint32_t serial = 0;
    std::vector<std::pair<codec::Endpoint, codec::Endpoint>> wire;
    bool raise_after_start = false;
    RunSettings::Ports ports = RunSettings::Ports::many;
};

TEST_F(UdpDriverTest, RunsAScenarioOverIpv4) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    EXPECT_EQ(run(lns.endpoint, hello_steps).verdict, Verdict::pass);
    ASSERT_FALSE(wire.empty());
    EXPECT_EQ(wire.front().second, lns.endpoint);
    EXPECT_EQ(format_address(wire.front().first), "127.0.0.1");
    EXPECT_NE(wire.front().first.port, 0);
}

TEST_F(UdpDriverTest, RunsAScenarioOverIpv6) {
    SocketLns lns("::1", SocketLns::Ports::one);
    if (lns.endpoint.family == codec::Endpoint::Family::none) GTEST_SKIP() << "this machine has no ::1";
    lns.start();
    EXPECT_EQ(run(lns.endpoint, hello_steps).verdict, Verdict::pass);
}

TEST_F(UdpDriverTest, AcceptsAnAnswerFromAnotherPort) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::two);
    lns.start();
    EXPECT_EQ(run(lns.endpoint, hello_steps).verdict, Verdict::pass);
    EXPECT_NE(wire.back().first.port, lns.endpoint.port);
    EXPECT_NE(wire.back().second.port, lns.endpoint.port);
}

TEST_F(UdpDriverTest, NoticesAnIcmpRefusal) {
    codec::Endpoint nobody;
    {
        nobody = SocketLns("127.0.0.1", SocketLns::Ports::one).endpoint;
    }  // closed again: nothing listens there
    const ScenarioResult result = run(nobody, hello_steps);
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_EQ(result.reach, Reach::unreachable);
    EXPECT_THAT(result.seen, HasSubstr("refuses datagrams"));
    EXPECT_LT(result.ended - result.started, std::chrono::seconds(2));
}

TEST_F(UdpDriverTest, ASignalEndsTheRunAndClosesTheTunnel) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    raise_after_start = true;
    const ScenarioResult result = run(lns.endpoint, R"([ { "use": "tunnel" },
        { "expect": [ { "message": "ICRP" } ], "within": "60 s" } ])");
    EXPECT_EQ(result.reach, Reach::interrupted);
    lns.stop();
    EXPECT_THAT(lns.lns.heard, testing::Contains("StopCCN"));
}

TEST_F(UdpDriverTest, WithoutHooksAScenarioThatWantsOneIsNotApplicable) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    const ScenarioResult result = run(lns.endpoint, R"([ { "use": "tunnel" }, { "trigger": "close-tunnel" },
        { "expect": [ { "message": "StopCCN" } ], "within": "60 s" } ])");
    EXPECT_EQ(result.verdict, Verdict::not_applicable);
    EXPECT_THAT(result.because, HasSubstr("close-tunnel"));
    EXPECT_LT(result.ended - result.started, std::chrono::seconds(10));
}

TEST_F(UdpDriverTest, HeldToOnePortNothingComesFromAnother) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    ports = RunSettings::Ports::one;
    const ScenarioResult result =
        run(lns.endpoint, R"([ { "use": "tunnel" }, { "send": "HELLO", "from": "another port" },
        { "expect": [ { "silence": "1 s" } ] } ])");
    EXPECT_EQ(result.verdict, Verdict::not_applicable);
    EXPECT_THAT(result.because, HasSubstr("one port"));
}

TEST_F(UdpDriverTest, EachRunHasAFreshPort) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    const auto port_used = [this] { return wire.front().first.port; };
    static_cast<void>(run(lns.endpoint, hello_steps));
    const std::uint16_t first = port_used();
    wire.clear();
    static_cast<void>(run(lns.endpoint, hello_steps));
    EXPECT_NE(port_used(), first);
}

TEST_F(UdpDriverTest, CarriesManyRunsAtTheSameTime) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    const Scenario scenario = scenario_of(R"([ { "send": "SCCRQ" }, { "wait": "100 ms" } ])");
    RunSettings run_settings;
    run_settings.peer = lns.endpoint;
    Lane lane;
    lane.peer = lns.endpoint;
    UdpDriver driver = make_driver();
    std::deque<ScenarioRun> runs;
    int done = 0;
    for (int i = 0; i < 8; ++i) {
        runs.emplace_back(scenario, run_settings, Identity{profile, random, serial});
        driver.start(runs.back(), lane, [&done] { ++done; });
    }
    driver.run();
    EXPECT_EQ(done, 8);
    std::set<std::uint16_t> used;
    for (const auto& [from, to] : wire) used.insert(from == lns.endpoint ? to.port : from.port);
    EXPECT_EQ(used.size(), 8U);
}

TEST_F(UdpDriverTest, RunsAHookWithoutAShell) {
    profile.hooks["dial"] = {{"printf", "%s|", "{called-number}", "$HOME; {x", "{unknown}", "{scenario}"}};
    UdpDriver driver = make_driver();
    std::optional<HookEnd> end;
    driver.hook({1, "dial", {{"scenario", "lns/1"}}}, [&end](const HookEnd& hook_end) { end = hook_end; });
    driver.run();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->status, 0);
    EXPECT_EQ(end->output, "5551000|$HOME; {x|{unknown}|lns/1|");
}

TEST_F(UdpDriverTest, TellsHowAHookEnded) {
    profile.hooks["reset"] = {{"sh", "-c", "echo trouble >&2; exit 7"}};
    profile.hooks["mark"] = {{"/nonexistent/program"}};
    profile.hooks["health"] = {{"sh", "-c", "kill -9 $$"}};
    UdpDriver driver = make_driver();
    std::map<std::uint64_t, HookEnd> ends;
    std::uint64_t number = 0;
    for (const char* name : {"reset", "mark", "health", "hangup"}) {
        driver.hook({++number, name, {}},
                    [&ends](const HookEnd& hook_end) { ends[hook_end.number] = hook_end; });
    }
    driver.run();
    EXPECT_EQ(ends[1].status, 7);
    EXPECT_EQ(ends[1].output, "trouble\n");
    EXPECT_EQ(ends[2].status, std::nullopt);
    EXPECT_EQ(ends[3].status, 128 + 9);
    EXPECT_EQ(ends[4].status, std::nullopt);
}

TEST_F(UdpDriverTest, EndsAHookWhoseTimeIsOver) {
    profile.hooks["reset"] = {{"sh", "-c", "echo begun; sleep 600 & sleep 600"}};
    settings.hook_limit = std::chrono::milliseconds(200);
    UdpDriver driver = make_driver();
    std::optional<HookEnd> end;
    driver.hook({1, "reset", {}}, [&end](const HookEnd& hook_end) { end = hook_end; });
    driver.run();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->status, 124);
    EXPECT_THAT(end->output, testing::StartsWith("begun"));
}

TEST_F(UdpDriverTest, BoundsWhatAHookPrintsAndHidesSecrets) {
    profile.set("secret", Secret("hunter2"));
    profile.hooks["collect-log"] = {{"sh", "-c", "yes | head -c 1000000; echo secret hunter2"}};
    UdpDriver driver = make_driver();
    std::optional<HookEnd> end;
    driver.hook({1, "collect-log", {}}, [&end](const HookEnd& hook_end) { end = hook_end; });
    driver.run();
    ASSERT_TRUE(end);
    EXPECT_LE(end->output.size(), 64U * 1024);
    EXPECT_THAT(end->output, testing::EndsWith("secret ***\n"));
}

TEST_F(UdpDriverTest, VerdictsDoNotChangeOnABadNetwork) {
    SocketLns lns("127.0.0.1", SocketLns::Ports::one);
    lns.start();
    settings.impairment = parse_impairment("dup=50%,reorder=20%,delay=5ms,seed=7");
    EXPECT_EQ(run(lns.endpoint, hello_steps).verdict, Verdict::pass);
}

TEST(Impairment, IsTheSameAgainWithASeed) {
    const Impairment impairment = parse_impairment("loss=30%,dup=10%,reorder=10%,delay=10ms,seed=7");
    Impairer one(impairment);
    Impairer other(impairment);
    unsigned lost = 0;
    for (int i = 0; i < 1000; ++i) {
        const Impairer::Fate fate = one.next();
        const Impairer::Fate same = other.next();
        EXPECT_EQ(fate.copies, same.copies);
        EXPECT_EQ(fate.delay, same.delay);
        EXPECT_GE(fate.delay, std::chrono::milliseconds(10));
        lost += fate.copies == 0 ? 1 : 0;
    }
    EXPECT_NEAR(lost, 300, 60);
}

TEST(Impairment, RefusesWhatItDoesNotKnow) {
    for (const char* text : {"", "loss", "loss=1", "loss=101%", "loss=-1%", "loss=nan%", "noise=1%", "seed=x",
                             "delay=10", "loss=1%,", "delay=1 d"}) {
        EXPECT_THROW(static_cast<void>(parse_impairment(text)), UsageError) << text;
    }
}

}  // namespace
}  // namespace l2tp::tester
