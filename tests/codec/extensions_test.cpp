// SPDX-License-Identifier: GPL-2.0-or-later
// The hardest rows: the form of the tables has to carry them without a change.
#include <gtest/gtest.h>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

// RFC 3301, 5.3: with the B bit in Bearer Type, Called Number is a 20-octet NSAP address.
OctetString icrq_with(const char* bearer, const OctetString& called) {
    samples::WireMessage icrq = samples::smallest_message("ICRQ");
    icrq.avps.push_back({samples::m_bit, 18, hex(bearer)});
    icrq.avps.push_back({samples::m_bit, 21, called});
    return samples::octets(icrq);
}

TEST(CalledNumber, IsTextWithoutTheBroadbandBit) {
    const OctetString octets = icrq_with("00000003", text("5551234"));
    const DecodedMessage message = decode(whole(octets));
    const DecodedAvp* called = message.find(attribute::called_number);
    ASSERT_NE(called, nullptr);
    EXPECT_EQ(called->row->context, Context::always);
    EXPECT_EQ(called->row->value.view()[0].kind, FieldKind::ascii);
    EXPECT_TRUE(message.findings.empty());
}

TEST(CalledNumber, IsAnNsapAddressWithIt) {
    const OctetString octets = icrq_with("00000004", OctetString(20, 0x99));
    const DecodedMessage message = decode(whole(octets));
    const DecodedAvp* called = message.find(attribute::called_number);
    ASSERT_NE(called, nullptr);
    EXPECT_EQ(called->row->context, Context::broadband_bearer);
    EXPECT_EQ(called->row->document, 3301);
    EXPECT_EQ(called->row->value.view()[0].kind, FieldKind::octets);
    EXPECT_TRUE(message.findings.empty()) << "octets beyond ASCII are right there";
}

TEST(CalledNumber, OfTheWrongLengthWithTheBroadbandBitIsFound) {
    const OctetString octets = icrq_with("00000004", OctetString(19, 0x39));
    const DecodedMessage message = decode(whole(octets));
    ASSERT_EQ(message.findings.size(), 1u);
    EXPECT_EQ(message.findings[0].requirement,
              length_requirement(*find_avp({0, 21}, Context::broadband_bearer)));
}

TEST(CalledNumber, OrderOfTheTwoAvpsMakesNoDifference) {
    samples::WireMessage icrq = samples::smallest_message("ICRQ");
    icrq.avps.push_back({samples::m_bit, 21, OctetString(20, 0x99)});
    icrq.avps.push_back({samples::m_bit, 18, hex("00000004")});
    const OctetString octets = samples::octets(icrq);
    const DecodedMessage message = decode(whole(octets));
    EXPECT_EQ(message.find(attribute::called_number)->row->context, Context::broadband_bearer);
}

TEST(CalledNumber, FallsBackWhereAContextHasNoRow) {
    EXPECT_EQ(find_avp({0, 9}, Context::broadband_bearer), find_avp({0, 9}));
    EXPECT_NE(find_avp({0, 21}, Context::broadband_bearer), find_avp({0, 21}));
}

// A Bearer Type that nobody can read leaves open which of the two layouts Called Number has.
TEST(CalledNumber, BesideAHiddenBearerTypeProvesNothing) {
    samples::WireMessage icrq = samples::smallest_message("ICRQ");
    icrq.avps.push_back({samples::m_bit, 36, counting(16)});
    icrq.avps.push_back({samples::m_bit | samples::h_bit, 18, counting(6)});
    icrq.avps.push_back({0, 21, OctetString(20, 0x99)});
    EXPECT_EQ(ids(samples::octets(icrq)), std::vector<std::string>{});
}

// RFC 4951, 5.2, in its form for L2TPv2: reserved 2, reserved 2, Recover Tunnel ID, reserved 2, remote ID.
TEST(TunnelRecovery, HasTheLayoutOfVersionTwo) {
    const AvpRow* row = find_avp({0, 77});
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->document, 4951);
    EXPECT_EQ(row->mandatory, MandatoryRule::must_be_1);
    EXPECT_EQ(row->hidden, HiddenRule::must_be_0);
    EXPECT_TRUE(row->allows_value(10));
    EXPECT_FALSE(row->allows_value(9));
    EXPECT_FALSE(row->allows_value(11));
    const OctetString value = hex("0000 0000 1e61 0000 2b67");
    const DecodedFields fields = decode_fields(*row, value);
    EXPECT_EQ(fields.find("Recover Tunnel ID")->number, 0x1e61u);
    EXPECT_EQ(fields.find("Recover Tunnel ID")->offset, 4u);
    EXPECT_EQ(fields.find("Recover Remote Tunnel ID")->number, 0x2b67u);
    EXPECT_EQ(fields.find("Recover Remote Tunnel ID")->offset, 8u);
}

