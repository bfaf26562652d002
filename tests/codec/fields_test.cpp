// SPDX-License-Identifier: GPL-2.0-or-later
// Values taken apart and put together, as the figures of 4.4 draw them.
#include "codec/fields.hpp"

#include <gtest/gtest.h>

#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

const AvpRow& row(std::uint16_t type) {
    return *find_avp({0, type});
}

TEST(DecodeFields, ResultCodeWithAndWithoutItsOptionalFields) {
    const OctetString value = hex("0002 0006 6f7574");
    const DecodedFields whole = decode_fields(row(1), value);
    ASSERT_EQ(whole.count, 3u);
    EXPECT_EQ(whole.find("Result Code")->number, 2u);
    EXPECT_EQ(whole.find("Error Code")->number, 6u);
    EXPECT_EQ(whole.find("Error Code")->offset, 2u);
    EXPECT_TRUE(same_octets(whole.find("Error Message")->octets, text("out")));
    const DecodedFields with_error = decode_fields(row(1), Octets{value}.first(4));
    EXPECT_EQ(with_error.count, 2u);
    EXPECT_EQ(with_error.find("Error Message"), nullptr);
    EXPECT_EQ(decode_fields(row(1), Octets{value}.first(2)).count, 1u);
}

TEST(DecodeFields, HalfAFieldIsRest) {
    const OctetString value = hex("0002 00");
    const DecodedFields fields = decode_fields(row(1), value);
    EXPECT_EQ(fields.count, 1u);
    EXPECT_EQ(fields.rest.size(), 1u);
    EXPECT_EQ(fields.rest_offset, 2u);
}

TEST(DecodeFields, WhatIsTooLongIsRest) {
    const DecodedFields fields = decode_fields(row(9), hex("1e61 ffff"));
    EXPECT_EQ(fields.count, 1u);
    EXPECT_EQ(fields.find("Assigned Tunnel ID")->number, 0x1e61u);
    EXPECT_EQ(fields.rest_offset, 2u);
}

TEST(DecodeFields, TheSixCountersOfCallErrors) {
    const OctetString value = hex("0000 00000001 00000002 00000003 00000004 00000005 80000006");
    const DecodedFields fields = decode_fields(row(34), value);
    ASSERT_EQ(fields.count, 7u);
    EXPECT_EQ(fields.find("CRC Errors")->number, 1u);
    EXPECT_EQ(fields.find("Framing Errors")->number, 2u);
    EXPECT_EQ(fields.find("Hardware Overruns")->number, 3u);
    EXPECT_EQ(fields.find("Buffer Overruns")->number, 4u);
    EXPECT_EQ(fields.find("Time-out Errors")->number, 5u);
    EXPECT_EQ(fields.find("Alignment Errors")->number, 0x80000006u);
    EXPECT_EQ(fields.find("Alignment Errors")->offset, 22u);
}

TEST(DecodeFields, SendAndReceiveAccm) {
    const DecodedFields fields = decode_fields(row(35), hex("0000 ffffffff 000a0000"));
    EXPECT_EQ(fields.find("Send ACCM")->number, 0xffffffffu);
    EXPECT_EQ(fields.find("Receive ACCM")->number, 0x000a0000u);
}

TEST(DecodeFields, TieBreakerIsSixtyFourBits) {
    const DecodedFields fields = decode_fields(row(5), hex("fedcba9876543210"));
    ASSERT_EQ(fields.count, 1u);
    EXPECT_EQ(fields.view()[0].number, 0xfedcba9876543210u);
}

TEST(DecodeFields, Q931CauseCode) {
    const OctetString value = hex("0010 45 6f6b");
    const DecodedFields fields = decode_fields(row(12), value);
    EXPECT_EQ(fields.find("Cause Code")->number, 16u);
    EXPECT_EQ(fields.find("Cause Msg")->number, 0x45u);
    EXPECT_TRUE(same_octets(fields.find("Advisory Msg")->octets, text("ok")));
}

TEST(DecodeFields, BitFieldsOfOneIntegerAreToldApart) {
    const DecodedFields fields = decode_fields(*find_avp({0, 45}), hex("a123 0045"));
    ASSERT_EQ(fields.count, 3u);
    EXPECT_EQ(fields.find("Reserved")->number, 0xau);
    EXPECT_EQ(fields.find("VPI")->number, 0x123u);
    EXPECT_EQ(fields.find("VPI")->offset, 0u);
    EXPECT_EQ(fields.find("VCI")->number, 0x45u);
    EXPECT_EQ(fields.find("VCI")->offset, 2u);
}

TEST(DecodeFields, EveryRowFromEveryShorterValue) {
    for (const AvpRow& one : avp_table()) {
        const OctetString example = example_value(one);
        for (std::size_t size = 0; size <= example.size(); ++size) {
            const OctetString value(example.begin(), example.begin() + static_cast<std::ptrdiff_t>(size));
            const DecodedFields fields = decode_fields(one, value);
            EXPECT_LE(fields.count, one.value.count);
            EXPECT_EQ(fields.rest_offset + fields.rest.size(), size) << one.name;
        }
    }
}

TEST(EncodeFields, GivenFieldsAndDefaults) {
    const FieldValue version[] = {{.name = "Rev", .number = 3}};
    EXPECT_EQ(encode_fields(row(2), version), hex("0103"));
    const FieldValue result[] = {{.name = "Result Code", .number = 6}};
    EXPECT_EQ(encode_fields(row(1), result), hex("0006"));
    const OctetString message = text("bye");
    const FieldValue full[] = {{.name = "result_code", .number = 2},
                               {.name = "Error Code", .number = 6},
                               {.name = "Error Message", .octets = message}};
    EXPECT_EQ(encode_fields(row(1), full), hex("0002 0006 627965"));
    const FieldValue vpi[] = {{.name = "VPI", .number = 0xabc}, {.name = "VCI", .number = 1}};
    EXPECT_EQ(encode_fields(*find_avp({0, 45}), vpi), hex("0abc 0001"));
}

TEST(EncodeFields, RefusesWhatTheRowHasNoPlaceFor) {
    const FieldValue unknown[] = {{.name = "Colour", .number = 1}};
    EXPECT_EQ(encode_fields(row(2), unknown), std::nullopt);
    const FieldValue too_large[] = {{.name = "Ver", .number = 256}};
    EXPECT_EQ(encode_fields(row(2), too_large), std::nullopt);
    const OctetString message = text("bye");
    const FieldValue gap[] = {{.name = "Result Code", .number = 2},
                              {.name = "Error Message", .octets = message}};
    EXPECT_EQ(encode_fields(row(1), gap), std::nullopt);
    const FieldValue vpi[] = {{.name = "VPI", .number = 0x1000}};
    EXPECT_EQ(encode_fields(*find_avp({0, 45}), vpi), std::nullopt);
    const OctetString short_response = counting(15);
    const FieldValue response[] = {{.name = "Response", .octets = short_response}};
    EXPECT_EQ(encode_fields(row(13), response), std::nullopt);
}

TEST(ExampleValue, OfEveryRowHasALengthThatTheRowAllows) {
    for (const AvpRow& one : avp_table()) {
        EXPECT_TRUE(one.allows_value(example_value(one).size())) << one.name;
    }
}

}  // namespace
}  // namespace l2tp::codec
