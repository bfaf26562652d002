// SPDX-License-Identifier: GPL-2.0-or-later
// Retransmission, backoff and giving up (RFC 2661, 5.8).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/channel.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// Life is what becomes of one message that is never acknowledged, in milliseconds.
struct Life {
    std::vector<milliseconds::rep> transmissions;
    milliseconds::rep failed = -1;
};

Life life_of_a_lost_message(const ChannelSettings& settings) {
    End end(settings);
    end.queue();
    Life life;
    milliseconds now{0};
    for (int round = 0; round < 50 && !end.channel.failed(); ++round) {
        for ([[maybe_unused]] const Sent& sent : end.transmit(now)) life.transmissions.push_back(now.count());
        if (end.channel.failed()) life.failed = now.count();
        now = milliseconds(end.deadline());
    }
    return life;
}

TEST(Retransmission, BacksOffExponentiallyUpToTheCapAndThenGivesUp) {
    const Life life = life_of_a_lost_message({});
    EXPECT_THAT(life.transmissions, ElementsAre(0, 1000, 3000, 7000, 15000, 23000));
    EXPECT_EQ(life.failed, 31000);
}

TEST(Retransmission, FollowsTheConfiguredInterval) {
    const Life life = life_of_a_lost_message({.first_interval = 500ms});
    EXPECT_THAT(life.transmissions, ElementsAre(0, 500, 1500, 3500, 7500, 15500));
    EXPECT_EQ(life.failed, 23500);
}

TEST(Retransmission, FollowsTheConfiguredCap) {
    const Life life = life_of_a_lost_message({.interval_cap = 60s});
    EXPECT_THAT(life.transmissions, ElementsAre(0, 1000, 3000, 7000, 15000, 31000));
    EXPECT_EQ(life.failed, 63000);
}

TEST(Retransmission, MeetsTheCapWhereTheIntervalIsNoPowerOfTwo) {
    const Life life = life_of_a_lost_message({.first_interval = 3s});
    EXPECT_THAT(life.transmissions, ElementsAre(0, 3000, 9000, 17000, 25000, 33000));
}

TEST(Retransmission, KeepsAFirstIntervalBeyondTheCap) {
    const Life life = life_of_a_lost_message({.first_interval = 10s, .max_retransmissions = 2});
    EXPECT_THAT(life.transmissions, ElementsAre(0, 10000, 20000));
    EXPECT_EQ(life.failed, 30000);
}

TEST(Retransmission, GivesUpAfterTheConfiguredCount) {
    EXPECT_THAT(life_of_a_lost_message({.max_retransmissions = 0}).transmissions, ElementsAre(0));
    EXPECT_EQ(life_of_a_lost_message({.max_retransmissions = 0}).failed, 1000);
    EXPECT_EQ(life_of_a_lost_message({.max_retransmissions = 1}).failed, 3000);
    EXPECT_EQ(life_of_a_lost_message({.max_retransmissions = 10}).failed, 71000);
}

TEST(Retransmission, TakesAFullCycleOf31SecondsByDefault) {
    EXPECT_EQ(ChannelSettings{}.full_cycle(), 31s);  // 1 + 2 + 4 + 8 + 8 + 8
}

TEST(Retransmission, TakesAFullCycleUntilItGivesUp) {
    for (const ChannelSettings& settings :
         {ChannelSettings{.first_interval = 250ms}, ChannelSettings{.interval_cap = 20s},
          ChannelSettings{.max_retransmissions = 9}, ChannelSettings{.first_interval = 9s}}) {
        EXPECT_EQ(settings.full_cycle(), milliseconds(life_of_a_lost_message(settings).failed));
    }
}

TEST(Retransmission, HasTheSameNsAndTheNrOfNow) {
    End end;
    end.queue();
    EXPECT_THAT(end.transmit(0s), ElementsAre(message(0, 0)));
    end.receive(message(0, 0));
    end.receive(message(1, 0));
    EXPECT_THAT(end.transmit(500ms), ElementsAre(zlb(1, 2)));
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(0, 2)));
}

TEST(Retransmission, CarriesAnAcknowledgementThatIsOwed) {
    End end;
    end.queue();
    end.transmit(0s);
    end.receive(message(0, 0));
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(0, 1)));
}

