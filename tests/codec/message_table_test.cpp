// SPDX-License-Identifier: GPL-2.0-or-later
// The message table against RFC 2661, 3.2 and 6.1 to 6.14.
#include "codec/message_table.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

using samples::message_facts;
using samples::MessageFact;

std::set<std::uint16_t> rfc2661_types(const AvpList& list) {
    std::set<std::uint16_t> types;
    for (const AvpKey key : list.view()) {
        const AvpRow* row = find_avp(key);
        if (key.vendor == 0 && row != nullptr && row->document == 2661) types.insert(key.type);
    }
    return types;
}

std::set<std::uint16_t> as_set(const std::vector<std::uint16_t>& types) {
    return {types.begin(), types.end()};
}

class MessageTable : public testing::TestWithParam<MessageFact> {};

TEST_P(MessageTable, RowAgreesWithTheRfc) {
    const MessageFact& fact = GetParam();
    const MessageRow* row = find_message(fact.type);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->abbreviation, fact.abbreviation);
    EXPECT_EQ(row->name, fact.name);
    EXPECT_EQ(row->section, fact.section);
    EXPECT_EQ(row->document, 2661);
    EXPECT_EQ(static_cast<int>(row->sender), static_cast<int>(fact.sender));
    EXPECT_EQ(static_cast<int>(row->scope), static_cast<int>(fact.scope));
    EXPECT_EQ(row->mandatory, MandatoryRule::must_be_1);
}

TEST_P(MessageTable, ListsOfAvpsAgreeWithTheRfc) {
    const MessageFact& fact = GetParam();
    const MessageRow* row = find_message(fact.type);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(rfc2661_types(row->must), as_set(fact.must));
    std::set<std::uint16_t> may = rfc2661_types(row->may);
    may.erase(36);  // Random Vector may stand in every message, whether listed or not
    EXPECT_EQ(may, as_set(fact.may));
    EXPECT_EQ(row->must.count, fact.must.size());
    ASSERT_GT(row->must.count, 0u);
    EXPECT_EQ(row->must.keys[0], (AvpKey{0, 0}));
}

// The list of messages after each AVP's title (4.4) says the same as the lists of 6.1 to 6.14.
TEST_P(MessageTable, AgreesWithTheMessagesThatEachAvpNames) {
    const MessageFact& fact = GetParam();
    const MessageRow* row = find_message(fact.type);
    ASSERT_NE(row, nullptr);
    for (const samples::AvpFact& avp : samples::avp_facts()) {
        if (avp.messages == "all") continue;
        const std::string list = ' ' + std::string{avp.messages} + ' ';
        const bool listed = list.find(' ' + std::string{fact.abbreviation} + ' ') != std::string::npos;
        EXPECT_EQ(row->must.contains({0, avp.type}) || row->may.contains({0, avp.type}), listed) << avp.name;
    }
}

TEST_P(MessageTable, IsFoundByNameInAnyCase) {
    const MessageFact& fact = GetParam();
    const MessageRow* row = find_message(fact.type);
    EXPECT_EQ(find_message_by_name(fact.abbreviation), row);
    EXPECT_EQ(find_message_by_name(fact.name), row);
    std::string lower{fact.abbreviation};
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_EQ(find_message_by_name(lower), row);
}

INSTANTIATE_TEST_SUITE_P(Rfc2661, MessageTable,
                         testing::ValuesIn(message_facts().begin(), message_facts().end()),
                         [](const testing::TestParamInfo<MessageFact>& one) {
                             return std::string{one.param.abbreviation};
                         });

TEST(MessageTableAsAWhole, HoldsTheFourteenMessages) {
    std::size_t count = 0;
    for (const MessageRow& row : message_table()) count += row.document == 2661 ? 1 : 0;
    EXPECT_EQ(count, 14u);
    for (const std::uint16_t reserved : samples::Numbers{0, 5, 13}) {
        EXPECT_EQ(find_message(reserved), nullptr);
        EXPECT_TRUE(is_reserved_message_type(reserved));
    }
    EXPECT_FALSE(is_reserved_message_type(1));
    EXPECT_FALSE(is_reserved_message_type(200));
    EXPECT_EQ(find_message(200), nullptr);
    EXPECT_EQ(find_message_by_name("SCCR"), nullptr);
    EXPECT_EQ(find_message_by_name(""), nullptr);
}

// 4.4.3 and 4.4.4: identifiers are 0 until the peer has assigned one; HELLO's Session ID is 0 (6.5).
TEST(MessageTableAsAWhole, HeaderIdentifiersFollowFromWhatWentBefore) {
    const auto rules = [](std::uint16_t type) {
        const MessageRow* row = find_message(type);
        return std::pair{row->tunnel_id, row->session_id};
    };
    using enum IdRule;
    EXPECT_EQ(rules(message_type::sccrq), (std::pair{zero, zero}));
    EXPECT_EQ(rules(message_type::sccrp), (std::pair{non_zero, zero}));
    EXPECT_EQ(rules(message_type::scccn), (std::pair{non_zero, zero}));
    EXPECT_EQ(rules(message_type::stopccn), (std::pair{any, any}))
        << "it may come before the peer's Tunnel ID is known, and when there are sessions";
    EXPECT_EQ(rules(message_type::hello), (std::pair{non_zero, zero}));
    EXPECT_EQ(rules(message_type::icrq), (std::pair{non_zero, zero}));
    EXPECT_EQ(rules(message_type::icrp), (std::pair{non_zero, non_zero}));
    EXPECT_EQ(rules(message_type::iccn), (std::pair{non_zero, non_zero}));
    EXPECT_EQ(rules(message_type::ocrq), (std::pair{non_zero, zero}));
    EXPECT_EQ(rules(message_type::ocrp), (std::pair{non_zero, non_zero}));
    EXPECT_EQ(rules(message_type::occn), (std::pair{non_zero, non_zero}));
    EXPECT_EQ(rules(message_type::cdn), (std::pair{non_zero, any}))
        << "it may come before the peer's Session ID";
    EXPECT_EQ(rules(message_type::wen), (std::pair{non_zero, non_zero}));
    EXPECT_EQ(rules(message_type::sli), (std::pair{non_zero, non_zero}));
}

}  // namespace
}  // namespace l2tp::codec
