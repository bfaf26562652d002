// SPDX-License-Identifier: GPL-2.0-or-later
// IPCP against a peer that is played by hand.
#include <gtest/gtest.h>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using test::ByHand;
using test::in_hex;
using test::octets;
using test::packet_frame;
using test::packet_in;

TEST(Ipcp, GivesThePeerItsAddress) {
    LinkSettings settings;
    settings.address = 0x0a000001;
    settings.peer_address = 0x0a000063;
    ByHand link{settings};
    link.open_lcp();
    (void)link->take_frames();
    const auto ipcp = [&](std::string_view options) {
        const auto frames = link.say(packet_frame(number::ipcp, code::configure_request, 1, octets(options)));
        return frames.size() != 1
                   ? ""
                   : std::to_string(packet_in(frames[0]).code) + " " + in_hex(packet_in(frames[0]).data);
    };
    EXPECT_EQ(ipcp("0306 00000000"), "3 03060a000063");
    EXPECT_EQ(ipcp("0306 0a000001"), "3 03060a000063");
    EXPECT_EQ(ipcp(""), "3 03060a000063");  // it should ask
    EXPECT_EQ(ipcp("0206 002d0f01 0306 00000000"), "4 0206002d0f01");
    EXPECT_EQ(ipcp("0304 0a00"), "3 03060a000063");
    EXPECT_EQ(ipcp("0306 0a000063"), "2 03060a000063");
    EXPECT_EQ(link->peer_address(), 0x0a000063U);
}

}  // namespace
}  // namespace l2tp::protocol::ppp
