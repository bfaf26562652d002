// SPDX-License-Identifier: GPL-2.0-or-later
// What the tester's channel knows of messages that did not arrive.
#include "tester/run/tester_channel.hpp"

#include <gtest/gtest.h>

#include "codec/decode.hpp"
#include "codec/message_table.hpp"

namespace l2tp::tester {
namespace {

// receive has the channel take a message, a HELLO or a ZLB, with this Ns.
void receive(TesterChannel& channel, codec::Message message, std::uint16_t ns) {
    message.tunnel_id = 1;
    message.ns = ns;
    const codec::OctetString octets = codec::encode(message);
    codec::Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = octets.size();
    static_cast<void>(channel.receive(codec::decode(datagram)));
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

}  // namespace
}  // namespace l2tp::tester
