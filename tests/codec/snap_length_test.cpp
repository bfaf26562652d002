// SPDX-License-Identifier: GPL-2.0-or-later
// A capture that a snap length cut: what is missing is unknown, not wrong. As a datagram of that size the
// same octets are wrong.
#include <gtest/gtest.h>

#include <algorithm>

#include "codec/attribute.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

TEST(SnapLength, ASoundSampleCutAnywhereHasNoFindings) {
    for (const samples::Sample& sample : samples::sound_samples()) {
        for (std::size_t size = 0; size < sample.octets.size(); ++size) {
            const DecodedMessage message = decode(cut(sample.octets, size), samples::secret());
            ASSERT_TRUE(message.cut) << sample.name << " cut to " << size;
            ASSERT_EQ(ids(message), std::vector<std::string>{}) << sample.name << " cut to " << size;
        }
    }
}

// What a cut message proves, the whole one proves too.
TEST(SnapLength, ACutFindsNothingThatTheWholeMessageDoesNotShow) {
    for (const samples::BrokenSample& sample : samples::broken_samples()) {
        for (std::size_t size = 0; size < sample.broken.size(); ++size) {
            for (const std::string& id : ids(decode(cut(sample.broken, size), samples::secret()))) {
                ASSERT_EQ(id, sample.requirement) << sample.name << " cut to " << size;
            }
        }
    }
}

TEST(SnapLength, ACutIsToldFromALengthThatLies) {
    const OctetString hello = hex("c802 0014 1001 0000 0001 0001 8008 0000 0000 0006");
    const DecodedMessage captured_less = decode(cut(hello, 16));
    EXPECT_TRUE(captured_less.cut);
    EXPECT_EQ(ids(captured_less), std::vector<std::string>{});
    const DecodedMessage sent_less = decode(whole(Octets{hello}.first(16)));
    EXPECT_FALSE(sent_less.cut);
    EXPECT_TRUE(std::ranges::count(ids(sent_less), "rfc2661/3.1/length-within-datagram") == 1);
}

TEST(SnapLength, AnAvpCutOffIsIncompleteAndKeepsWhatThereIs) {
    const OctetString octets =
        hex("c802 001e 1001 0000 0001 0001 8008 0000 0000 0006 000a 0000 ea60 01020304");
    const DecodedMessage message = decode(cut(octets, 28));
    ASSERT_EQ(message.avps.size(), 2u);
    EXPECT_EQ(message.avps[1].state, AvpState::incomplete);
    EXPECT_EQ(message.avps[1].length(), 10);
    EXPECT_EQ(message.avps[1].size, 8u);
    EXPECT_TRUE(same_octets(message.avps[1].value, hex("0102")));
}

TEST(SnapLength, ThePayloadOfACutDataMessageIsWhatThereIs) {
    const OctetString octets = hex("4002 000e 1001 2002 ff03 c021 0901");
    const DecodedMessage message = decode(cut(octets, 12));
    EXPECT_EQ(message.kind, MessageKind::data);
    EXPECT_TRUE(same_octets(message.payload, hex("ff03 c021")));
    EXPECT_EQ(ids(message), std::vector<std::string>{});
}

TEST(SnapLength, AHeaderCutOffIsTooShortWithoutAFinding) {
    const OctetString octets = hex("c802 0014 1001 0000 0001 0001 8008 0000 0000 0006");
    for (std::size_t size = 0; size < 12; ++size) {
        const DecodedMessage message = decode(cut(octets, size));
        EXPECT_EQ(message.kind, MessageKind::too_short) << size;
        EXPECT_TRUE(message.findings.empty()) << size;
    }
}

// A header that the cut leaves whole still shows what is wrong with it.
TEST(SnapLength, ABreachBeforeTheCutIsFound) {
    samples::WireMessage hello = samples::smallest_message("HELLO");
    hello.flags = 0xc902;
    const OctetString octets = samples::octets(hello);
    EXPECT_EQ(ids(decode(cut(octets, 12))), std::vector<std::string>{"rfc2661/3.1/control-priority-bit"});
}

// RFC 3301, 5.3: which layout Called Number has is known only with Bearer Type.
TEST(SnapLength, ACalledNumberBeforeTheBearerTypeThatIsCutOffProvesNothing) {
    samples::WireMessage icrq = samples::smallest_message("ICRQ");
    icrq.avps.push_back({0, 21, OctetString(20, 0x99)});
    icrq.avps.push_back({samples::m_bit, 18, hex("00000004")});
    const OctetString octets = samples::octets(icrq);
    EXPECT_EQ(ids(octets), std::vector<std::string>{});
    for (std::size_t size = 12; size < octets.size(); ++size) {
        EXPECT_EQ(ids(decode(cut(octets, size))), std::vector<std::string>{}) << size;
    }
}

}  // namespace
}  // namespace l2tp::codec
