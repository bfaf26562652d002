// SPDX-License-Identifier: GPL-2.0-or-later
// Ns and Nr: order, duplicates, gaps, acknowledgements (RFC 2661, 5.8).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/channel.hpp"

namespace l2tp::protocol {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds now{0};

// deliver brings the channel to where it expects Ns `next`.
void deliver_up_to(End& end, std::uint16_t next) {
    for (std::uint16_t ns = 0; ns != next; ++ns) ASSERT_EQ(end.receive(message(ns, 0)), Receipt::deliver);
    end.take(now);
}

TEST(Sequence, CountsTheNumberItselfAndThe32767BeforeItAsReceived) {
    EXPECT_TRUE(sequence_at_or_before(15, 15));
    EXPECT_TRUE(sequence_at_or_before(0, 15));
    EXPECT_TRUE(sequence_at_or_before(65535, 15));
    EXPECT_TRUE(sequence_at_or_before(32784, 15));
    EXPECT_FALSE(sequence_at_or_before(32783, 15));
    EXPECT_FALSE(sequence_at_or_before(16, 15));
}

TEST(ChannelNumbers, BeginAtZeroAndCountMessages) {
    End end({.congestion_control = CongestionControl::none});
    end.queue(3);
    EXPECT_THAT(end.take(now), ElementsAre(message(0, 0), message(1, 0), message(2, 0)));
    EXPECT_EQ(end.channel.next_ns(), 3);
}

TEST(ChannelNumbers, AcknowledgeTheNextExpectedMessage) {
    End end;
    EXPECT_EQ(end.receive(message(0, 0)), Receipt::deliver);
    EXPECT_EQ(end.channel.next_nr(), 1);
    EXPECT_THAT(end.take(now), ElementsAre(zlb(0, 1)));
}

TEST(ChannelNumbers, AcknowledgeSeveralMessagesWithOneZlb) {
    End end;
    end.receive(message(0, 0));
    end.receive(message(1, 0));
    EXPECT_THAT(end.take(now), ElementsAre(zlb(0, 2)));
    EXPECT_THAT(end.take(now), IsEmpty());
}

TEST(ChannelNumbers, LetAMessageCarryTheAcknowledgement) {
    End end;
    end.receive(message(0, 0));
    end.queue();
    EXPECT_THAT(end.take(now), ElementsAre(message(0, 1)));
}

TEST(ChannelNumbers, SendAZlbWhereTheWindowHoldsTheMessageBack) {
    End end;
    end.queue(2);
    end.take(now);
    end.receive(message(0, 0));
    EXPECT_THAT(end.take(now), ElementsAre(zlb(1, 1)));
}

TEST(ChannelNumbers, OfAZlbAreTheNextOnesAndAreNotUsedUp) {
    End end;
    end.queue();
    end.take(now);
    end.receive(message(0, 1));
    EXPECT_THAT(end.take(now), ElementsAre(zlb(1, 1)));
    end.queue();
    EXPECT_THAT(end.take(now), ElementsAre(message(1, 1)));
}

TEST(ChannelNumbers, OfAReceivedZlbNeitherMoveNrNorAreAcknowledged) {
    End end;
    for (const std::uint16_t ns : numbers({0, 1, 7, 65535})) {
        EXPECT_EQ(end.receive(zlb(ns, 0)), Receipt::acknowledgement) << ns;
        EXPECT_EQ(end.channel.next_nr(), 0);
        EXPECT_THAT(end.take(now), IsEmpty());
    }
}

TEST(ChannelNumbers, AcknowledgeADuplicateAgainWithoutDelivery) {
    End end;
    deliver_up_to(end, 1);
    for (int copy = 0; copy < 3; ++copy) {
        EXPECT_EQ(end.receive(message(0, 0)), Receipt::duplicate);
        EXPECT_THAT(end.take(now), ElementsAre(zlb(0, 1)));
    }
}

TEST(ChannelNumbers, AcknowledgeADuplicateWithAQueuedMessage) {
    End end;
    deliver_up_to(end, 1);
    end.receive(message(0, 0));
    end.queue();
    EXPECT_THAT(end.take(now), ElementsAre(message(0, 1)));
}

TEST(ChannelNumbers, TellDuplicatesFromEarlyMessagesHalfTheRangeAway) {
    End end;
    deliver_up_to(end, 16);
    EXPECT_EQ(end.receive(message(15, 0)), Receipt::duplicate);
    EXPECT_EQ(end.receive(message(32784, 0)), Receipt::duplicate);
    EXPECT_EQ(end.receive(message(32783, 0)), Receipt::early);
    EXPECT_EQ(end.receive(message(17, 0)), Receipt::early);
}

TEST(ChannelNumbers, NeverAcknowledgeAcrossAGap) {
    End end;
    EXPECT_EQ(end.receive(message(1, 0)), Receipt::early);
    EXPECT_EQ(end.channel.next_nr(), 0);
    EXPECT_THAT(end.take(now), IsEmpty());
}

TEST(ChannelNumbers, TakeTheAcknowledgementOfAnEarlyMessage) {
    End end;
    end.queue();
    end.take(now);
    EXPECT_EQ(end.receive(message(1, 1)), Receipt::early);
    EXPECT_TRUE(end.channel.all_acknowledged());
}

TEST(ChannelNumbers, TakeTheAcknowledgementOfADuplicate) {
    End end;
    deliver_up_to(end, 1);
    end.queue();
    end.take(now);
    EXPECT_EQ(end.receive(message(0, 1)), Receipt::duplicate);
    EXPECT_TRUE(end.channel.all_acknowledged());
}

TEST(ChannelNumbers, WrapOnTheSendingSide) {
    End end;
    for (std::uint32_t i = 0; i < 65535; ++i) {
        end.queue();
        end.take(now);
        end.acknowledge(static_cast<std::uint16_t>(i + 1));
    }
    end.queue(2);
    EXPECT_THAT(end.take(now), ElementsAre(message(65535, 0), message(0, 0)));
    end.acknowledge(0);
    EXPECT_EQ(end.channel.outstanding(), 1);
    end.acknowledge(1);
    EXPECT_TRUE(end.channel.all_acknowledged());
}

TEST(ChannelNumbers, WrapOnTheReceivingSide) {
    End end;
    deliver_up_to(end, 65535);
    EXPECT_EQ(end.receive(message(0, 0)), Receipt::early);
    EXPECT_EQ(end.receive(message(65535, 0)), Receipt::deliver);
    EXPECT_EQ(end.channel.next_nr(), 0);
    EXPECT_EQ(end.receive(message(65535, 0)), Receipt::duplicate);
    EXPECT_EQ(end.receive(message(0, 0)), Receipt::deliver);
    EXPECT_THAT(end.take(now), ElementsAre(zlb(0, 1)));
}

TEST(ChannelNumbers, IgnoreAnNrThatCoversWhatWasNeverSent) {  // reading A-14
    End end;
    end.queue(2);
    end.take(now);
    for (const std::uint16_t nr : numbers({2, 3, 1000, 65535})) {
        end.acknowledge(nr);
        EXPECT_EQ(end.channel.outstanding(), 1) << nr;
    }
    end.acknowledge(1);
    EXPECT_EQ(end.channel.outstanding(), 0);
}

TEST(ChannelNumbers, IgnoreAnOldNr) {  // reading A-14
    End end({.congestion_control = CongestionControl::none});
    end.queue(3);
    end.take(now);
    end.acknowledge(2);
    end.acknowledge(1);
    end.acknowledge(0);
    EXPECT_EQ(end.channel.outstanding(), 1);
}

TEST(ChannelNumbers, GiveZlbsThePeersTunnelId) {
    End end;
    end.channel.set_peer_tunnel_id(0x1234);
    end.receive(message(0, 0));
    const auto outgoing = end.channel.take_outgoing(now);
    ASSERT_EQ(outgoing.size(), 1);
    EXPECT_EQ(outgoing[0].message.tunnel_id, 0x1234);
    EXPECT_EQ(outgoing[0].message.session_id, 0);
    EXPECT_EQ(codec::encode(outgoing[0].message).size(), 12);
}

// Messages that arrive early (5.8, third paragraph from the figure: queued or discarded).
codec::OctetString octets_of(std::uint16_t ns) {
    return codec::encode(hello(ns));
}

TEST(EarlyMessages, AreHandedOutInOrderOnceTheGapIsFilled) {
    End end;
    for (const std::uint16_t ns : numbers({2, 1})) {
        EXPECT_EQ(end.receive(message(ns, 0)), Receipt::early);
        end.channel.hold(ns, octets_of(ns));
    }
    EXPECT_EQ(end.channel.take_held(), std::nullopt);
    EXPECT_EQ(end.receive(message(0, 0)), Receipt::deliver);
    EXPECT_EQ(end.channel.take_held(), octets_of(1));
    EXPECT_EQ(end.channel.take_held(), octets_of(2));
    EXPECT_EQ(end.channel.take_held(), std::nullopt);
    EXPECT_THAT(end.take(now), ElementsAre(zlb(0, 3)));
}

TEST(EarlyMessages, AreDuplicatesOnceTheyWereHandedOut) {
    End end;
    end.channel.hold(1, octets_of(1));
    end.receive(message(0, 0));
    ASSERT_TRUE(end.channel.take_held());
    EXPECT_EQ(end.receive(message(1, 0)), Receipt::duplicate);
}

TEST(EarlyMessages, AreHeldAcrossTheWrap) {
    End end;
    deliver_up_to(end, 65535);
    end.channel.hold(0, octets_of(0));
    end.receive(message(65535, 0));
    EXPECT_EQ(end.channel.take_held(), octets_of(0));
    EXPECT_EQ(end.channel.next_nr(), 1);
}

TEST(EarlyMessages, AreForgottenWhenTheMessageArrivesAgainInOrder) {
    End end;
    end.channel.hold(1, octets_of(1));
    end.receive(message(0, 0));
    EXPECT_EQ(end.receive(message(1, 0)), Receipt::deliver);
    EXPECT_EQ(end.channel.take_held(), std::nullopt);
    for (std::uint16_t ns = 2; ns != 1; ++ns) end.receive(message(ns, 0));  // all the way round to 1
    EXPECT_EQ(end.channel.take_held(), std::nullopt);
    EXPECT_EQ(end.channel.next_nr(), 1);
}

TEST(EarlyMessages, AreDroppedBeyondTheReceiveWindow) {
    End end({.receive_window = 4});
    for (const std::uint16_t ns : numbers({3, 4, 5, 1000})) end.channel.hold(ns, octets_of(ns));
    for (const std::uint16_t ns : numbers({0, 1, 2})) end.receive(message(ns, 0));
    EXPECT_EQ(end.channel.take_held(), octets_of(3));
    EXPECT_EQ(end.channel.take_held(), std::nullopt);
}

TEST(EarlyMessages, AreNotHeldWhenTheyAreNotEarly) {
    End end;
    deliver_up_to(end, 2);
    for (const std::uint16_t ns : numbers({2, 1, 0})) end.channel.hold(ns, octets_of(ns));
    EXPECT_EQ(end.channel.take_held(), std::nullopt);
}

}  // namespace
}  // namespace l2tp::protocol
