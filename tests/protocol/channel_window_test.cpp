// SPDX-License-Identifier: GPL-2.0-or-later
// The sliding window (RFC 2661, 5.8), slow start and congestion avoidance (Appendix A).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/channel.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds now{0};

ChannelSettings window_of(std::uint16_t window, CongestionControl control) {
    return {.peer_window = window, .congestion_control = control};
}

// With more queued than any window holds, what is outstanding is the window.
std::size_t window_after(End& end, std::uint16_t acknowledged) {
    end.acknowledge(acknowledged);
    end.take(now);
    return end.channel.outstanding();
}

TEST(Window, IsFourUntilThePeerSaysOtherwise) {
    End end({.congestion_control = CongestionControl::none});
    end.queue(10);
    EXPECT_EQ(end.take(now).size(), 4);
    EXPECT_EQ(end.channel.queued(), 10);
}

TEST(Window, IsThePeers) {
    for (const std::uint16_t window : numbers({1, 2, 4, 100})) {
        End end(window_of(window, CongestionControl::none));
        end.queue(150);
        EXPECT_EQ(end.take(now).size(), window);
        EXPECT_THAT(end.take(now), IsEmpty());
    }
}

TEST(Window, LetsTheNextMessageGoWhenAnAcknowledgementAdvancesIt) {
    End end(window_of(2, CongestionControl::none));
    end.queue(4);
    end.take(now);
    end.acknowledge(1);
    EXPECT_THAT(end.take(now), ElementsAre(message(2, 0)));
    end.acknowledge(3);
    EXPECT_THAT(end.take(now), ElementsAre(message(3, 0)));
}

TEST(Window, OfOneIsLockStep) {
    End end(window_of(1, CongestionControl::slow_start));
    end.queue(20);
    for (std::uint16_t ns = 0; ns < 20; ++ns) {
        EXPECT_THAT(end.take(now), ElementsAre(message(ns, 0)));
        EXPECT_THAT(end.take(now), IsEmpty());
        end.acknowledge(static_cast<std::uint16_t>(ns + 1));
    }
    EXPECT_TRUE(end.channel.all_acknowledged());
}

TEST(Window, GrowsWhenThePeerSaysSo) {
    End end({.congestion_control = CongestionControl::none});
    end.queue(20);
    end.take(now);
    end.channel.set_peer_window(10);
    EXPECT_EQ(end.take(now).size(), 6);
}

TEST(Window, ThatShrinksHoldsNewMessagesBackUntilThereIsRoom) {
    End end({.congestion_control = CongestionControl::none});
    end.queue(6);
    end.take(now);
    end.channel.set_peer_window(1);
    for (const std::uint16_t ns : numbers({1, 2, 3})) EXPECT_EQ(window_after(end, ns), 4U - ns);
    end.acknowledge(4);
    EXPECT_THAT(end.take(now), ElementsAre(message(4, 0)));
}

TEST(Window, ThatShrinksHoldsInSlowStartToo) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(50);
    end.take(now);
    for (std::uint16_t nr = 1; nr <= 5; ++nr) window_after(end, nr);
    ASSERT_EQ(end.channel.outstanding(), 6);
    end.channel.set_peer_window(2);
    EXPECT_EQ(window_after(end, 10), 2);
}

TEST(Window, OfZeroIsInvalidAndDoesNotLockTheChannel) {
    End end;
    end.channel.set_peer_window(0);
    end.queue(2);
    EXPECT_EQ(end.take(now).size(), 1);
}

TEST(Window, DoesNotHoldAcknowledgementsBack) {
    End end(window_of(1, CongestionControl::none));
    end.queue(2);
    end.take(now);
    end.receive(message(0, 0));
    EXPECT_THAT(end.take(now), ElementsAre(zlb(1, 1)));
}

TEST(SlowStart, OpensTheWindowByOneForEachAcknowledgementUpToThePeersWindow) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(100);
    end.take(now);
    std::vector<std::size_t> windows{end.channel.outstanding()};
    for (std::uint16_t nr = 1; nr <= 12; ++nr) windows.push_back(window_after(end, nr));
    EXPECT_THAT(windows, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8, 8));
}

TEST(SlowStart, DoublesTheWindowWithEachRoundTrip) {
    End end(window_of(16, CongestionControl::slow_start));
    end.queue(100);
    std::vector<std::size_t> rounds;
    std::uint16_t acknowledged = 0;
    for (int round = 0; round < 6; ++round) {
        rounds.push_back(end.take(now).size());
        for (std::size_t i = rounds.back(); i > 0; --i) end.acknowledge(++acknowledged);
    }
    EXPECT_THAT(rounds, ElementsAre(1, 2, 4, 8, 16, 16));
}

