// SPDX-License-Identifier: GPL-2.0-or-later
// Encoding: sound by default, and every malformed variant on request. The expected octets are built by hand.
#include <gtest/gtest.h>

#include "codec/attribute.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

Message hello() {
    Message message = make_message(*find_message(message_type::hello));
    message.tunnel_id = 0x1001;
    message.ns = 1;
    message.nr = 1;
    return message;
}

const char* const hello_octets = "c802 0014 1001 0000 0001 0001 8008 0000 0000 0006";

TEST(Encode, HelloByDefault) {
    EXPECT_EQ(encode(hello()), hex(hello_octets));
}

TEST(Encode, ZlbAndDataByDefault) {
    Message zlb = make_zlb();
    zlb.tunnel_id = 0x1001;
    zlb.ns = 3;
    zlb.nr = 2;
    EXPECT_EQ(encode(zlb), hex("c802 000c 1001 0000 0003 0002"));
    Message data = make_data(hex("ff03 c021"));
    data.tunnel_id = 0x1001;
    data.session_id = 0x2002;
    const OctetString octets = encode(data);
    const DecodedMessage decoded = decode(whole(octets));
    EXPECT_EQ(decoded.kind, MessageKind::data);
    EXPECT_TRUE(same_octets(decoded.payload, hex("ff03 c021")));
    EXPECT_TRUE(decoded.findings.empty());
}

TEST(Encode, EveryMessageOfTheTableIsSoundByDefault) {
    for (const MessageRow& row : message_table()) {
        Message message = make_message(row);
        if (row.tunnel_id != IdRule::zero) message.tunnel_id = 1;
        if (row.session_id != IdRule::zero) message.session_id = 1;
        const OctetString octets = encode(message);
        const DecodedMessage decoded = decode(whole(octets));
        EXPECT_EQ(decoded.row, &row) << row.abbreviation;
        EXPECT_EQ(ids(decoded), std::vector<std::string>{}) << row.abbreviation;
        for (const AvpKey key : row.must.view()) EXPECT_NE(decoded.find(key), nullptr) << row.abbreviation;
        EXPECT_EQ(decoded.avps.size(), row.must.count) << row.abbreviation;
    }
}

TEST(Encode, AllFlagCombinationsOfData) {
    for (unsigned bits = 0; bits < 16; ++bits) {
        const auto flags = static_cast<std::uint16_t>(2u | (bits & 1u) << 14 | (bits & 2u) << 10 |
                                                      (bits & 4u) << 7 | (bits & 8u) << 5);
        samples::WireMessage wire{
            .flags = flags, .tunnel_id = 0x1001, .session_id = 0x2002, .ns = 5, .nr = 6};
        wire.payload = hex("ff03 c021");
        Message message = make_data(wire.payload);
        message.flags = flags;
        message.tunnel_id = 0x1001;
        message.session_id = 0x2002;
        message.ns = 5;
        message.nr = 6;
        if ((flags & 0x0200) != 0) {
            message.offset_padding = hex("a0a1a2");
            wire.offset_size = 3;
            wire.payload = hex("a0a1a2 ff03 c021");
        }
        EXPECT_EQ(encode(message), samples::octets(wire)) << bits;
    }
}

TEST(Encode, AnyHeaderBit) {
    for (unsigned bit = 0; bit < 16; ++bit) {
        Message message = hello();
        message.flags = static_cast<std::uint16_t>(message.flags ^ (1u << bit));
        const OctetString octets = encode(message);
        EXPECT_EQ(read_u16(octets, 0), message.flags) << bit;
    }
}

TEST(Encode, AnyLengthAndWhatFollowsIt) {
    Message message = hello();
    message.length = 0xffff;
    message.trailing = hex("dead");
    EXPECT_EQ(encode(message), hex("c802 ffff 1001 0000 0001 0001 8008 0000 0000 0006 dead"));
    message.length.reset();
    EXPECT_EQ(encode(message), hex("c802 0014 1001 0000 0001 0001 8008 0000 0000 0006 dead"))
        << "trailing octets are not counted";
    message.payload = hex("beef");
    EXPECT_EQ(encode(message), hex("c802 0016 1001 0000 0001 0001 8008 0000 0000 0006 beef dead"));
}

TEST(Encode, AnOffsetSizeThatLies) {
    Message data = make_data(hex("ff03"));
    data.flags = 0x0202;
    data.tunnel_id = 1;
    data.session_id = 2;
    data.offset_size = 200;
    EXPECT_EQ(encode(data), hex("0202 0001 0002 00c8 ff03"));
}

