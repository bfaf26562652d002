// SPDX-License-Identifier: GPL-2.0-or-later
// Findings: each broken sample gives exactly its requirement, once; its twin, and every sound sample, gives
// none.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "codec/attribute.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

using samples::BrokenSample;
using samples::Sample;
using Ids = std::vector<std::string>;

void expect_exactly_its_requirement(const std::vector<BrokenSample>& rows) {
    ASSERT_FALSE(rows.empty());
    for (const BrokenSample& sample : rows) {
        SCOPED_TRACE(sample.name);
        const DecodedMessage broken = decode(whole(sample.broken), samples::secret());
        EXPECT_EQ(ids(broken), Ids{sample.requirement});
        EXPECT_EQ(broken.findings.size(), 1u) << "the same breach twice";
        EXPECT_EQ(ids(sample.sound, samples::secret()), Ids{});
        EXPECT_EQ(misplaced(broken, sample.broken), "");
        for (const Finding& finding : broken.findings) {
            EXPECT_FALSE(finding.expected.empty());
            EXPECT_FALSE(finding.seen.empty());
        }
    }
}

void expect_none(const std::vector<Sample>& rows) {
    ASSERT_FALSE(rows.empty());
    for (const Sample& sample : rows) {
        SCOPED_TRACE(sample.name);
        EXPECT_EQ(ids(sample.octets, samples::secret()), Ids{});
    }
}

TEST(Findings, OfHeaders) {
    expect_exactly_its_requirement(samples::broken_headers());
}
TEST(Findings, OfAvpHeaders) {
    expect_exactly_its_requirement(samples::broken_avps());
}
TEST(Findings, OfHiding) {
    expect_exactly_its_requirement(samples::broken_hiding());
}
TEST(Findings, OfMessages) {
    expect_exactly_its_requirement(samples::broken_messages());
}
TEST(Findings, OfValues) {
    expect_exactly_its_requirement(samples::broken_values());
}
TEST(Findings, OfProxyAuthentication) {
    expect_exactly_its_requirement(samples::broken_proxy());
}
TEST(Findings, OfAvpsAndMessagesOfLaterDocuments) {
    expect_exactly_its_requirement(samples::broken_extensions());
}

TEST(NoFindings, InSoundMessages) {
    expect_none(samples::sound_messages());
}
TEST(NoFindings, InSoundFormsOfAvps) {
    expect_none(samples::avp_forms());
}
TEST(NoFindings, InAvpsOfLaterDocuments) {
    expect_none(samples::extension_forms());
}
TEST(NoFindings, InHiddenAvpsOfLaterDocuments) {
    expect_none(samples::hidden_extension_forms());
}
TEST(NoFindings, InMessagesOfLaterDocuments) {
    expect_none(samples::extension_messages());
}
TEST(NoFindings, InHiddenAvps) {
    expect_none(samples::hidden_forms());
}
TEST(NoFindings, InUnknownAvpsAndMessages) {
    expect_none(samples::unknown_forms());
}
TEST(NoFindings, InDataMessages) {
    expect_none(samples::data_messages());
}

TEST(NoFindings, InHiddenAvpsWithoutTheSecret) {
    for (const Sample& sample : samples::hidden_forms()) {
        SCOPED_TRACE(sample.name);
        EXPECT_EQ(ids(sample.octets), Ids{});
    }
}

// L2F and L2TPv3 share the port; they break nothing of RFC 2661.
TEST(NoFindings, InMessagesOfOtherProtocols) {
    EXPECT_EQ(ids(hex("0001 0100 1001 0000 0010 0000")), Ids{});
    EXPECT_EQ(ids(hex("c803 000c 0000 0001 0000 0000")), Ids{});
}

TEST(Findings, OfVersionsThatNobodyDefined) {
    for (const char* octets : {"c800 000c 0000 0000 0000 0000", "c804 000c 0000 0000 0000 0000",
                               "c80f 000c 0000 0000 0000 0000"}) {
        EXPECT_EQ(ids(hex(octets)), Ids{"rfc2661/3.1/version"}) << octets;
    }
}

std::set<std::string> covered_by_samples() {
    std::set<std::string> covered{"rfc2661/3.1/version"};
    for (const BrokenSample& sample : samples::broken_samples()) covered.insert(sample.requirement);
    return covered;
}

// Every hand-written requirement that the decoder's checks and tables name has a sample, and is in the table.
TEST(Findings, CoverEveryRequirementThatTheDecoderNames) {
    const std::set<std::string> covered = covered_by_samples();
    const std::regex named("requirement\\(\"([^\"]+)\"\\)");
    std::size_t count = 0;
    for (const char* file : {"avp_rows/fields.hpp", "avp_rows/attributes_0_to_12.hpp",
                             "avp_rows/attributes_13_to_25.hpp", "avp_rows/attributes_26_to_39.hpp",
                             "decode.cpp", "header.cpp", "message_checks.cpp", "value_checks.cpp"}) {
        std::ifstream stream(std::string{L2TP_SOURCE_DIR "/codec/"} + file);
        ASSERT_TRUE(stream.good()) << file;
        const std::string source{std::istreambuf_iterator<char>(stream), {}};
        for (std::sregex_iterator at(source.begin(), source.end(), named), end; at != end; ++at) {
            EXPECT_TRUE(covered.contains((*at)[1])) << (*at)[1];
            EXPECT_NE(find_requirement((*at)[1].str()), std::nullopt) << (*at)[1];
            ++count;
        }
    }
    EXPECT_GT(count, 40u);
}

