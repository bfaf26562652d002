// SPDX-License-Identifier: GPL-2.0-or-later
// Fragments in every order, twice, overlapping, lost and cut; memory and time are bounded.
#include <gtest/gtest.h>

#include <algorithm>

#include "tester/capture/reassembly.hpp"
#include "tests/tester/packets.hpp"

namespace l2tp::tester {
namespace {

using codec::OctetString;
using std::chrono::milliseconds;

OctetString counting(std::size_t size) {
    OctetString octets(size);
    for (std::size_t i = 0; i < size; ++i) octets[i] = static_cast<std::uint8_t>(i);
    return octets;
}

class ReassemblyTest : public testing::TestWithParam<bool> {
  protected:
    const OctetString payload = counting(192);
    const OctetString packet = GetParam() ? test::udp_over_ipv6(payload) : test::udp_over_ipv4(payload);

    std::optional<Reassembled> add(std::size_t offset, std::size_t size) {
        return add_packet(test::fragment_of(packet, offset, size));
    }
    std::optional<Reassembled> add_packet(OctetString fragment, std::size_t cut = 0) {
        held = std::move(fragment);
        const auto read = read_ip_packet(codec::Octets(held).first(held.size() - cut), held.size());
        ++frame;
        return reassembly.add(read.value(), milliseconds(frame), frame);
    }
    void expect_whole(const std::optional<Reassembled>& whole) {
        ASSERT_TRUE(whole);
        const auto datagram = udp_in_packet(whole->packet);
        ASSERT_TRUE(datagram);
        EXPECT_TRUE(codec::same_octets(datagram->octets, payload));
        EXPECT_EQ(datagram->wire_length, payload.size());
        EXPECT_EQ(whole->reference, frame);
        EXPECT_TRUE(reassembly.empty());
    }

