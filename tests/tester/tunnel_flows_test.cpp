// SPDX-License-Identifier: GPL-2.0-or-later
// Which datagrams of a capture belong to tunnels: listed ports, and what floats from there (RFC 2661, 8.1).
#include "tester/capture/tunnel_flows.hpp"

#include <gtest/gtest.h>

#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

const codec::OctetString control_message{0xc8, 0x02, 0x00, 0x0c, 0, 0, 0, 0, 0, 0, 0, 0};
const codec::OctetString data_message{0x00, 0x02, 0x00, 0x01, 0, 1, 0xff, 0x03};

class TunnelFlowsTest : public testing::Test {
  protected:
    bool contains(const char* from, const char* to, const codec::OctetString& octets) {
        codec::Datagram datagram;
        datagram.octets = octets;
        datagram.wire_length = octets.size();
        datagram.from = *parse_endpoint(from, 0);
        datagram.to = *parse_endpoint(to, 0);
        return flows.contains(datagram);
    }

    TunnelFlows flows{{}};
};

TEST_F(TunnelFlowsTest, HoldsWhateverHasPort1701OnEitherSide) {
    EXPECT_TRUE(contains("192.0.2.1:1701", "192.0.2.2:53", data_message));
    EXPECT_TRUE(contains("192.0.2.2:53", "192.0.2.1:1701", data_message));
    EXPECT_FALSE(contains("192.0.2.2:53", "192.0.2.1:53", control_message));
}

TEST_F(TunnelFlowsTest, HoldsTheListedPortsToo) {
    flows = TunnelFlows({17011});
    EXPECT_TRUE(contains("192.0.2.1:17011", "192.0.2.2:53", data_message));
    EXPECT_TRUE(contains("192.0.2.1:1701", "192.0.2.2:53", data_message));
    EXPECT_FALSE(contains("192.0.2.1:17012", "192.0.2.2:53", control_message));
}

TEST_F(TunnelFlowsTest, FollowsAResponderToAnotherPort) {
    EXPECT_TRUE(contains("192.0.2.1:40000", "192.0.2.2:1701", control_message));
    EXPECT_TRUE(contains("192.0.2.2:50000", "192.0.2.1:40000", control_message));
    EXPECT_TRUE(contains("192.0.2.1:40000", "192.0.2.2:50000", data_message));
    EXPECT_TRUE(contains("192.0.2.2:50000", "192.0.2.1:40000", data_message));
}

TEST_F(TunnelFlowsTest, FollowsOnlyControlMessagesToWhoAskedForATunnel) {
    EXPECT_FALSE(contains("192.0.2.2:50000", "192.0.2.1:40000", control_message));  // not asked yet
    EXPECT_TRUE(contains("192.0.2.1:40000", "192.0.2.2:1701", control_message));
    EXPECT_FALSE(contains("192.0.2.2:50000", "192.0.2.1:40001", control_message));
    EXPECT_FALSE(contains("192.0.2.2:50000", "192.0.2.1:40000", data_message));
    EXPECT_FALSE(contains("192.0.2.1:40000", "192.0.2.2:50000", data_message));
}

TEST_F(TunnelFlowsTest, DoesNotFollowWhatAskedForNoTunnel) {
    EXPECT_TRUE(contains("192.0.2.1:40000", "192.0.2.2:1701", data_message));
    EXPECT_FALSE(contains("192.0.2.2:50000", "192.0.2.1:40000", control_message));
}

TEST(LimitedSet, ForgetsWhatCameFirst) {
    LimitedSet<std::size_t> set;
    for (std::size_t i = 0; i <= LimitedSet<std::size_t>::most; ++i) set.insert(i);
    EXPECT_FALSE(set.contains(0));
    EXPECT_TRUE(set.contains(1));
    EXPECT_TRUE(set.contains(LimitedSet<std::size_t>::most));
}

}  // namespace
}  // namespace l2tp::tester
