// SPDX-License-Identifier: GPL-2.0-or-later
// The RFC's own examples (Appendix B), number for number.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/protocol/channel.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr milliseconds trip{100};

// establish runs B.1 between the two ends: SCCRQ, SCCRP, SCCCN, ZLB. It ends at 3 trips.
void establish(End& lac, End& lns) {
    lac.queue();  // SCCRQ
    ASSERT_THAT(lac.transmit(0ms), ElementsAre(message(0, 0)));
    ASSERT_EQ(lns.receive(message(0, 0)), Receipt::deliver);
    lns.queue();  // SCCRP
    ASSERT_THAT(lns.transmit(trip), ElementsAre(message(0, 1)));
    ASSERT_EQ(lac.receive(message(0, 1)), Receipt::deliver);
    lac.queue();  // SCCCN
    ASSERT_THAT(lac.transmit(2 * trip), ElementsAre(message(1, 1)));
    ASSERT_EQ(lns.receive(message(1, 1)), Receipt::deliver);
    ASSERT_THAT(lns.transmit(3 * trip), ElementsAre(zlb(1, 2)));
    ASSERT_EQ(lac.receive(zlb(1, 2)), Receipt::acknowledgement);
    ASSERT_TRUE(lac.channel.all_acknowledged());
    ASSERT_TRUE(lns.channel.all_acknowledged());
}

TEST(AppendixB, LockStepTunnelEstablishment) {
    End lac;
    End lns;
    establish(lac, lns);
}

TEST(AppendixB, LostPacketWithRetransmission) {
    End lac;
    End lns;
    establish(lac, lns);
    lac.queue();  // ICRQ
    EXPECT_THAT(lac.transmit(1000ms), ElementsAre(message(2, 1)));
    EXPECT_EQ(lns.receive(message(2, 1)), Receipt::deliver);
    lns.queue();  // ICRP, which is lost
    EXPECT_THAT(lns.transmit(1100ms), ElementsAre(message(1, 3)));

    EXPECT_THAT(lac.transmit(2000ms), ElementsAre(again(2, 1)));  // the LAC's timer fires first
    EXPECT_EQ(lns.receive(message(2, 1)), Receipt::duplicate);
    EXPECT_THAT(lns.transmit(2050ms), ElementsAre(zlb(2, 3)));
    EXPECT_EQ(lac.receive(zlb(2, 3)), Receipt::acknowledgement);
    EXPECT_THAT(lac.transmit(2060ms), IsEmpty());

    EXPECT_THAT(lns.transmit(2100ms), ElementsAre(again(1, 3)));  // the LNS's timer
    EXPECT_EQ(lac.receive(message(1, 3)), Receipt::deliver);
    lac.queue();  // ICCN
    EXPECT_THAT(lac.transmit(2200ms), ElementsAre(message(3, 2)));
    EXPECT_EQ(lns.receive(message(3, 2)), Receipt::deliver);
    EXPECT_THAT(lns.transmit(2300ms), ElementsAre(zlb(2, 4)));
    EXPECT_EQ(lac.receive(zlb(2, 4)), Receipt::acknowledgement);
    EXPECT_TRUE(lac.channel.all_acknowledged());
    EXPECT_TRUE(lns.channel.all_acknowledged());
}

// A duplicate may instead be acknowledged by a message that waits (5.8): the retransmission, if it is due.
TEST(AppendixB, LostPacketWhereTheRetransmissionCarriesTheAcknowledgement) {
    End lac;
    End lns;
    establish(lac, lns);
    lac.queue();
    lac.transmit(1000ms);
    lns.receive(message(2, 1));
    lns.queue();
    lns.transmit(1000ms);
    lac.transmit(2000ms);
    lns.receive(message(2, 1));
    EXPECT_THAT(lns.transmit(2000ms), ElementsAre(again(1, 3)));
}

}  // namespace
}  // namespace l2tp::protocol
