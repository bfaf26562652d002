// SPDX-License-Identifier: GPL-2.0-or-later
// Hiding of AVP values (RFC 2661, 4.3). The expected octets come from tests/codec/vectors.py.
#include "codec/hiding.hpp"

#include <gtest/gtest.h>

#include "codec/attribute.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

const OctetString random_vector = counting(16, 0x10);

OctetString hidden_of(std::uint16_t type, Octets secret, Octets vector, Octets value, Octets padding = {}) {
    OctetString out;
    hide(out, type, secret, vector, value, padding);
    return out;
}

struct Vector {
    std::uint16_t type;
    OctetString secret;
    OctetString random;
    OctetString value;
    OctetString padding;
    const char* hidden;
};

std::vector<Vector> vectors() {
    return {
        {9, text("secret"), random_vector, hex("1e61"), {}, "bb5339b8"},
        {9, text("secret"), random_vector, hex("1e61"), counting(12, 0xc0),
         "bb5339b81b6c3ac637e1c52fc922d98a"},
        {33,
         text("l2tp-shared-secret"),
         random_vector,
         text("open sesame"),
         {},
         "040718a3a410feafe0311586d1"},
        {33, text("s"), {}, {}, {}, "51eb"},
        {21, text("secret"), counting(5), counting(14), {}, "285001f59c0d4b54fc6111666b673e58"},
        {21, text("secret"), counting(5), counting(15), {}, "285101f59c0d4b54fc6111666b673e5818"},
        {21, text("secret"), counting(40), counting(46), counting(3, 0xf0),
         "f0c4ed87f85be63832da7c63b6f373dad6dc9055f95b4dfaef6105e1834fe520c9c2cc89507d3d07527dfdea6d1c07523a4"
         "49e"},
        {0xfffe,
         counting(64),
         counting(300),
         counting(40),
         {},
         "de7aed41da3cfb32591ccf293ebee16297e4b359462eaaaa46d31be4e8a5c9c415cc7133c04a91721279"},
    };
}

TEST(Hide, GivesTheOctetsOfTheRfcsFormula) {
    for (const Vector& vector : vectors()) {
        EXPECT_EQ(hidden_of(vector.type, vector.secret, vector.random, vector.value, vector.padding),
                  hex(vector.hidden));
    }
}

TEST(Hide, ChainsBlocksUpToTheLongestValue) {
    const OctetString hidden = hidden_of(33, text("secret"), random_vector, counting(1015));
    ASSERT_EQ(hidden.size(), 1017u);
    EXPECT_EQ(OctetString(hidden.end() - 16, hidden.end()), hex("46d6b82af2de3152d1674a74a400d02e"));
}

TEST(Hide, AppendsToWhatIsThere) {
    OctetString out = hex("aabb");
    hide(out, 9, text("secret"), random_vector, hex("1e61"));
    EXPECT_EQ(out, hex("aabb bb5339b8"));
}

TEST(Reveal, GivesTheValueOfTheRfcsFormula) {
    for (const Vector& vector : vectors()) {
        const OctetString hidden = hex(vector.hidden);
        OctetString room(hidden.size());
        const auto value = reveal(room, vector.type, vector.secret, vector.random, hidden);
        ASSERT_TRUE(value.has_value());
        EXPECT_TRUE(same_octets(*value, vector.value));
    }
}

TEST(Reveal, UndoesHideForEveryLength) {
    for (std::size_t size = 0; size <= 1015; ++size) {
        const OctetString value = counting(size, 7);
        const OctetString padding = counting(size % 19, 3);
        const OctetString hidden = hidden_of(33, text("secret"), random_vector, value, padding);
        ASSERT_EQ(hidden.size(), 2 + size + padding.size());
        OctetString room(hidden.size());
        const auto clear = reveal(room, 33, text("secret"), random_vector, hidden);
        ASSERT_TRUE(clear.has_value()) << size;
        EXPECT_TRUE(same_octets(*clear, value)) << size;
    }
}

TEST(Reveal, RefusesAnInnerLengthBeyondWhatFollows) {
    // The first block is xor with the same keystream: 2 becomes what the test wants.
    for (const unsigned inner : {3u, 4u, 255u, 0xffffu}) {
        OctetString hidden = hidden_of(9, text("secret"), random_vector, hex("1e61"));
        hidden[0] = static_cast<std::uint8_t>(hidden[0] ^ (inner >> 8));
        hidden[1] = static_cast<std::uint8_t>(hidden[1] ^ 2u ^ (inner & 0xff));
        OctetString room(hidden.size());
        EXPECT_FALSE(reveal(room, 9, text("secret"), random_vector, hidden).has_value()) << inner;
    }
}

TEST(Reveal, RefusesWhatHasNoRoomForTheInnerLength) {
    OctetString room(2);
    EXPECT_FALSE(reveal(std::span{room}.first(0), 9, text("secret"), random_vector, {}).has_value());
    EXPECT_FALSE(reveal(std::span{room}.first(1), 9, text("secret"), random_vector, hex("bb")).has_value());
}

