// SPDX-License-Identifier: GPL-2.0-or-later
// RFC 2661, 3.1: the header, bit by bit and field by field.
#include "codec/header.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

TEST(DecodeHeader, ReadsEveryFieldOfAControlMessage) {
    const OctetString octets = hex("c802 0014 1122 3344 5566 7788 8008 0000 0000 0006");
    const Header header = decode_header(octets);
    EXPECT_TRUE(header.is_control());
    EXPECT_EQ(header.version(), 2);
    EXPECT_EQ(header.flags(), 0xc802);
    EXPECT_EQ(header.get(HeaderField::length), 20);
    EXPECT_EQ(header.tunnel_id(), 0x1122);
    EXPECT_EQ(header.session_id(), 0x3344);
    EXPECT_EQ(header.ns(), 0x5566);
    EXPECT_EQ(header.nr(), 0x7788);
    EXPECT_EQ(header.get(HeaderField::offset_size), std::nullopt);
    EXPECT_EQ(header.fixed_size(), 12u);
    EXPECT_TRUE(header.complete());
    EXPECT_EQ(header.offset_of(HeaderField::flags), 0u);
    EXPECT_EQ(header.offset_of(HeaderField::length), 2u);
    EXPECT_EQ(header.offset_of(HeaderField::tunnel_id), 4u);
    EXPECT_EQ(header.offset_of(HeaderField::session_id), 6u);
    EXPECT_EQ(header.offset_of(HeaderField::ns), 8u);
    EXPECT_EQ(header.offset_of(HeaderField::nr), 10u);
}

TEST(DecodeHeader, FieldsMoveUpWhereOptionalOnesAreAbsent) {
    const OctetString octets = hex("0002 1122 3344 ff03");
    const Header header = decode_header(octets);
    EXPECT_FALSE(header.is_control());
    EXPECT_EQ(header.get(HeaderField::length), std::nullopt);
    EXPECT_EQ(header.get(HeaderField::ns), std::nullopt);
    EXPECT_EQ(header.get(HeaderField::nr), std::nullopt);
    EXPECT_EQ(header.tunnel_id(), 0x1122);
    EXPECT_EQ(header.session_id(), 0x3344);
    EXPECT_EQ(header.offset_of(HeaderField::tunnel_id), 2u);
    EXPECT_EQ(header.fixed_size(), 6u);
    EXPECT_TRUE(header.complete());
}

TEST(DecodeHeader, SizeCountsTheOffsetPadding) {
    const OctetString octets = hex("0202 1122 3344 0003 a0a1a2 ff03");
    const Header header = decode_header(octets);
    EXPECT_EQ(header.get(HeaderField::offset_size), 3);
    EXPECT_EQ(header.offset_of(HeaderField::offset_size), 6u);
    EXPECT_EQ(header.fixed_size(), 8u);
    EXPECT_EQ(header.size(), 11u);
}

// Where each field starts and how long the header is, for every combination of L, S and O.
TEST(DecodeHeader, PlacesFieldsForEveryCombinationOfLSO) {
    for (const bool l : {false, true}) {
        for (const bool s : {false, true}) {
            for (const bool o : {false, true}) {
                const auto flags =
                    static_cast<std::uint16_t>(2 | (l ? 0x4000 : 0) | (s ? 0x0800 : 0) | (o ? 0x0200 : 0));
                OctetString octets = counting(16, 0x10);
                octets[0] = static_cast<std::uint8_t>(flags >> 8);
                octets[1] = static_cast<std::uint8_t>(flags & 0xff);
                const Header header = decode_header(octets);
                const std::uint32_t size = 6u + (l ? 2 : 0) + (s ? 4 : 0) + (o ? 2 : 0);
                EXPECT_EQ(header.fixed_size(), size) << flags;
                EXPECT_EQ(header.get(HeaderField::length).has_value(), l);
                EXPECT_EQ(header.get(HeaderField::ns).has_value(), s);
                EXPECT_EQ(header.get(HeaderField::nr).has_value(), s);
                EXPECT_EQ(header.get(HeaderField::offset_size).has_value(), o);
                const std::size_t tunnel = l ? 4 : 2;
                EXPECT_EQ(header.tunnel_id(), octets[tunnel] << 8 | octets[tunnel + 1]);
                if (o) {
                    EXPECT_EQ(header.offset_of(HeaderField::offset_size), size - 2);
                }
            }
        }
    }
}

TEST(DecodeHeader, SeesEachBitOfTheFlags) {
    const std::map<std::uint16_t, std::string> bits{
        {0x8000, "T"}, {0x4000, "L"}, {0x0800, "S"}, {0x0200, "O"}, {0x0100, "P"}};
    for (const auto& [mask, name] : bits) {
        OctetString octets(16, 0);
        octets[0] = static_cast<std::uint8_t>(mask >> 8);
        octets[1] = 2;
        const Header header = decode_header(octets);
        for (const auto& [other, unused] : bits) {
            EXPECT_EQ(header.has_bit(other), other == mask) << name;
        }
        EXPECT_EQ(header.version(), 2);
    }
}