TEST(Retransmission, DoesNotComeBeforeItsTime) {
    End end;
    end.queue();
    end.transmit(0s);
    EXPECT_EQ(end.deadline(), 1000);
    EXPECT_THAT(end.transmit(999ms), IsEmpty());
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(0, 0)));
    EXPECT_EQ(end.deadline(), 3000);
}

TEST(Retransmission, StopsWithTheAcknowledgement) {
    End end;
    end.queue();
    end.transmit(0s);
    end.transmit(1s);
    end.acknowledge(1);
    EXPECT_EQ(end.deadline(), -1);
    EXPECT_THAT(end.transmit(3s), IsEmpty());
    EXPECT_FALSE(end.channel.failed());
}

TEST(Retransmission, BeginsAnewWithEachMessage) {
    End end;
    end.queue();
    end.transmit(0s);
    end.transmit(1s);
    end.transmit(3s);
    end.acknowledge(1);
    end.queue();
    EXPECT_THAT(end.transmit(4s), ElementsAre(message(1, 0)));
    EXPECT_EQ(end.deadline(), 5000);
    EXPECT_THAT(end.transmit(5s), ElementsAre(again(1, 0)));
}

TEST(Retransmission, CountsEachMessageByItself) {
    End end({.max_retransmissions = 1, .congestion_control = CongestionControl::none});
    for (std::uint16_t ns = 0; ns < 5; ++ns) {
        const milliseconds start = ns * 2s;
        end.queue();
        EXPECT_THAT(end.transmit(start), ElementsAre(message(ns, 0)));
        EXPECT_THAT(end.transmit(start + 1s), ElementsAre(again(ns, 0)));
        end.acknowledge(static_cast<std::uint16_t>(ns + 1));
    }
    EXPECT_FALSE(end.channel.failed());
}

TEST(Retransmission, SendsAllThatIsDueWithoutCongestionControl) {
    End end({.congestion_control = CongestionControl::none});
    end.queue(3);
    end.transmit(0s);
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(0, 0), again(1, 0), again(2, 0)));
}

TEST(Retransmission, IsTimedForEachMessageWithoutCongestionControl) {
    End end({.max_retransmissions = 1, .congestion_control = CongestionControl::none});
    end.queue();
    end.transmit(0s);
    end.queue();
    end.transmit(900ms);
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(0, 0)));
    EXPECT_EQ(end.deadline(), 1900);
    EXPECT_THAT(end.transmit(1900ms), ElementsAre(again(1, 0)));
    EXPECT_EQ(end.deadline(), 3000);
    EXPECT_THAT(end.transmit(2999ms), IsEmpty());
    EXPECT_FALSE(end.channel.failed());
    end.transmit(3s);
    EXPECT_TRUE(end.channel.failed());
}

TEST(Retransmission, SendsOneAtATimeInSlowStart) {
    End end;
    end.queue(4);
    end.transmit(0s);
    end.acknowledge(1);
    EXPECT_THAT(end.transmit(0s), ElementsAre(message(1, 0), message(2, 0)));
    EXPECT_THAT(end.transmit(1s), ElementsAre(again(1, 0)));
    end.acknowledge(2);
    EXPECT_THAT(end.take(1100ms), ElementsAre(again(2, 0), message(3, 0)));
}

// A message that waits behind a lost one is late; its own interval still must not shrink.
TEST(Retransmission, BacksOffFromTheIntervalThatReallyPassed) {
    End end;
    end.queue(3);
    end.transmit(0s);
    end.acknowledge(1);
    end.transmit(0s);  // Ns 1 and 2
    end.transmit(1s);
    end.transmit(3s);
    end.acknowledge(2);
    EXPECT_THAT(end.take(3s), ElementsAre(again(2, 0)));  // 3 s after it was sent first
    EXPECT_EQ(end.deadline(), 9000);
    EXPECT_THAT(end.transmit(9s), ElementsAre(again(2, 0)));
    EXPECT_EQ(end.deadline(), 17000);  // the cap
}

TEST(Retransmission, SendsNothingMoreOnceItGaveUp) {
    End end({.max_retransmissions = 0});
    end.queue(2);
    end.transmit(0s);
    EXPECT_THAT(end.transmit(1s), IsEmpty());
    EXPECT_TRUE(end.channel.failed());
    end.receive(message(0, 0));
    end.queue();
    EXPECT_THAT(end.transmit(2s), IsEmpty());
    EXPECT_EQ(end.deadline(), -1);
}

}  // namespace
}  // namespace l2tp::protocol
