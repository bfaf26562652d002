// SPDX-License-Identifier: GPL-2.0-or-later
// Many seeded runs over a wire that loses, doubles and reorders: both ends come up, or give up within the
// limits.
#include <gtest/gtest.h>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using test::remote_settings;
using test::server_settings;
using test::Wire;

enum class Outcome { up, down, undecided };

struct Result {
    Outcome outcome = Outcome::undecided;
    Time duration{};
};

Result run_over_a_bad_wire(std::uint64_t seed, std::uint64_t loss_in_a_million) {
    const auto authentication = static_cast<Authentication>(seed % 3);
    Random random(seed);
    LinkSettings settings = server_settings(authentication);
    LinkSettings dialler = remote_settings();
    settings.echo_interval = dialler.echo_interval = 10s;  // all Terminate-Requests may get lost
    Link server(settings, random);
    Link remote(dialler, random);
    Wire wire(server, remote, seed);
    wire.lost_in_a_million = loss_in_a_million;
    wire.doubled_in_a_million = loss_in_a_million / 2;
    wire.jitter = 100ms;
    server.open({});
    remote.open({});
    while (wire.now() < 600s) {
        wire.run(wire.now() + 1s);
        if (server.network_open() && remote.network_open()) return {Outcome::up, wire.now()};
        if (server.terminated() && remote.terminated()) return {Outcome::down, wire.now()};
    }
    return {Outcome::undecided, wire.now()};
}

TEST(LossyWire, LinksComeUpAnyway) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Result result = run_over_a_bad_wire(seed, 100'000);
        EXPECT_EQ(result.outcome, Outcome::up) << "seed " << seed;
        EXPECT_LT(result.duration, 120s) << "seed " << seed;
    }
}

TEST(LossyWire, LinksComeUpOrGiveUpWhenHalfIsLost) {
    unsigned up = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        const Result result = run_over_a_bad_wire(seed, 500'000);
        EXPECT_NE(result.outcome, Outcome::undecided) << "seed " << seed;
        up += result.outcome == Outcome::up;
    }
    EXPECT_GT(up, 250U);
}

TEST(LossyWire, BothEndsFindTheirWayBackFromAnOutage) {
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        LinkSettings settings = server_settings();
        settings.echo_interval = 5s;
        LinkSettings dialler = remote_settings();
        dialler.echo_interval = 5s;
        Random random(seed);
        Link server(settings, random);
        Link remote(dialler, random);
        Wire wire(server, remote, seed);
        server.open({});
        remote.open({});
        wire.run(1s);
        ASSERT_TRUE(server.network_open());
        wire.lost_in_a_million = 1'000'000;
        wire.run(1s + Time(static_cast<Time::rep>(random.below(20)) * 1s));
        wire.lost_in_a_million = 0;
        wire.run(100s);
        EXPECT_TRUE(server.network_open() && remote.network_open()) << "seed " << seed;
        remote.close(100s);
        wire.run(120s);
        EXPECT_TRUE(server.terminated() && remote.terminated()) << "seed " << seed;
    }
}

}  // namespace
}  // namespace l2tp::protocol::ppp
