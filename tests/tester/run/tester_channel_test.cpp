// SPDX-License-Identifier: GPL-2.0-or-later
// What the tester's channel knows of messages that did not arrive, and what it sends again when.
#include "tester/run/tester_channel.hpp"

#include <chrono>
#include <vector>

#include <gtest/gtest.h>

#include "codec/decode.hpp"
#include "codec/message_table.hpp"

namespace l2tp::tester {
namespace {

using namespace std::chrono_literals;

// receive has the channel take a message, a HELLO or a ZLB, with this Ns.
void receive(TesterChannel& channel, codec::Message message, std::uint16_t ns, std::uint16_t nr = 0,
             Time now = {}) {
    message.tunnel_id = 1;
    message.ns = ns;
    message.nr = nr;
    const codec::OctetString octets = codec::encode(message);
    codec::Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = octets.size();
    static_cast<void>(channel.receive(codec::decode(datagram), now));
}

codec::Message hello() {
    return codec::make_message(*codec::find_message(codec::message_type::hello));
}

TEST(TesterChannel, MissesWhatAZlbStandsBehind) {
    TesterChannel channel;
    receive(channel, codec::make_zlb(), 0);
    EXPECT_FALSE(channel.misses());
    receive(channel, codec::make_zlb(), 1);  // Ns 0 was sent, and did not arrive
    EXPECT_TRUE(channel.misses());
    receive(channel, codec::make_zlb(), 0);  // an older one
    EXPECT_TRUE(channel.misses());
    receive(channel, hello(), 0);
    EXPECT_FALSE(channel.misses());
}

TEST(TesterChannel, MissesWhatALaterMessageIsAheadOf) {
    TesterChannel channel;
    receive(channel, hello(), 1);
    EXPECT_TRUE(channel.misses());
    receive(channel, hello(), 0);
    EXPECT_TRUE(channel.misses());  // Ns 1 was early, and comes again
    receive(channel, hello(), 1);
    EXPECT_FALSE(channel.misses());
}

// acknowledge has the channel take a ZLB: the DUT takes `nr` next.
void acknowledge(TesterChannel& channel, std::uint16_t nr, Time now) {
    receive(channel, codec::make_zlb(), 0, nr, now);
}

enum class Many : bool { no, yes };

void send_hellos(TesterChannel& channel, unsigned count, Many many = Many::no) {
    for (unsigned i = 0; i < count; ++i) {
        TesterChannel::Queued queued{hello(), codec::find_message(codec::message_type::hello)};
        queued.one_of_many = many == Many::yes;
        channel.send(std::move(queued));
    }
}

// sent lists the numbers of what goes out at a time.
std::vector<std::uint16_t> sent(TesterChannel& channel, Time now) {
    std::vector<std::uint16_t> numbers;
    for (const TesterChannel::Outgoing& outgoing : channel.take_outgoing(now)) {
        numbers.push_back(outgoing.message.ns);
    }
    return numbers;
}

using Numbers = std::vector<std::uint16_t>;

TEST(TesterChannel, SendsAgainAtOnceWhatCameEarlyBehindAGap) {
    TesterChannel channel;
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 0ms), (Numbers{0}));  // lost
    send_hellos(channel, 2);
    EXPECT_EQ(sent(channel, 500ms), (Numbers{1, 2}));
    EXPECT_EQ(sent(channel, 999ms), Numbers{});
    EXPECT_EQ(sent(channel, 1000ms), (Numbers{0}));
    acknowledge(channel, 1, 1001ms);  // Ns 1 and 2 were discarded
    EXPECT_EQ(sent(channel, 1001ms), (Numbers{1, 2}));
    acknowledge(channel, 2, 1002ms);  // and now came
    EXPECT_EQ(sent(channel, 1002ms), Numbers{});
    acknowledge(channel, 3, 1003ms);
    EXPECT_TRUE(channel.all_acknowledged());
}

// The clock may stand still between several datagrams that were read at once.
TEST(TesterChannel, KnowsTheOrderOfWhatItSentAtOneTime) {
    TesterChannel channel;
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 0ms), (Numbers{0}));  // lost
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 500ms), (Numbers{1}));  // discarded
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 1000ms), (Numbers{0, 2}));  // and so is Ns 2
    acknowledge(channel, 1, 1000ms);
    EXPECT_EQ(sent(channel, 1000ms), (Numbers{1}));
    acknowledge(channel, 2, 1000ms);
    EXPECT_EQ(sent(channel, 1000ms), (Numbers{2}));
    acknowledge(channel, 3, 1000ms);
    EXPECT_TRUE(channel.all_acknowledged());
}

TEST(TesterChannel, SendsNothingAgainThatWasKeptBehindAGap) {
    TesterChannel channel;
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 0ms), (Numbers{0}));  // lost
    send_hellos(channel, 2);
    EXPECT_EQ(sent(channel, 500ms), (Numbers{1, 2}));
    EXPECT_EQ(sent(channel, 1000ms), (Numbers{0}));
    acknowledge(channel, 3, 1001ms);
    EXPECT_TRUE(channel.all_acknowledged());
    EXPECT_EQ(channel.next_deadline(), std::nullopt);
}

TEST(TesterChannel, SendsTheFirstCopiesOfOneOfManyEarly) {
    TesterChannel channel;
    send_hellos(channel, 20, Many::yes);
    EXPECT_EQ(sent(channel, 0ms), (Numbers{0, 1, 2, 3}));
    acknowledge(channel, 4, 10ms);
    EXPECT_EQ(sent(channel, 10ms), (Numbers{4, 5, 6, 7}));
    EXPECT_EQ(channel.next_deadline(), 60ms);
    EXPECT_EQ(sent(channel, 60ms), (Numbers{4, 5, 6, 7}));
    EXPECT_EQ(sent(channel, 160ms), (Numbers{4, 5, 6, 7}));
    EXPECT_EQ(sent(channel, 360ms), (Numbers{4, 5, 6, 7}));
    EXPECT_EQ(channel.next_deadline(), 8360ms);  // then as ever
}

TEST(TesterChannel, WaitsForASlowDeviceBeforeTheFirstCopy) {
    TesterChannel channel;
    send_hellos(channel, 20, Many::yes);
    EXPECT_EQ(sent(channel, 0ms), (Numbers{0, 1, 2, 3}));
    acknowledge(channel, 4, 300ms);
    EXPECT_EQ(sent(channel, 300ms), (Numbers{4, 5, 6, 7}));
    EXPECT_GT(channel.next_deadline(), 700ms);
    EXPECT_LE(channel.next_deadline(), 1300ms);
}

TEST(TesterChannel, WaitsASecondForTheFirstCopyOfASingleMessage) {
    TesterChannel channel;
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 0ms), (Numbers{0}));
    acknowledge(channel, 1, 1ms);
    send_hellos(channel, 1);
    EXPECT_EQ(sent(channel, 2ms), (Numbers{1}));
    EXPECT_EQ(channel.next_deadline(), 1002ms);
}

}  // namespace
}  // namespace l2tp::tester
