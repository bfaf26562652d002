// SPDX-License-Identifier: GPL-2.0-or-later
// UDP is found under every link layer, behind VLAN tags and extension headers, and in cut packets.
#include <gtest/gtest.h>

#include "tester/capture/ip_packet.hpp"
#include "tester/capture/link_layer.hpp"
#include "tests/tester/packets.hpp"

namespace l2tp::tester {
namespace {

using codec::Octets;
using codec::OctetString;

const OctetString payload{0xc8, 0x02, 0x00, 0x0c, 0, 1, 0, 0, 0, 0, 0, 0, 0x42};

std::optional<codec::Datagram> udp_in(Octets ip) {
    const auto packet = read_ip_packet(ip, ip.size());
    return packet && !packet->fragment ? udp_in_packet(*packet) : std::nullopt;
}

OctetString joined(OctetString header, Octets packet) {
    codec::append_octets(header, packet);
    return header;
}

struct LinkCase {
    const char* name;
    int link_type;
    OctetString header;
};

const LinkCase link_cases[] = {
    {"Ethernet", 1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x08, 0x00}},
    {"one VLAN tag", 1, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x81, 0x00, 0, 5, 0x08, 0x00}},
    {"two VLAN tags", 1, {1,  2,    3,    4, 5, 6,    7, 8, 9, 10,   11,
                          12, 0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 0x08, 0x00}},
    {"three VLAN tags", 1, {1, 2, 3, 4,    5, 6, 7, 8,    9, 10, 11, 12,   0x91,
                            0, 0, 5, 0x81, 0, 0, 6, 0x81, 0, 0,  7,  0x08, 0x00}},
    {"Linux cooked", 113, {0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 0x08, 0x00}},
    {"Linux cooked, VLAN", 113, {0, 0, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0, 0x81, 0x00, 0, 5, 0x08, 0x00}},
    {"Linux cooked 2", 276, {0x08, 0x00, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, 1, 2, 3, 4, 5, 6, 0, 0}},
    {"Linux cooked 2, VLAN", 276, {0x81, 0x00, 0, 0, 0, 0, 0, 2, 0, 1, 0,    6,
                                   1,    2,    3, 4, 5, 6, 0, 0, 0, 5, 0x08, 0x00}},
    {"BSD loopback", 0, {2, 0, 0, 0}},
    {"OpenBSD loopback", 108, {0, 0, 0, 2}},
    {"raw IP", 12, {}},
    {"raw IP on OpenBSD", 14, {}},
    {"raw IP by its file number", 101, {}},
    {"raw IPv4", 228, {}},
};

TEST(IpInFrame, FindsIpUnderEveryLinkType) {
    const OctetString packet = test::udp_over_ipv4(payload);
    for (const LinkCase& link : link_cases) {
        EXPECT_TRUE(supports_link_type(link.link_type)) << link.name;
        const OctetString frame = joined(link.header, packet);
        const auto ip = ip_in_frame(link.link_type, frame);
        ASSERT_TRUE(ip) << link.name;
        EXPECT_TRUE(codec::same_octets(*ip, packet)) << link.name;
    }
}

TEST(IpInFrame, NeverReadsPastACutFrame) {
    const OctetString packet = test::udp_over_ipv4(payload);
    for (const LinkCase& link : link_cases) {
        const OctetString frame = joined(link.header, packet);
        for (std::size_t size = 0; size <= frame.size(); ++size) {
            const OctetString cut(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(size));
            const auto ip = ip_in_frame(link.link_type, cut);
            EXPECT_EQ(ip.has_value(), size >= link.header.size()) << link.name << size;
        }
    }
}

TEST(IpInFrame, IgnoresWhatIsNotIp) {
    EXPECT_FALSE(ip_in_frame(1, OctetString{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0x08, 0x06, 0x45}));
    EXPECT_FALSE(ip_in_frame(105, test::udp_over_ipv4(payload)));
    EXPECT_FALSE(supports_link_type(105));
}

TEST(UdpInPacket, HasEndpointsLengthAndChecksum) {
    for (const OctetString& packet : {test::udp_over_ipv4(payload), test::udp_over_ipv6(payload)}) {
        const auto datagram = udp_in(packet);
        ASSERT_TRUE(datagram);
        EXPECT_EQ(datagram->from.port, 40000);
        EXPECT_EQ(datagram->to.port, 1701);
        EXPECT_EQ(datagram->wire_length, payload.size());
        EXPECT_TRUE(codec::same_octets(datagram->octets, payload));
        EXPECT_EQ(datagram->udp_checksum, 0x1234);
    }
}

TEST(UdpInPacket, IgnoresATrailerOfTheLinkLayer) {
    const OctetString packet = joined(test::udp_over_ipv4(payload), OctetString(9));
    const auto datagram = udp_in(packet);
    ASSERT_TRUE(datagram);
    EXPECT_TRUE(codec::same_octets(datagram->octets, payload));
}

TEST(UdpInPacket, NeverReadsPastACutPacket) {
    for (const OctetString& packet : {test::udp_over_ipv4(payload), test::udp_over_ipv6(payload)}) {
        for (std::size_t size = 0; size < packet.size(); ++size) {
            const OctetString cut(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
            const auto datagram = udp_in(cut);
            if (!datagram) continue;
            EXPECT_EQ(datagram->wire_length, payload.size());
            EXPECT_LE(datagram->octets.size(), size);
        }
    }
}

TEST(UdpInPacket, PassesOverIpv6ExtensionHeaders) {
    OctetString packet = test::udp_over_ipv6(payload);
    packet[5] = static_cast<std::uint8_t>(packet[5] + 16);
    packet[6] = 0;
    const OctetString headers{60, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0};
    packet.insert(packet.begin() + 40, headers.begin(), headers.end());
    const auto datagram = udp_in(packet);
    ASSERT_TRUE(datagram);
    EXPECT_EQ(datagram->to.port, 1701);
    EXPECT_TRUE(codec::same_octets(datagram->octets, payload));
}

TEST(UdpInPacket, PassesOverTheFragmentHeaderOfAnOnlyFragment) {
    const OctetString packet = test::fragment_of(test::udp_over_ipv6(payload), 0, 8 + payload.size());
    EXPECT_TRUE(udp_in(packet));
}

TEST(UdpInPacket, TakesASegmentationOffloadedPacketWhole) {
    OctetString packet = test::udp_over_ipv4(payload);
    packet[2] = packet[3] = 0;
    const auto datagram = udp_in(packet);
    ASSERT_TRUE(datagram);
    EXPECT_TRUE(codec::same_octets(datagram->octets, payload));
}

TEST(UdpInPacket, IgnoresOtherProtocolsAndLengthsThatCannotBe) {
    for (const auto& [offset, value] : {std::pair{9, 6}, std::pair{25, 7}, std::pair{25, 100}}) {
        OctetString packet = test::udp_over_ipv4(payload);
        packet[static_cast<std::size_t>(offset)] = static_cast<std::uint8_t>(value);
        EXPECT_FALSE(udp_in(packet)) << offset;
    }
}

}  // namespace
}  // namespace l2tp::tester