TEST(Reveal, WithAnotherSecretVectorOrAttributeDoesNotGiveTheValue) {
    const OctetString value = text("open sesame");
    const OctetString hidden = hidden_of(33, text("secret"), random_vector, value);
    const auto attempt = [&](std::uint16_t type, std::string_view secret, const OctetString& vector) {
        OctetString room(hidden.size());
        const auto clear = reveal(room, type, text(secret), vector, hidden);
        return clear.has_value() && same_octets(*clear, value);
    };
    EXPECT_TRUE(attempt(33, "secret", random_vector));
    EXPECT_FALSE(attempt(30, "secret", random_vector));
    EXPECT_FALSE(attempt(33, "Secret", random_vector));
    EXPECT_FALSE(attempt(33, "secret", counting(16, 0x11)));
}

// A message by hand: Message Type HELLO, Random Vector, Assigned Tunnel ID hidden by the first test vector.
const char* const hidden_message =
    "c802 0034 1001 0000 0001 0001 8008 0000 0000 0006 "
    "8016 0000 0024 101112131415161718191a1b1c1d1e1f "
    "c00a 0000 0009 bb5339b8";

TEST(DecodeHidden, WithTheSecretGivesTheValue) {
    const OctetString octets = hex(hidden_message);
    const DecodedMessage message = decode(whole(octets), text("secret"));
    const DecodedAvp* avp = message.find(attribute::assigned_tunnel_id);
    ASSERT_NE(avp, nullptr);
    EXPECT_EQ(avp->state, AvpState::revealed);
    EXPECT_TRUE(same_octets(avp->value, hex("1e61")));
    EXPECT_TRUE(same_octets(avp->wire_value, hex("bb5339b8")));
    EXPECT_EQ(message.number(attribute::assigned_tunnel_id), 0x1e61);
}

TEST(DecodeHidden, WithoutASecretStaysHidden) {
    const OctetString octets = hex(hidden_message);
    const DecodedMessage message = decode(whole(octets));
    const DecodedAvp* avp = message.find(attribute::assigned_tunnel_id);
    ASSERT_NE(avp, nullptr);
    EXPECT_EQ(avp->state, AvpState::hidden);
    EXPECT_TRUE(avp->value.empty());
    EXPECT_EQ(message.find_readable(attribute::assigned_tunnel_id), nullptr);
    EXPECT_EQ(message.number(attribute::assigned_tunnel_id), std::nullopt);
}

TEST(DecodeHidden, WithoutARandomVectorIsUndecodable) {
    const OctetString octets =
        hex("c802 001e 1001 0000 0001 0001 8008 0000 0000 0006 c00a 0000 0009 bb5339b8");
    const DecodedMessage message = decode(whole(octets), text("secret"));
    EXPECT_EQ(message.find(attribute::assigned_tunnel_id)->state, AvpState::undecodable);
}

// "On receipt, the random vector is taken from the last Random Vector AVP encountered ... prior to the AVP".
TEST(DecodeHidden, TheNearestRandomVectorBeforeTheAvpCounts) {
    const OctetString other = counting(16, 0x90);
    samples::WireMessage message = samples::smallest_message("SCCRQ");
    const auto vector = [](const OctetString& octets) {
        return samples::WireAvp{samples::m_bit, 36, octets};
    };
    const auto hidden = [&](std::uint16_t type, const OctetString& random, const char* value) {
        return samples::WireAvp{samples::m_bit | samples::h_bit, type,
                                hidden_of(type, text("secret"), random, hex(value))};
    };
    message.avps.push_back(vector(random_vector));
    message.avps.push_back(hidden(4, random_vector, "00000001"));
    message.avps.push_back(vector(other));
    message.avps.push_back(hidden(11, other, "a1b2"));
    message.avps.push_back(vector(random_vector));
    const OctetString octets = samples::octets(message);
    const DecodedMessage decoded = decode(whole(octets), text("secret"));
    EXPECT_EQ(decoded.number(attribute::bearer_capabilities), 1);
    ASSERT_NE(decoded.find_readable(attribute::challenge), nullptr);
    EXPECT_TRUE(same_octets(decoded.find_readable(attribute::challenge)->value, hex("a1b2")));
    EXPECT_TRUE(decoded.findings.empty());
}

TEST(DecodeHidden, RevealedValuesOutliveAMove) {
    const OctetString octets = hex(hidden_message);
    DecodedMessage message = decode(whole(octets), text("secret"));
    const DecodedMessage moved = std::move(message);
    EXPECT_EQ(moved.number(attribute::assigned_tunnel_id), 0x1e61);
    EXPECT_EQ(misplaced(moved, octets), "");
}

}  // namespace
}  // namespace l2tp::codec