TEST(Encode, AnyAvpFlagLengthAndRawOctets) {
    const auto with = [](Avp avp) {
        Message message = hello();
        message.avps.push_back(std::move(avp));
        const OctetString octets = encode(message);
        return OctetString(octets.begin() + 20, octets.end());
    };
    EXPECT_EQ(with({.key = {0, 9}, .value = hex("1e61")}), hex("8008 0000 0009 1e61"));
    EXPECT_EQ(with({.key = {0, 9}, .value = hex("1e61"), .mandatory = false}), hex("0008 0000 0009 1e61"));
    EXPECT_EQ(with({.key = {0, 6}, .value = hex("0001"), .mandatory = true}), hex("8008 0000 0006 0001"));
    EXPECT_EQ(with({.key = {0, 6}, .value = hex("0001"), .reserved = 0xf}), hex("3c08 0000 0006 0001"));
    EXPECT_EQ(with({.key = {0, 6}, .value = hex("0001"), .reserved = 1}), hex("0408 0000 0006 0001"));
    EXPECT_EQ(with({.key = {0, 6}, .value = hex("0001"), .length = 5}), hex("0005 0000 0006 0001"));
    EXPECT_EQ(with({.key = {0, 6}, .value = hex("0001"), .length = 1023}), hex("03ff 0000 0006 0001"));
    EXPECT_EQ(with({.key = {0, 9}, .value = hex("bb53"), .hiding = Avp::Hiding::as_is}),
              hex("c008 0000 0009 bb53"));
    EXPECT_EQ(with({.key = {65535, 999}, .value = hex("01"), .mandatory = true}), hex("8007 ffff 03e7 01"));
    EXPECT_EQ(with({.key = {65535, 999}, .value = hex("01")}), hex("0007 ffff 03e7 01")) << "unknown: M = 0";
    EXPECT_EQ(with({.key = {0, 1}, .raw = hex("80")}), hex("80"));
}

TEST(Encode, AnyOrderOfAvps) {
    Message message = hello();
    message.avps.insert(message.avps.begin(), make_number_avp(attribute::assigned_tunnel_id, 7));
    EXPECT_EQ(encode(message), hex("c802 001c 1001 0000 0001 0001 8008 0000 0009 0007 8008 0000 0000 0006"));
    message.avps.clear();
    EXPECT_EQ(encode(message), hex("c802 000c 1001 0000 0001 0001"));
}

// The vector of hiding_test.cpp: Assigned Tunnel ID 0x1e61, "secret", 10 11 .. 1f.
TEST(Encode, HidesWithTheNearestRandomVector) {
    Message message = hello();
    message.avps.push_back(make_avp(attribute::random_vector, counting(3)));
    message.avps.push_back(make_avp(attribute::random_vector, counting(16, 0x10)));
    Avp hidden = make_number_avp(attribute::assigned_tunnel_id, 0x1e61);
    hidden.hiding = Avp::Hiding::hide;
    message.avps.push_back(hidden);
    hidden.hiding_padding = counting(12, 0xc0);
    message.avps.push_back(hidden);
    message.avps.push_back(make_avp(attribute::random_vector, counting(16)));
    const OctetString octets = encode(message, text("secret"));
    const DecodedMessage decoded = decode(whole(octets));
    ASSERT_EQ(decoded.avps.size(), 6u);
    EXPECT_TRUE(same_octets(decoded.avps[3].wire_value, hex("bb5339b8")));
    EXPECT_TRUE(same_octets(decoded.avps[4].wire_value, hex("bb5339b81b6c3ac637e1c52fc922d98a")));
    EXPECT_TRUE(decoded.avps[3].hidden());
    EXPECT_TRUE(decoded.avps[3].mandatory());
}

TEST(Encode, HidesWithAnEmptyVectorWhereThereIsNone) {
    Message message = hello();
    Avp hidden = make_avp({0, 33}, {});
    hidden.hiding = Avp::Hiding::hide;
    message.avps.push_back(hidden);
    const OctetString octets = encode(message, text("s"));
    EXPECT_EQ(OctetString(octets.begin() + 26, octets.end()), hex("51eb"));
}

TEST(DefaultMandatory, FollowsTheTables) {
    for (const samples::AvpFact& fact : samples::avp_facts()) {
        EXPECT_EQ(default_mandatory({0, fact.type}, message_type::iccn), fact.mandatory == samples::Bit::one)
            << fact.name;
    }
    EXPECT_FALSE(default_mandatory({65535, 1}, message_type::iccn));
    EXPECT_FALSE(default_mandatory({0, 60000}, message_type::iccn));
    EXPECT_FALSE(default_mandatory({3561, 1}, message_type::icrq));
}

TEST(MakeNumberAvp, HasTheWidthOfItsAttribute) {
    EXPECT_EQ(make_number_avp(attribute::assigned_tunnel_id, 0x1e61).value, hex("1e61"));
    EXPECT_EQ(make_number_avp(attribute::framing_type, 1).value, hex("00000001"));
    EXPECT_EQ(make_number_avp(attribute::tie_breaker, 1).value, hex("0000000000000001"));
    EXPECT_EQ(make_number_avp({65535, 1}, 0x1234).value, hex("1234"));
}

TEST(SetAvp, ReplacesTheFirstOrAppends) {
    Message message = make_message(*find_message(message_type::sccrq));
    const std::size_t before = message.avps.size();
    set_avp(message, make_number_avp(attribute::assigned_tunnel_id, 0x1e61));
    EXPECT_EQ(message.avps.size(), before);
    set_avp(message, make_number_avp(attribute::receive_window_size, 8));
    EXPECT_EQ(message.avps.size(), before + 1);
    const OctetString octets = encode(message);
    const DecodedMessage decoded = decode(whole(octets));
    EXPECT_EQ(decoded.number(attribute::assigned_tunnel_id), 0x1e61);
    EXPECT_EQ(decoded.number(attribute::receive_window_size), 8);
}

}  // namespace
}  // namespace l2tp::codec