// Figure 3.1: T L x x S x O P x x x x Ver.
TEST(HeaderBits, TableCoversTheFirstTwelveBitsOfTheFigureOnce) {
    std::uint16_t seen = 0;
    for (const HeaderBit& bit : header_bits()) {
        EXPECT_EQ(seen & bit.mask, 0) << bit.name;
        EXPECT_FALSE(bit.name.empty());
        EXPECT_FALSE(bit.slug.empty());
        seen = static_cast<std::uint16_t>(seen | bit.mask);
    }
    EXPECT_EQ(seen & 0xfff0, 0xfff0);
    EXPECT_EQ(header_bit::reserved, 0x34f0);
}

// A control message has T, L and S set, O and P clear, the reserved bits 0.
TEST(HeaderBits, TableKnowsWhatAControlMessageMustHave) {
    std::uint16_t one = 0;
    std::uint16_t zero = 0;
    for (const HeaderBit& bit : header_bits()) {
        if (!bit.in_control) continue;
        (*bit.in_control ? one : zero) =
            static_cast<std::uint16_t>((*bit.in_control ? one : zero) | bit.mask);
    }
    EXPECT_EQ(one & ~0x8000, 0x4800);
    EXPECT_EQ(zero & 0x0300, 0x0300);
}

TEST(DecodeHeader, TruncatedAtEachOctetKeepsTheFieldsThatAreWhole) {
    const OctetString octets = hex("ca02 0014 1122 3344 5566 7788 0002 a0a1");
    constexpr HeaderField order[] = {HeaderField::flags,      HeaderField::length, HeaderField::tunnel_id,
                                     HeaderField::session_id, HeaderField::ns,     HeaderField::nr,
                                     HeaderField::offset_size};
    for (std::size_t size = 0; size <= octets.size(); ++size) {
        const Header header = decode_header(Octets{octets}.first(size));
        for (std::size_t i = 0; i < 7; ++i) {
            EXPECT_EQ(header.get(order[i]).has_value(), size >= 2 * i + 2) << size << ' ' << i;
        }
        EXPECT_EQ(header.complete(), size >= 14) << size;
    }
}

TEST(Decode, TellsTheKindsOfMessagesApart) {
    const auto kind = [](const char* octets) {
        const OctetString datagram = hex(octets);
        return decode(whole(datagram)).kind;
    };
    EXPECT_EQ(kind("c802 0014 1001 0000 0001 0001 8008 0000 0000 0006"), MessageKind::control);
    EXPECT_EQ(kind("c802 000c 1001 0000 0001 0001"), MessageKind::zlb);
    EXPECT_EQ(kind("0002 1001 2002 ff03 c021"), MessageKind::data);
    EXPECT_EQ(kind("4802 000c 1001 2002 0000 0000"), MessageKind::data) << "no payload, yet no ZLB: T is 0";
    EXPECT_EQ(kind("0001 0100 1001 0000"), MessageKind::l2f);
    EXPECT_EQ(kind("c803 000c 0000 0001 0000 0000"), MessageKind::l2tpv3);
    EXPECT_EQ(kind("c804 000c 0000 0001 0000 0000"), MessageKind::other_version);
    EXPECT_EQ(kind("c800 000c 0000 0001 0000 0000"), MessageKind::other_version);
    EXPECT_EQ(kind(""), MessageKind::too_short);
    EXPECT_EQ(kind("c8"), MessageKind::too_short);
    EXPECT_EQ(kind("c802 000c 1001 0000 0001 00"), MessageKind::too_short);
}

TEST(Decode, LengthBoundsTheAvpsAndWhatFollowsIsTrailing) {
    // Length 20, and 8 octets more that look like an AVP.
    const OctetString octets = hex("c802 0014 1001 0000 0001 0001 8008 0000 0000 0006 0008 0000 ea60 0102");
    const DecodedMessage message = decode(whole(octets));
    ASSERT_EQ(message.avps.size(), 1u);
    EXPECT_EQ(message.trailing.offset, 20u);
    EXPECT_EQ(message.trailing.length, 8u);
}

TEST(Decode, LengthBoundsThePayload) {
    const OctetString octets = hex("4002 000a 1001 2002 ff03 0000");
    const DecodedMessage message = decode(whole(octets));
    EXPECT_TRUE(same_octets(message.payload, hex("ff03")));
    EXPECT_EQ(message.payload_offset, 8u);
    EXPECT_EQ(message.trailing.offset, 10u);
    EXPECT_EQ(message.trailing.length, 2u);
}

TEST(Decode, LengthBeyondTheDatagramReadsWhatIsThere) {
    const OctetString octets = hex("c802 0064 1001 0000 0001 0001 8008 0000 0000 0006");
    const DecodedMessage message = decode(whole(octets));
    EXPECT_EQ(message.kind, MessageKind::control);
    EXPECT_TRUE(message.is(message_type::hello));
    EXPECT_FALSE(message.cut);
}

TEST(Decode, PayloadStartsAfterTheOffsetPadding) {
    const OctetString octets = hex("0202 1001 2002 0003 a0a1a2 ff03 c021");
    const DecodedMessage message = decode(whole(octets));
    EXPECT_TRUE(same_octets(message.payload, hex("ff03 c021")));
    EXPECT_EQ(message.payload_offset, 11u);
}

TEST(Decode, OffsetPastTheEndLeavesNoPayload) {
    const OctetString octets = hex("0202 1001 2002 00ff ff03 c021");
    const DecodedMessage message = decode(whole(octets));
    EXPECT_EQ(message.kind, MessageKind::data);
    EXPECT_TRUE(message.payload.empty());
    EXPECT_EQ(misplaced(message, octets), "");
}

}  // namespace
}  // namespace l2tp::codec
