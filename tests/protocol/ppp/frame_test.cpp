// SPDX-License-Identifier: GPL-2.0-or-later
// Frames, packets and option lists.
#include <gtest/gtest.h>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using test::in_hex;
using test::octets;

TEST(DecodeFrame, ReadsEveryForm) {
    for (const char* hex : {"ff03 8021 0102", "8021 0102"}) {
        const auto frame_octets = octets(hex);
        const auto frame = decode_frame(frame_octets);
        ASSERT_TRUE(frame) << hex;
        EXPECT_EQ(frame->protocol, number::ipcp) << hex;
        EXPECT_EQ(in_hex(frame->information), "0102") << hex;
    }
    for (const char* hex : {"ff03 0021 45", "0021 45", "ff03 21 45", "21 45"}) {
        const auto frame_octets = octets(hex);
        const auto frame = decode_frame(frame_octets);
        ASSERT_TRUE(frame) << hex;
        EXPECT_EQ(frame->protocol, number::ipv4) << hex;
        EXPECT_EQ(in_hex(frame->information), "45") << hex;
    }
}

TEST(DecodeFrame, FindsNothingWhereTheProtocolIsMissing) {
    for (const char* hex : {"", "ff03", "ff03 80", "80", "00"}) {
        const auto frame_octets = octets(hex);
        EXPECT_FALSE(decode_frame(frame_octets)) << hex;
    }
}

TEST(EncodeFrame, WritesEveryForm) {
    const auto payload = octets("45");
    const Frame frame{number::ipv4, payload};
    EXPECT_EQ(in_hex(encode_frame(frame, {})), "ff03002145");
    EXPECT_EQ(in_hex(encode_frame(frame, {AddressControlField::compressed, ProtocolField::whole})), "002145");
    EXPECT_EQ(in_hex(encode_frame(frame, {AddressControlField::compressed, ProtocolField::compressed})),
              "2145");
    EXPECT_EQ(
        in_hex(encode_frame({number::lcp, {}}, {AddressControlField::present, ProtocolField::compressed})),
        "ff03c021");
}

TEST(DecodePacket, DropsPaddingBehindLength) {
    const auto information = octets("01 07 0006 aabb ccdd");
    const auto packet = decode_packet(information);
    ASSERT_TRUE(packet);
    EXPECT_EQ(packet->code, 1);
    EXPECT_EQ(packet->identifier, 7);
    EXPECT_EQ(in_hex(packet->data), "aabb");
    EXPECT_EQ(in_hex(encode_packet(*packet)), "01070006aabb");
}

TEST(DecodePacket, RefusesALyingLength) {
    for (const char* hex : {"", "01", "010700", "01070003", "01070000aabb", "01070007aabb", "0107ffffaabb"}) {
        const auto information = octets(hex);
        EXPECT_FALSE(decode_packet(information)) << hex;
    }
}

TEST(DecodeOptions, TakesAListApart) {
    const auto list = octets("0104 05dc 0702 0506 11223344");
    const auto options = decode_options(list);
    ASSERT_TRUE(options);
    ASSERT_EQ(options->size(), 3U);
    EXPECT_EQ(in_hex((*options)[0].data), "05dc");
    EXPECT_TRUE((*options)[1].data.empty());
    EXPECT_EQ(in_hex((*options)[2].whole), "050611223344");
    EXPECT_EQ(find_option(*options, 7), &(*options)[1]);
    EXPECT_EQ(find_option(*options, 8), nullptr);
}

TEST(DecodeOptions, RefusesALengthThatLeadsNowhere) {
    for (const char* hex : {"01", "0100", "0101", "0104 05", "0104 05dc 0506 112233"}) {
        const auto list = octets(hex);
        EXPECT_FALSE(decode_options(list)) << hex;
    }
    EXPECT_TRUE(decode_options({}));
}

TEST(Outbox, HoldsABoundedNumberOfFrames) {
    Outbox outbox;
    for (int i = 0; i < 1000; ++i) outbox.send(number::lcp, Packet{});
    EXPECT_EQ(outbox.take().size(), Outbox::capacity);
    EXPECT_TRUE(outbox.take().empty());
}

}  // namespace
}  // namespace l2tp::protocol::ppp
