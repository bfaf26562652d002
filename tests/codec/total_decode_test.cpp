// SPDX-License-Identifier: GPL-2.0-or-later
// Decoding is total: every datagram gives a message whose ranges lie in the datagram.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

TEST(TotalDecode, EverySampleAndItsTruncationsAtEachOctet) {
    for (const samples::Sample& sample : samples::all_samples()) {
        for (std::size_t size = 0; size <= sample.octets.size(); ++size) {
            // A copy of exactly this size, so that a sanitizer sees every octet read beyond it.
            const OctetString octets(sample.octets.begin(),
                                     sample.octets.begin() + static_cast<std::ptrdiff_t>(size));
            const DecodedMessage short_datagram = decode(whole(octets), samples::secret());
            ASSERT_EQ(misplaced(short_datagram, octets), "") << sample.name << " of " << size;
            const DecodedMessage cut_capture =
                decode(captured(octets, sample.octets.size()), samples::secret());
            ASSERT_EQ(misplaced(cut_capture, octets), "") << sample.name << " cut to " << size;
        }
    }
}

// A datagram that ends early is never without a finding, unless it ends where a message may end.
TEST(TotalDecode, AShortDatagramWithLengthIsFoundOut) {
    for (const samples::Sample& sample : samples::sound_messages()) {
        for (std::size_t size = 0; size < sample.octets.size(); ++size) {
            const DecodedMessage message = decode(whole(Octets{sample.octets}.first(size)));
            ASSERT_FALSE(message.findings.empty()) << sample.name << " of " << size;
        }
    }
}

TEST(TotalDecode, EveryOctetOfEverySampleSetToItsExtremes) {
    for (const samples::Sample& sample : samples::sound_messages()) {
        for (std::size_t i = 0; i < sample.octets.size(); ++i) {
            for (const std::uint8_t value :
                 std::initializer_list<std::uint8_t>{0x00, 0x01, 0x3f, 0x7f, 0x80, 0xff}) {
                OctetString octets = sample.octets;
                octets[i] = value;
                const DecodedMessage message = decode(whole(octets), samples::secret());
                ASSERT_EQ(misplaced(message, octets), "") << sample.name << ' ' << i << ' ' << int{value};
            }
        }
    }
}

TEST(TotalDecode, AWireLengthBelowTheCaptureCountsAsTheCapture) {
    const OctetString octets = hex("c802 0014 1001 0000 0001 0001 8008 0000 0000 0006");
    const DecodedMessage message = decode(captured(octets, 3));
    EXPECT_FALSE(message.cut);
    EXPECT_TRUE(message.findings.empty());
}

TEST(TotalDecode, DecodeIntoLeavesNothingOfTheMessageBefore) {
    DecodedMessage message;
    for (const samples::Sample& sample : samples::all_samples()) {
        decode_into(message, whole(sample.octets), samples::secret());
        const DecodedMessage fresh = decode(whole(sample.octets), samples::secret());
        ASSERT_EQ(message.kind, fresh.kind) << sample.name;
        ASSERT_EQ(message.row, fresh.row) << sample.name;
        ASSERT_EQ(message.has_message_type, fresh.has_message_type) << sample.name;
        ASSERT_EQ(message.message_type, fresh.message_type) << sample.name;
        ASSERT_EQ(message.cut, fresh.cut) << sample.name;
        ASSERT_EQ(message.avps.size(), fresh.avps.size()) << sample.name;
        ASSERT_TRUE(same_octets(message.payload, fresh.payload)) << sample.name;
        ASSERT_EQ(message.payload_offset, fresh.payload_offset) << sample.name;
        ASSERT_EQ(message.trailing, fresh.trailing) << sample.name;
        ASSERT_EQ(message.findings, fresh.findings) << sample.name;
        ASSERT_EQ(message.clear_text, fresh.clear_text) << sample.name;
    }
}

TEST(TotalDecode, TheLongestDatagramOfEmptyAvps) {
    samples::WireMessage hello = samples::smallest_message("HELLO");
    for (int i = 0; i < 10900; ++i) hello.avps.push_back({0, 60000, {}});
    const OctetString octets = samples::octets(hello);
    ASSERT_LT(octets.size(), 65508u);
    const DecodedMessage message = decode(whole(octets));
    EXPECT_EQ(message.avps.size(), 10901u);
    EXPECT_EQ(misplaced(message, octets), "");
}

}  // namespace
}  // namespace l2tp::codec