// Those that follow from the tables have one too, for RFC 2661.
TEST(Findings, CoverEveryRequirementThatFollowsFromTheTables) {
    const std::set<std::string> covered = covered_by_samples();
    const auto expect_covered = [&](RequirementId id) {
        if (id == RequirementId::none) return;
        EXPECT_TRUE(covered.contains(std::string{requirement_of(id).id})) << requirement_of(id).id;
    };
    for (const samples::AvpFact& fact : samples::avp_facts()) {
        const AvpRow& row = *find_avp({0, fact.type});
        expect_covered(mandatory_bit_requirement(row));
        if (fact.type != 0) expect_covered(hidden_bit_requirement(row));  // of Message Type: below
        // Texts may have any length; an empty Host Name or Challenge has a requirement of its own.
        if (fact.longest != 1023 || fact.type == 1 || fact.type == 12)
            expect_covered(length_requirement(row));
    }
    for (const samples::MessageFact& fact : samples::message_facts()) {
        const MessageRow& row = *find_message(fact.type);
        // Without its Message Type nobody knows what a message is.
        if (fact.must.size() > 1) expect_covered(required_avps_requirement(row));
        expect_covered(tunnel_id_requirement(row));
        expect_covered(session_id_requirement(row));
    }
}

// Nothing can stand before Message Type, so a hidden one also lacks its Random Vector.
TEST(Findings, AHiddenMessageTypeBreaksTwoRules) {
    samples::WireMessage hello = samples::smallest_message("HELLO");
    hello.avps[0].bits |= samples::h_bit;
    hello.avps[0].value = counting(4);
    EXPECT_EQ(ids(samples::octets(hello)), (Ids{"rfc2661/4.3/random-vector-precedes-hidden-avp",
                                                "rfc2661/4.4.1/message-type-hidden-bit"}));
}

TEST(Findings, SeveralBreachesGiveOneEach) {
    samples::WireMessage sccrq = samples::smallest_message("SCCRQ");
    sccrq.flags = 0xc902;
    samples::avp_in(sccrq, 9).value = hex("0000");
    samples::avp_in(sccrq, 2).value = hex("0101");
    EXPECT_EQ(ids(samples::octets(sccrq)),
              (Ids{"rfc2661/3.1/control-priority-bit", "rfc2661/4.4.3/assigned-tunnel-id-not-zero",
                   "rfc2661/4.4.3/protocol-revision-value"}));
}

// With an unrecognised AVP the message goes on as if it were not there (4.1): no check of what it holds.
TEST(Findings, AnAvpWithAReservedBitIsNotLookedInto) {
    samples::WireMessage sccrq = samples::smallest_message("SCCRQ");
    sccrq.avps.push_back({0x2000, 10, hex("00")});
    EXPECT_EQ(ids(samples::octets(sccrq)), Ids{"rfc2661/4.1/reserved-bits"});
}

// The codes of a message that the table does not know are not those of CDN.
TEST(NoFindings, InAResultCodeOfAnUnknownMessage) {
    samples::WireMessage unknown;
    unknown.tunnel_id = 0x1001;
    unknown.session_id = 0x2002;
    unknown.avps = {samples::message_type_avp(200), {samples::m_bit, 1, hex("0020")}, samples::sound_avp(14)};
    unknown.avps[0].bits = 0;
    EXPECT_EQ(ids(samples::octets(unknown)), Ids{});
}

// Registered extensions are never out of range (G-7).
TEST(NoFindings, InRegisteredCodesAndTypes) {
    samples::WireMessage call = samples::smallest_message("CDN");
    samples::avp_in(call, 1).value = hex("001f");
    EXPECT_EQ(ids(samples::octets(call)), Ids{});
    samples::avp_in(call, 1).value = hex("001e 0064");  // with CDN 30 the Error Codes are those of RFC 5611
    EXPECT_EQ(ids(samples::octets(call)), Ids{});
    samples::avp_in(call, 1).value = hex("001d");
    EXPECT_EQ(ids(samples::octets(call)), Ids{"rfc2661/4.4.2/result-code-range"});
    samples::WireMessage connected = samples::smallest_message("ICCN");
    connected.avps.push_back({0, 29, hex("0007")});
    EXPECT_EQ(ids(samples::octets(connected)), Ids{});
}

TEST(Findings, ArePlacedWhereTheBreachIs) {
    samples::WireMessage sccrq = samples::smallest_message("SCCRQ");
    samples::avp_in(sccrq, 9).value = hex("0000");
    const OctetString octets = samples::octets(sccrq);
    const DecodedMessage message = decode(whole(octets));
    ASSERT_EQ(message.findings.size(), 1u);
    const Finding& finding = message.findings.front();
    EXPECT_EQ(finding.where.avp, 4);
    EXPECT_EQ(finding.where.offset, octets.size() - 2);
    EXPECT_EQ(finding.where.length, 2u);
}

TEST(Findings, BeyondTheLimitAreCounted) {
    samples::WireMessage hello = samples::smallest_message("HELLO");
    for (int i = 0; i < 300; ++i) hello.avps.push_back({0x2000, 60000, {}});
    const OctetString octets = samples::octets(hello);
    const DecodedMessage message = decode(whole(octets));
    EXPECT_EQ(message.findings.size(), DecodedMessage::max_findings);
    EXPECT_EQ(message.findings_left_out, 300 - DecodedMessage::max_findings);
}

}  // namespace
}  // namespace l2tp::codec