TEST(SlowStart, CountsAnAcknowledgementOfSeveralMessagesOnce) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(100);
    end.take(now);
    EXPECT_EQ(window_after(end, 1), 2);
    EXPECT_EQ(window_after(end, 3), 3);
}

TEST(SlowStart, IsNotFedByAcknowledgementsOfNothingNew) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(100);
    end.take(now);
    for (int copy = 0; copy < 5; ++copy) end.acknowledge(0);
    end.take(now);
    EXPECT_EQ(end.channel.outstanding(), 1);
}

// A retransmission saves half of the window as the threshold; below it the window grows by one for each
// acknowledgement, beyond it by one for a window's worth of them.
TEST(CongestionAvoidance, FollowsARetransmissionAboveHalfTheWindow) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(200);
    end.take(now);
    for (std::uint16_t nr = 1; nr <= 7; ++nr) window_after(end, nr);
    ASSERT_EQ(end.channel.outstanding(), 8);
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(7, 0)));  // window 1, threshold 4

    std::vector<std::size_t> windows{window_after(end, 15)};  // all eight at once: one acknowledgement
    for (std::uint16_t nr = 16; nr <= 45; ++nr) windows.push_back(window_after(end, nr));
    EXPECT_THAT(windows, ElementsAre(2, 3, 4,              // slow start
                                     4, 4, 4, 5,           // 4 acknowledgements
                                     5, 5, 5, 5, 6,        // 5
                                     6, 6, 6, 6, 6, 7,     // 6
                                     7, 7, 7, 7, 7, 7, 8,  // 7
                                     8, 8, 8, 8, 8, 8));   // the peer's window
}

TEST(CongestionAvoidance, BeginsAtOnceAfterARetransmissionInAWindowOfOne) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(100);
    end.transmit(now);
    end.transmit(1s);  // half of one is less than one: the threshold is one
    std::vector<std::size_t> windows;
    for (std::uint16_t nr = 1; nr <= 10; ++nr) windows.push_back(window_after(end, nr));
    EXPECT_THAT(windows, ElementsAre(2, 2, 3, 3, 3, 4, 4, 4, 4, 5));
}

TEST(CongestionAvoidance, HalvesTheWindowOfEachRetransmission) {
    End end(window_of(8, CongestionControl::slow_start));
    end.queue(100);
    end.take(now);
    for (std::uint16_t nr = 1; nr <= 7; ++nr) window_after(end, nr);
    end.transmit(1s);  // threshold 4
    end.transmit(3s);  // threshold 1
    std::vector<std::size_t> windows{window_after(end, 15)};
    for (std::uint16_t nr = 16; nr <= 20; ++nr) windows.push_back(window_after(end, nr));
    EXPECT_THAT(windows, ElementsAre(2, 2, 3, 3, 3, 4));
}

TEST(CongestionAvoidance, NeverOpensBeyondThePeersWindow) {
    End end(window_of(3, CongestionControl::slow_start));
    end.queue(500);
    end.take(now);
    for (std::uint16_t nr = 1; nr <= 400; ++nr) EXPECT_LE(window_after(end, nr), 3);
}

TEST(CongestionAvoidance, HalvesAWindowThatNeverGrewBeyondThePeers) {
    End end(window_of(4, CongestionControl::slow_start));
    end.queue(500);
    end.take(now);
    for (std::uint16_t nr = 1; nr <= 400; ++nr) window_after(end, nr);
    end.transmit(1s);  // threshold 2
    std::vector<std::size_t> windows{window_after(end, 404)};
    for (std::uint16_t nr = 405; nr <= 410; ++nr) windows.push_back(window_after(end, nr));
    EXPECT_THAT(windows, ElementsAre(2, 2, 3, 3, 3, 4, 4));
}

TEST(CongestionAvoidance, StartsFromTheWindowThatThePeerNames) {
    End end;
    end.channel.set_peer_window(6);
    end.queue(100);
    end.take(now);
    std::vector<std::size_t> windows;
    for (std::uint16_t nr = 1; nr <= 7; ++nr) windows.push_back(window_after(end, nr));
    EXPECT_THAT(windows, ElementsAre(2, 3, 4, 5, 6, 6, 6));
}

}  // namespace
}  // namespace l2tp::protocol
