// SPDX-License-Identifier: GPL-2.0-or-later
// Floods of requests: what the endpoint keeps stays bounded, and goes away.
#include <gtest/gtest.h>

#include "../defects/stage.hpp"
#include "codec/attribute.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr std::uint16_t requests = 10'000;
constexpr std::size_t few_sessions = 50;

// flood sends SCCRQs, each for another tunnel and followed by nothing; `spoil` changes each.
void flood(Stage& stage, void (*spoil)(codec::Message&)) {
    stage.peer().acknowledge(Counterpart::Acknowledging::no);
    for (std::uint16_t i = 0; i < requests; ++i) {
        stage.peer().begin_tunnel(static_cast<std::uint16_t>(2000 + i % 1000));
        codec::Message request = stage.peer().make(type::sccrq);
        if (spoil != nullptr) spoil(request);
        stage.peer().say(std::move(request));
        if (i % 100 == 0) stage.pass(1ms);
    }
    stage.pass(1s);
}

void lack_host_name(codec::Message& request) {
    std::erase_if(request.avps, [](const codec::Avp& avp) { return avp.key == attribute::host_name; });
}

void play(void (*act)(Stage&), void (*prepare)(EndpointSettings&) = nullptr) {
    const Performance performance = Stage::perform({"", act, prepare}, Role::lns, nullptr);
    EXPECT_TRUE(performance.breaches.empty()) << performance.breaches.front();
}

TEST(Flood, OfRequestsKeepsFewHalfOpenTunnels) {
    play([](Stage& stage) {
        flood(stage, nullptr);
        EXPECT_EQ(stage.endpoint().kept_tunnels(), stage.endpoint().settings().max_half_open);
        stage.pass(5min);
        EXPECT_EQ(stage.endpoint().kept_tunnels(), 0u);
        stage.peer().acknowledge(Counterpart::Acknowledging::yes);
        stage.tunnel_from_peer();
        EXPECT_EQ(stage.endpoint().tunnels().size(), 1u);
    });
}

TEST(Flood, OfRefusedRequestsKeepsNoMoreTunnelsThanAllowed) {
    play([](Stage& stage) {
        flood(stage, lack_host_name);
        EXPECT_LE(stage.endpoint().kept_tunnels(), stage.endpoint().settings().max_tunnels);
        stage.pass(5min);
        EXPECT_EQ(stage.endpoint().kept_tunnels(), 0u);
    });
}

void limit_sessions(EndpointSettings& settings) {
    settings.max_sessions = few_sessions;
}

TEST(Flood, OfCallsKeepsNoMoreSessionsThanAllowed) {
    play(
        [](Stage& stage) {
            stage.tunnel_from_peer();
            for (std::uint16_t i = 0; i < requests; ++i) {
                stage.peer().begin_call();
                stage.peer().say(type::icrq);
                stage.pass(10ms);  // the answers keep up
                EXPECT_LE(stage.endpoint().calls().size(), few_sessions);
            }
            EXPECT_FALSE(stage.endpoint().calls().empty());
            stage.pass(5min);
            EXPECT_EQ(stage.endpoint().calls().size(), 0u);
            EXPECT_EQ(stage.endpoint().tunnels().size(), 1u);
        },
        limit_sessions);
}

// A peer that asks on and on but never acknowledges an answer is given up before its answers pile up.
TEST(Flood, OfCallsWithoutAcknowledgementsEndsTheTunnel) {
    play([](Stage& stage) {
        stage.tunnel_from_peer();
        stage.peer().acknowledge(Counterpart::Acknowledging::no);
        for (std::uint16_t i = 0; i < requests; ++i) {
            stage.peer().begin_call();
            stage.peer().say(type::icrq);
            if (i % 100 == 0) stage.pass(1ms);
        }
        stage.pass(1s);
        EXPECT_EQ(stage.endpoint().kept_tunnels(), 0u);
        EXPECT_TRUE(stage.endpoint().calls().empty());
    });
}

}  // namespace
}  // namespace l2tp::protocol::test