    Reassembly reassembly;
    OctetString held;
    std::uint64_t frame = 0;
};

INSTANTIATE_TEST_SUITE_P(, ReassemblyTest, testing::Bool(),
                         [](const auto& family) { return family.param ? "IPv6" : "IPv4"; });

TEST_P(ReassemblyTest, PutsThreeFragmentsTogetherInAnyOrder) {
    struct Part {
        std::size_t offset, size;
        auto operator<=>(const Part&) const = default;
    };
    std::vector<Part> parts{{0, 80}, {80, 16}, {96, 104}};
    do {
        EXPECT_FALSE(add(parts[0].offset, parts[0].size));
        EXPECT_FALSE(add(parts[1].offset, parts[1].size));
        expect_whole(add(parts[2].offset, parts[2].size));
    } while (std::ranges::next_permutation(parts).found);
    EXPECT_EQ(reassembly.counts().reassembled, 6U);
    EXPECT_EQ(reassembly.counts().fragments, 18U);
}

TEST_P(ReassemblyTest, CountsAndIgnoresADuplicate) {
    EXPECT_FALSE(add(0, 80));
    EXPECT_FALSE(add(0, 80));
    expect_whole(add(80, 120));
    EXPECT_EQ(reassembly.counts().duplicates, 1U);
}

TEST_P(ReassemblyTest, GivesUpWhatOverlaps) {
    for (const auto& [offset, size] :
         {std::pair{72, 16}, std::pair{80, 8}, std::pair{64, 8}, std::pair{184, 16}, std::pair{0, 88}}) {
        reassembly = {};
        EXPECT_FALSE(add(0, 80));
        EXPECT_FALSE(add(96, 104));
        EXPECT_FALSE(add(static_cast<std::size_t>(offset), static_cast<std::size_t>(size)));
        const bool overlaps = offset != 80;
        EXPECT_EQ(reassembly.counts().overlapping, overlaps ? 1U : 0U) << offset;
        EXPECT_EQ(add(overlaps ? 80 : 88, overlaps ? 16 : 8).has_value(), !overlaps) << offset;
    }
}

TEST_P(ReassemblyTest, GivesUpADuplicateThatDiffers) {
    EXPECT_FALSE(add(0, 80));
    OctetString other = test::fragment_of(packet, 0, 80);
    other.back() ^= 1;
    EXPECT_FALSE(add_packet(other));
    EXPECT_FALSE(add(80, 120));
    EXPECT_EQ(reassembly.counts().overlapping, 1U);
    EXPECT_EQ(reassembly.counts().reassembled, 0U);
}

TEST_P(ReassemblyTest, GivesUpTwoLastFragments) {
    EXPECT_FALSE(add(96, 104));
    const OctetString shorter(packet.begin(), packet.end() - 8);
    EXPECT_FALSE(add_packet(test::fragment_of(shorter, 80, 112)));
    EXPECT_EQ(reassembly.counts().overlapping, 1U);
}

TEST_P(ReassemblyTest, GivesTheBeginningOfWhatNeverCameAfterAWhile) {
    EXPECT_FALSE(add(0, 80));
    EXPECT_FALSE(add(96, 104));
    EXPECT_FALSE(reassembly.take_incomplete(milliseconds(900)));
    const auto given = reassembly.take_incomplete(milliseconds(1001));
    ASSERT_TRUE(given && given->beginning);
    EXPECT_EQ(given->beginning->reference, 2U);
    EXPECT_EQ(given->beginning->time, milliseconds(2));
    const auto datagram = udp_in_packet(given->beginning->packet);
    ASSERT_TRUE(datagram);
    EXPECT_EQ(datagram->octets.size(), 72U);
    EXPECT_EQ(datagram->wire_length, payload.size());
    EXPECT_EQ(datagram->udp_checksum, 0x1234);
    EXPECT_EQ(reassembly.counts().incomplete, 1U);
    EXPECT_TRUE(reassembly.empty());
}

TEST_P(ReassemblyTest, GivesNothingOfAPacketWithoutItsBeginning) {
    EXPECT_FALSE(add(80, 120));
    const auto given = reassembly.take_rest();
    ASSERT_TRUE(given);
    EXPECT_FALSE(given->beginning);
    EXPECT_FALSE(reassembly.take_rest());
}

TEST_P(ReassemblyTest, KeepsWhatASnapLengthLeft) {
    EXPECT_FALSE(add_packet(test::fragment_of(packet, 0, 80), 30));
    const auto whole = add(80, 120);
    ASSERT_TRUE(whole);
    const auto datagram = udp_in_packet(whole->packet);
    ASSERT_TRUE(datagram);
    EXPECT_EQ(datagram->octets.size(), 80U - 8 - 30);
    EXPECT_EQ(datagram->wire_length, payload.size());
}

TEST_P(ReassemblyTest, RefusesFragmentsThatNobodyMaySend) {
    EXPECT_FALSE(add(0, 77));
    EXPECT_EQ(reassembly.counts().malformed, 1U);
    OctetString beyond = test::fragment_of(packet, 0, 80);
    const std::size_t place = GetParam() ? 42 : 6;
    beyond[place] = GetParam() ? 0xff : 0x3f;
    beyond[place + 1] = GetParam() ? 0xf9 : 0xff;
    EXPECT_FALSE(add_packet(beyond));
    EXPECT_EQ(reassembly.counts().malformed, 2U);
    EXPECT_TRUE(reassembly.empty());
}

TEST_P(ReassemblyTest, HoldsNoMoreThanItMay) {
    const std::size_t identification = GetParam() ? 46 : 4;
    for (std::size_t i = 0; i < Reassembly::most_packets + 10; ++i) {
        OctetString fragment = test::fragment_of(packet, 0, 80);
        fragment[identification] = static_cast<std::uint8_t>(i >> 8);
        fragment[identification + 1] = static_cast<std::uint8_t>(i);
        frame = 0;
        EXPECT_FALSE(add_packet(fragment));
        while (reassembly.take_incomplete(milliseconds(1))) continue;
    }
    EXPECT_EQ(reassembly.counts().incomplete, 10U);
}

TEST_P(ReassemblyTest, HoldsNoMoreOctetsThanItMay) {
    const std::size_t identification = GetParam() ? 46 : 4;
    const std::size_t place = GetParam() ? 42 : 6;
    for (std::size_t i = 0; i < 200; ++i) {
        OctetString fragment = test::fragment_of(packet, 0, 80);
        fragment[identification + 1] = static_cast<std::uint8_t>(i);
        fragment[place] = static_cast<std::uint8_t>(GetParam() ? 0xf0 : 0x3e);  // near the end of 64 KiB
        frame = 0;
        EXPECT_FALSE(add_packet(fragment));
        while (reassembly.take_incomplete(milliseconds(1))) continue;
    }
    EXPECT_GT(reassembly.counts().incomplete, 50U);
    while (reassembly.take_rest()) continue;
    EXPECT_EQ(reassembly.counts().incomplete, 200U);
}

}  // namespace
}  // namespace l2tp::tester
