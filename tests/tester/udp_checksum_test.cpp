// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/udp_checksum.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>

#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::array<std::uint8_t, 3> odd_payload{0x01, 0x02, 0x03};

codec::Datagram datagram_with(std::optional<std::uint16_t> checksum) {
    codec::Datagram datagram;
    datagram.octets = odd_payload;
    datagram.wire_length = odd_payload.size();
    datagram.from = *parse_endpoint("192.0.2.1", 1701);
    datagram.to = *parse_endpoint("192.0.2.2", 1702);
    datagram.udp_checksum = checksum;
    return datagram;
}

// By hand: c000 + 0201 + c000 + 0202 + 0011 + 000b, then 06a5 + 06a6 + 000b + 0102 + 0300.
constexpr std::uint16_t of_pseudo_header = 0x8420;
constexpr std::uint16_t right = 0x6a87;

TEST(UdpChecksumTest, IsThatOfRfc768) {
    EXPECT_EQ(right_udp_checksum(datagram_with({})), right);
}

TEST(UdpChecksumTest, TellsRightFromWrong) {
    EXPECT_EQ(state_of_checksum(datagram_with(right)), UdpChecksum::right);
    EXPECT_EQ(state_of_checksum(datagram_with(right + 1)), UdpChecksum::wrong);
    EXPECT_EQ(state_of_checksum(datagram_with(0)), UdpChecksum::none);
}

TEST(UdpChecksumTest, KnowsOneThatHardwareWasToFillIn) {
    EXPECT_EQ(state_of_checksum(datagram_with(of_pseudo_header)), UdpChecksum::unfilled);
}

TEST(UdpChecksumTest, IsUnknownWithoutARealHeaderAndOfADatagramThatIsCut) {
    EXPECT_EQ(state_of_checksum(datagram_with({})), UdpChecksum::unknown);
    codec::Datagram cut = datagram_with(1);
    cut.wire_length = 100;
    EXPECT_EQ(state_of_checksum(cut), UdpChecksum::unknown);
    cut.udp_checksum = 0;
    EXPECT_EQ(state_of_checksum(cut), UdpChecksum::none);
}

}  // namespace
}  // namespace l2tp::tester
