// SPDX-License-Identifier: GPL-2.0-or-later
// Properties of two control channels over bad links. What each run watches stands in lossy_link.hpp.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/protocol/lossy_link.hpp"

namespace l2tp::protocol {
namespace {

using std::chrono::milliseconds;

void check(const auto& property) {
    EXPECT_TRUE(rc::check(property));
}

int between(int least, int most) {
    return *rc::gen::inRange(least, most + 1);
}

double percent(int most) {
    return between(0, most) / 100.0;
}

milliseconds up_to_ms(int least, int most) {
    return milliseconds(between(least, most));
}

ChannelSettings any_channel(std::uint16_t own_window, std::uint16_t peer_window) {
    ChannelSettings settings;
    settings.first_interval = up_to_ms(100, 3000);
    settings.interval_cap = up_to_ms(8000, 20000);
    settings.max_retransmissions = static_cast<unsigned>(between(1, 10));
    settings.receive_window = own_window;
    settings.peer_window = peer_window;
    settings.congestion_control =
        between(0, 3) == 0 ? CongestionControl::none : CongestionControl::slow_start;
    return settings;
}

EndSettings any_end(std::uint16_t own_window, std::uint16_t peer_window) {
    return {any_channel(own_window, peer_window), static_cast<std::uint32_t>(between(0, 60)),
            between(0, 1) == 0 ? EarlyMessages::hold : EarlyMessages::drop};
}

LossyLink any_pair(const LinkSettings& link) {
    const auto first = static_cast<std::uint16_t>(between(1, 12));
    const auto second = static_cast<std::uint16_t>(between(1, 12));
    const EndSettings a = any_end(first, second);
    return {link, a, any_end(second, first)};
}

LinkSettings any_link() {
    LinkSettings link;
    link.loss = percent(50);
    link.duplication = percent(40);
    link.least_delay = up_to_ms(0, 500);
    link.most_delay = link.least_delay + up_to_ms(0, 3000);
    link.seed = *rc::gen::arbitrary<std::uint32_t>();
    return link;
}

TEST(ChannelProperties, EverythingIsDeliveredOnceAndInOrderOrTheChannelFails) {
    check([] {
        LossyLink link = any_pair(any_link());
        link.run();
        RC_CLASSIFY(link.failed(), "failed");
        RC_CLASSIFY(link.retransmissions() > 0, "retransmitted");
        RC_ASSERT(link.breach() == "");
    });
}

// Only an end that drops early messages can fail then: a message may come early each time it is sent.
TEST(ChannelProperties, NothingFailsWhereNothingIsLost) {
    check([] {
        LinkSettings settings = any_link();
        settings.loss = 0;
        settings.least_delay = up_to_ms(0, 20);
        settings.most_delay = settings.least_delay + up_to_ms(0, 100);
        EndSettings a = any_end(8, 8);
        EndSettings b = any_end(8, 8);
        a.early = b.early = EarlyMessages::hold;
        LossyLink link(settings, a, b);
        link.run();
        RC_ASSERT(link.breach() == "");
        RC_ASSERT(!link.failed());
    });
}

TEST(ChannelProperties, NothingIsSentTwiceOnAGoodLink) {
    check([] {
        LinkSettings settings;
        settings.least_delay = settings.most_delay =
            up_to_ms(0, 49);  // there and back below the least interval
        LossyLink link = any_pair(settings);
        link.run();
        RC_ASSERT(link.breach() == "");
        RC_ASSERT(!link.failed());
        RC_ASSERT(link.retransmissions() == 0U);
    });
}

TEST(ChannelProperties, ADeadLinkIsGivenUpAfterAFullCycle) {
    check([] {
        LinkSettings settings;
        settings.loss = 1;
        EndSettings talker = any_end(4, 4);
        talker.messages = static_cast<std::uint32_t>(between(1, 20));
        LossyLink link(settings, talker, EndSettings{});
        link.run();
        RC_ASSERT(link.breach() == "");
        RC_ASSERT(link.failed());
        RC_ASSERT(link.now() == talker.channel.full_cycle());
    });
}

// Three times around the numbers, and a bit.
constexpr std::uint32_t many = 3 * 65536 + 1000;

EndSettings busy_end(std::uint32_t messages) {
    EndSettings end;
    end.channel.receive_window = end.channel.peer_window = 32;
    end.messages = messages;
    return end;
}

TEST(ChannelWrap, IsCrossedOnAGoodLink) {
    LossyLink link({}, busy_end(many), busy_end(many / 3));
    link.run();
    EXPECT_EQ(link.breach(), "");
    EXPECT_FALSE(link.failed());
    EXPECT_EQ(link.retransmissions(), 0);
}

TEST(ChannelWrap, IsCrossedOnABadLink) {
    for (const EarlyMessages early : {EarlyMessages::hold, EarlyMessages::drop}) {
        LinkSettings settings;
        settings.loss = 0.01;
        settings.duplication = 0.02;
        settings.most_delay = milliseconds(30);
        EndSettings talker = busy_end(early == EarlyMessages::hold ? many : many / 2);
        EndSettings listener = busy_end(1000);
        talker.early = listener.early = early;
        LossyLink link(settings, talker, listener);
        link.run();
        EXPECT_EQ(link.breach(), "");
        EXPECT_FALSE(link.failed());
        EXPECT_GT(link.retransmissions(), 1000);
    }
}

}  // namespace
}  // namespace l2tp::protocol