// RFC 5515, 5: vendor 3561.
TEST(AccessLine, RowsOfVendor3561) {
    const AvpRow* circuit = find_avp({3561, 1});
    ASSERT_NE(circuit, nullptr);
    EXPECT_EQ(circuit->document, 5515);
    EXPECT_EQ(circuit->mandatory, MandatoryRule::should_be_0);
    EXPECT_EQ(circuit->hidden, HiddenRule::either);
    EXPECT_EQ(circuit->min_value(), 2u);
    EXPECT_EQ(circuit->max_value(), 63u);
    EXPECT_FALSE(circuit->allows_value(1));
    EXPECT_FALSE(circuit->allows_value(64));
    const AvpRow* rate = find_avp({3561, 0x81});
    ASSERT_NE(rate, nullptr);
    EXPECT_EQ(decode_fields(*rate, hex("0000000001312d00")).fields[0].number, 20'000'000u);
    // 5.18: the type is the first of four octets, the others are reserved.
    const AvpRow* line_type = find_avp({3561, 0x91});
    ASSERT_NE(line_type, nullptr);
    const OctetString value = hex("05 000000");
    const DecodedFields fields = decode_fields(*line_type, value);
    EXPECT_EQ(fields.view()[0].number, 5u);
    EXPECT_EQ(value_name(fields.view()[0].field->names, 5), "VDSL2");
    EXPECT_EQ(find_avp({3561, 143}), nullptr) << "not defined";
    EXPECT_EQ(find_avp({0, 0x81}), nullptr) << "a vendor's number is not the IETF's";
}

TEST(AccessLine, DecodesInIcrqWithoutFindings) {
    samples::WireMessage icrq = samples::smallest_message("ICRQ");
    icrq.avps.push_back({0, 1, text("bras1 atm 3/0:8.35"), 3561});
    const OctetString octets = samples::octets(icrq);
    const DecodedMessage message = decode(whole(octets));
    EXPECT_NE(message.find({3561, 1}), nullptr);
    EXPECT_TRUE(message.findings.empty());
    icrq.avps.back().bits = samples::m_bit;
    EXPECT_EQ(ids(samples::octets(icrq)).size(), 1u) << "M = 1 is allowed, but not what it should be";
}

// A vendor's own Message Type (RFC 3573, appendix A: vendor 529).
TEST(VendorMessageType, IsNotTakenForTheIetfs) {
    samples::WireMessage message;
    message.tunnel_id = 0x1001;
    message.avps = {{0, 0, hex("0002"), 529}};
    const OctetString octets = samples::octets(message);
    const DecodedMessage decoded = decode(whole(octets));
    EXPECT_TRUE(decoded.has_message_type);
    EXPECT_EQ(decoded.message_vendor, 529);
    EXPECT_EQ(decoded.message_type, 2);
    EXPECT_FALSE(decoded.is(message_type::sccrp));
    EXPECT_NE(decoded.row, find_message(message_type::sccrp));
    for (const std::string& id : ids(decoded)) EXPECT_EQ(id.find("sccrp"), std::string::npos) << id;
    EXPECT_EQ(encode(to_message(decoded, octets)), octets);
}

TEST(VendorMessageType, OfAnUnknownVendorIsKept) {
    samples::WireMessage message;
    message.tunnel_id = 0x1001;
    message.avps = {{samples::m_bit, 0, hex("0001"), 65535}};
    const OctetString octets = samples::octets(message);
    const DecodedMessage decoded = decode(whole(octets));
    EXPECT_EQ(decoded.message_vendor, 65535);
    EXPECT_EQ(decoded.row, nullptr);
    EXPECT_EQ(ids(decoded), std::vector<std::string>{});
}

// RFC 4045, 6.2.1: two octets for each session, at least one.
TEST(NewOutgoingSessions, IsAListOfIdentifiers) {
    const AvpRow* row = find_avp({0, 81});
    ASSERT_NE(row, nullptr);
    EXPECT_FALSE(row->allows_value(0));
    EXPECT_FALSE(row->allows_value(3));
    EXPECT_TRUE(row->allows_value(2));
    EXPECT_TRUE(row->allows_value(8));
}

}  // namespace
}  // namespace l2tp::codec
