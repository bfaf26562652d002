// SPDX-License-Identifier: GPL-2.0-or-later
// What was decoded encodes to the same octets: every row's example, every sample, sound or broken.
#include <gtest/gtest.h>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

bool version_2(const DecodedMessage& message) {
    return message.is_control() || message.kind == MessageKind::data;
}

TEST(RoundTrip, EveryRowsExample) {
    for (const AvpRow& row : avp_table()) {
        if (row.key.type == 0) continue;
        Message message = make_message(*find_message(message_type::hello));
        if (row.context == Context::broadband_bearer) {
            message.avps.push_back(make_number_avp(attribute::bearer_type, 4));
        }
        message.avps.push_back(make_avp(row.key, example_value(row)));
        const OctetString octets = encode(message);
        const DecodedMessage decoded = decode(whole(octets));
        ASSERT_EQ(decoded.avps.size(), message.avps.size()) << row.name;
        const DecodedAvp& avp = decoded.avps.back();
        EXPECT_EQ(avp.row, &row);
        EXPECT_TRUE(same_octets(avp.value, example_value(row))) << row.name;
        EXPECT_EQ(encode(to_message(decoded, octets)), octets) << row.name;
        // Field by field, the optional ones too.
        std::vector<FieldValue> fields;
        const DecodedFields decoded_fields = decode_fields(row, avp.value);
        EXPECT_EQ(decoded_fields.count, row.value.count) << row.name;
        EXPECT_TRUE(decoded_fields.rest.empty()) << row.name;
        for (const DecodedField& field : decoded_fields.view()) {
            fields.push_back({.name = field.field->slug, .number = field.number, .octets = field.octets});
        }
        EXPECT_EQ(encode_fields(row, fields), example_value(row)) << row.name;
    }
}

TEST(RoundTrip, EverySoundSample) {
    for (const samples::Sample& sample : samples::sound_samples()) {
        const DecodedMessage decoded = decode(whole(sample.octets));
        EXPECT_EQ(encode(to_message(decoded, sample.octets)), sample.octets) << sample.name;
    }
}

TEST(RoundTrip, EveryBrokenSample) {
    for (const samples::BrokenSample& sample : samples::broken_samples()) {
        const DecodedMessage decoded = decode(whole(sample.broken));
        if (!version_2(decoded)) continue;
        EXPECT_EQ(encode(to_message(decoded, sample.broken)), sample.broken) << sample.name;
    }
}

TEST(RoundTrip, RevealedAvpsStayAsTheyWereSent) {
    for (const samples::Sample& sample : samples::hidden_forms()) {
        const DecodedMessage decoded = decode(whole(sample.octets), samples::secret());
        EXPECT_EQ(encode(to_message(decoded, sample.octets)), sample.octets) << sample.name;
    }
}

TEST(RoundTrip, VendorAndUnknownAvpsSurviveUntouched) {
    for (const samples::Sample& sample : samples::unknown_forms()) {
        const DecodedMessage decoded = decode(whole(sample.octets));
        EXPECT_EQ(encode(to_message(decoded, sample.octets)), sample.octets) << sample.name;
        EXPECT_TRUE(decoded.findings.empty()) << sample.name;
    }
}

// FSQ (RFC 4951) wants M = 0 on its Message Type. One that is too long, hidden or cut off is not read, yet
// keeps its M bit.
TEST(RoundTrip, AnOddMessageTypeKeepsItsMBit) {
    for (const char* octets : {"c802 0015 1001 0000 0001 0001 8009 0000 0000 0015 00",
                               "c802 0015 1001 0000 0001 0001 0009 0000 0000 0015 00",
                               "c802 0014 1001 0000 0001 0001 c008 0000 0000 0015",
                               "c802 0014 1001 0000 0001 0001 8028 0000 0000 0015",
                               "c802 0014 1001 0000 0001 0001 0028 0000 0000 0006"}) {
        const OctetString datagram = hex(octets);
        EXPECT_EQ(encode(to_message(decode(whole(datagram)), datagram)), datagram) << octets;
    }
}

// A message as make_message gives it, with nothing mentioned that the tables know, comes back as it was.
TEST(RoundTrip, DefaultsStayDefaults) {
    for (const MessageRow& row : message_table()) {
        const Message message = make_message(row);
        const OctetString octets = encode(message);
        EXPECT_EQ(to_message(decode(whole(octets)), octets), message) << row.abbreviation;
    }
}

TEST(RoundTrip, AValueIsAFixedPoint) {
    for (const samples::Sample& sample : samples::all_samples()) {
        const DecodedMessage decoded = decode(whole(sample.octets));
        if (!version_2(decoded)) continue;
        const Message once = to_message(decoded, sample.octets);
        const OctetString octets = encode(once);
        const DecodedMessage again = decode(whole(octets));
        EXPECT_EQ(to_message(again, octets), once) << sample.name;
    }
}

}  // namespace
}  // namespace l2tp::codec
