// SPDX-License-Identifier: GPL-2.0-or-later
// The AVP table against RFC 2661, 4.4, as tests/codec/samples/facts.cpp read it independently.
#include "codec/avp_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "codec/attribute.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

using samples::avp_facts;
using samples::AvpFact;

class AvpTable : public testing::TestWithParam<AvpFact> {};

TEST_P(AvpTable, RowAgreesWithTheRfc) {
    const AvpFact& fact = GetParam();
    const AvpRow* row = find_avp({0, fact.type});
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->name, fact.name);
    EXPECT_EQ(row->section, fact.section);
    EXPECT_EQ(row->document, 2661);
    EXPECT_EQ(row->context, Context::always);
    EXPECT_EQ(row->mandatory,
              fact.mandatory == samples::Bit::one ? MandatoryRule::must_be_1 : MandatoryRule::must_be_0);
    EXPECT_EQ(row->hidden, fact.hide == samples::MayHide::yes ? HiddenRule::either : HiddenRule::must_be_0);
    EXPECT_EQ(row->repeat, fact.type == 36 ? Repeat::many : Repeat::once);
}

TEST_P(AvpTable, AllowsTheLengthsThatTheRfcGives) {
    const AvpFact& fact = GetParam();
    const AvpRow* row = find_avp({0, fact.type});
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->min_value() + 6, fact.shortest);
    EXPECT_EQ(row->max_value() + 6, fact.longest);
    for (std::size_t length = 6; length <= 1023; ++length) {
        bool allowed = length >= fact.shortest && length <= fact.longest;
        if (fact.type == 1 && length == 9) allowed = false;  // half an Error Code
        EXPECT_EQ(row->allows_value(length - 6), allowed) << length;
    }
}

TEST_P(AvpTable, IsFoundByNameAndSlug) {
    const AvpRow* row = find_avp({0, GetParam().type});
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(find_avp_by_name(row->name), row);
    EXPECT_EQ(find_avp_by_name(row->slug), row);
}

INSTANTIATE_TEST_SUITE_P(Rfc2661, AvpTable, testing::ValuesIn(avp_facts().begin(), avp_facts().end()),
                         [](const testing::TestParamInfo<AvpFact>& one) {
                             return "Type" + std::to_string(one.param.type);
                         });

TEST(AvpTableAsAWhole, HoldsAttributes0To39But20) {
    std::set<std::uint16_t> types;
    for (const AvpRow& row : avp_table()) {
        if (row.document == 2661) {
            EXPECT_EQ(row.key.vendor, 0);
            EXPECT_TRUE(types.insert(row.key.type).second) << row.name;
        }
    }
    std::set<std::uint16_t> expected;
    for (std::uint16_t type = 0; type < 40; ++type) {
        if (type != 20) expected.insert(type);
    }
    EXPECT_EQ(types, expected);
    EXPECT_EQ(find_avp({0, 20}), nullptr);
    EXPECT_EQ(find_avp({0, 60000}), nullptr);
    EXPECT_EQ(find_avp({65535, 0}), nullptr);
}

// Section 4.4.3 to 4.4.6: the fields of the values that have several.
TEST(AvpTableAsAWhole, FieldsStandInTheRfcsOrder) {
    const auto names = [](std::uint16_t type) {
        std::string out;
        for (const Field& field : find_avp({0, type})->value.view()) {
            out += std::string{field.name} + ':' + std::to_string(field.octets) + ' ';
        }
        return out;
    };
    EXPECT_EQ(names(1), "Result Code:2 Error Code:2 Error Message:0 ");
    EXPECT_EQ(names(2), "Ver:1 Rev:1 ");
    EXPECT_EQ(names(12), "Cause Code:2 Cause Msg:1 Advisory Msg:0 ");
    EXPECT_EQ(names(32), "Reserved:1 ID:1 ");
    EXPECT_EQ(
        names(34),
        "Reserved:2 CRC Errors:4 Framing Errors:4 Hardware Overruns:4 Buffer Overruns:4 Time-out Errors:4 "
        "Alignment Errors:4 ");
    EXPECT_EQ(names(35), "Reserved:2 Send ACCM:4 Receive ACCM:4 ");
    EXPECT_EQ(names(39), "");
}

TEST(AvpTableAsAWhole, TextsHaveTheCharsetThatTheRfcGives) {
    for (const std::uint16_t ascii : samples::Numbers{21, 22, 23}) {
        EXPECT_EQ(find_avp({0, ascii})->value.view()[0].kind, FieldKind::ascii) << ascii;
    }
    EXPECT_EQ(find_avp({0, 12})->value.view()[2].kind, FieldKind::ascii);
    EXPECT_EQ(find_avp({0, 8})->value.view()[0].kind, FieldKind::utf8);
    EXPECT_EQ(find_avp({0, 1})->value.view()[2].kind, FieldKind::utf8);
    for (const std::uint16_t options : samples::Numbers{26, 27, 28}) {
        EXPECT_EQ(find_avp({0, options})->value.view()[0].kind, FieldKind::lcp_options) << options;
    }
}

TEST(AvpTableAsAWhole, IsSortedAndSlugsAreUniqueAndFitForFieldNames) {
    std::set<std::string_view> slugs;
    const AvpRow* before = nullptr;
    for (const AvpRow& row : avp_table()) {
        EXPECT_TRUE(slugs.insert(row.slug).second) << row.slug;
        EXPECT_EQ(row.slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"), std::string_view::npos)
            << row.slug;
        EXPECT_FALSE(row.name.empty());
        EXPECT_FALSE(row.section.empty() && row.standing == Standing::decoded) << row.name;
        if (before != nullptr) {
            EXPECT_TRUE(before->key < row.key || (before->key == row.key && before->context < row.context))
                << row.name;
        }
        EXPECT_EQ(&avp_table()[position_of(row)], &row);
        before = &row;
    }
}

TEST(AvpTableAsAWhole, AttributeConstantsHaveTheRfcsNumbers) {
    EXPECT_EQ(attribute::message_type, (AvpKey{0, 0}));
    EXPECT_EQ(attribute::result_code, (AvpKey{0, 1}));
    EXPECT_EQ(attribute::host_name, (AvpKey{0, 7}));
    EXPECT_EQ(attribute::challenge, (AvpKey{0, 11}));
    EXPECT_EQ(attribute::challenge_response, (AvpKey{0, 13}));
    EXPECT_EQ(attribute::q931_cause_code, (AvpKey{0, 12}));
    EXPECT_EQ(attribute::assigned_session_id, (AvpKey{0, 14}));
    EXPECT_EQ(attribute::bearer_type, (AvpKey{0, 18}));
    EXPECT_EQ(attribute::framing_type, (AvpKey{0, 19}));
    EXPECT_EQ(attribute::called_number, (AvpKey{0, 21}));
    EXPECT_EQ(attribute::tx_connect_speed, (AvpKey{0, 24}));
    EXPECT_EQ(attribute::physical_channel_id, (AvpKey{0, 25}));
    EXPECT_EQ(attribute::proxy_authen_type, (AvpKey{0, 29}));
    EXPECT_EQ(attribute::call_errors, (AvpKey{0, 34}));
    EXPECT_EQ(attribute::accm, (AvpKey{0, 35}));
    EXPECT_EQ(attribute::random_vector, (AvpKey{0, 36}));
    EXPECT_EQ(attribute::private_group_id, (AvpKey{0, 37}));
    EXPECT_EQ(attribute::rx_connect_speed, (AvpKey{0, 38}));
    EXPECT_EQ(attribute::sequencing_required, (AvpKey{0, 39}));
}

}  // namespace
}  // namespace l2tp::codec
