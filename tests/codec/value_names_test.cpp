// SPDX-License-Identifier: GPL-2.0-or-later
// The numbers that RFC 2661 names: 4.4.2 (result and error codes), 4.4.3 and 4.4.4 (bits), 4.4.5 (proxy).
#include "codec/value_names.hpp"

#include <gtest/gtest.h>

#include <set>

#include "codec/message_table.hpp"

namespace l2tp::codec {
namespace {

std::string_view stopccn(std::uint64_t value) {
    return value_name(NameSet::result_code, value, message_type::stopccn);
}
std::string_view cdn(std::uint64_t value) {
    return value_name(NameSet::result_code, value, message_type::cdn);
}
std::string_view error(std::uint64_t value) {
    return value_name(NameSet::error_code, value);
}

bool mentions(std::string_view name, std::string_view word) {
    std::string lower{name};
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower.find(word) != std::string::npos;
}

TEST(ValueNames, ResultCodesOfStopCcn) {
    EXPECT_TRUE(mentions(stopccn(1), "general request"));
    EXPECT_TRUE(mentions(stopccn(2), "general error"));
    EXPECT_TRUE(mentions(stopccn(3), "already exists"));
    EXPECT_TRUE(mentions(stopccn(4), "not authorized"));
    EXPECT_TRUE(mentions(stopccn(5), "version"));
    EXPECT_TRUE(mentions(stopccn(6), "shut down"));
    EXPECT_TRUE(mentions(stopccn(7), "finite state machine"));
    EXPECT_FALSE(stopccn(8).empty()) << "RFC 3308";
    EXPECT_TRUE(stopccn(9).empty());
}

TEST(ValueNames, ResultCodesOfCdn) {
    EXPECT_TRUE(mentions(cdn(1), "loss of carrier"));
    EXPECT_TRUE(mentions(cdn(2), "error code"));
    EXPECT_TRUE(mentions(cdn(3), "administrative"));
    EXPECT_TRUE(mentions(cdn(4), "temporary"));
    EXPECT_TRUE(mentions(cdn(5), "permanent"));
    EXPECT_TRUE(mentions(cdn(6), "invalid destination"));
    EXPECT_TRUE(mentions(cdn(7), "no carrier"));
    EXPECT_TRUE(mentions(cdn(8), "busy"));
    EXPECT_TRUE(mentions(cdn(9), "dial tone"));
    EXPECT_TRUE(mentions(cdn(10), "time"));
    EXPECT_TRUE(mentions(cdn(11), "framing"));
    // Registered since: 12 by RFC 3308, the others in the IANA list; 29 is not assigned.
    for (std::uint64_t later = 12; later <= 31; ++later) EXPECT_EQ(cdn(later).empty(), later == 29) << later;
    EXPECT_TRUE(cdn(32).empty());
    EXPECT_TRUE(cdn(100).empty());
}

TEST(ValueNames, ErrorCodes) {
    EXPECT_TRUE(mentions(error(0), "no general error"));
    EXPECT_TRUE(mentions(error(1), "no control connection"));
    EXPECT_TRUE(mentions(error(2), "length"));
    EXPECT_TRUE(mentions(error(3), "out of range"));
    EXPECT_TRUE(mentions(error(4), "insufficient resources"));
    EXPECT_TRUE(mentions(error(5), "session id"));
    EXPECT_TRUE(mentions(error(6), "vendor"));
    EXPECT_TRUE(mentions(error(7), "try another"));
    EXPECT_TRUE(mentions(error(8), "m-bit") || mentions(error(8), "m bit") || mentions(error(8), "m = 1"));
    for (std::uint64_t later = 9; later <= 12; ++later) EXPECT_FALSE(error(later).empty()) << later;
    EXPECT_TRUE(error(13).empty());
}

TEST(ValueNames, ProxyAuthenTypes) {
    const auto name = [](std::uint64_t value) { return value_name(NameSet::proxy_authen_type, value); };
    EXPECT_TRUE(name(0).empty() || mentions(name(0), "reserved"));
    EXPECT_TRUE(mentions(name(1), "textual"));
    EXPECT_TRUE(mentions(name(2), "ppp chap"));
    EXPECT_TRUE(mentions(name(3), "ppp pap"));
    EXPECT_TRUE(mentions(name(4), "no authentication"));
    EXPECT_TRUE(mentions(name(5), "microsoft chap") || mentions(name(5), "mschap"));
    EXPECT_TRUE(mentions(name(7), "eap")) << "registered";
    EXPECT_TRUE(name(8).empty());
    EXPECT_TRUE(name(0x100000002).empty()) << "a number wider than the table's";
}

// The figures of 4.4.3: A is the bit next to the last, S or D the last.
TEST(ValueNames, FramingAndBearerBits) {
    EXPECT_TRUE(mentions(value_name(NameSet::framing, 1), "synchronous"));
    EXPECT_FALSE(mentions(value_name(NameSet::framing, 1), "asynchronous"));
    EXPECT_TRUE(mentions(value_name(NameSet::framing, 2), "asynchronous"));
    EXPECT_TRUE(value_name(NameSet::framing, 4).empty());
    EXPECT_TRUE(mentions(value_name(NameSet::bearer, 1), "digital"));
    EXPECT_TRUE(mentions(value_name(NameSet::bearer, 2), "analog"));
    EXPECT_TRUE(mentions(value_name(NameSet::bearer, 4), "broadband")) << "RFC 3301, 5.3";
    EXPECT_TRUE(value_name(NameSet::bearer, 8).empty());
}

TEST(ValueNames, MessageTypesAreNamed) {
    EXPECT_EQ(value_name(NameSet::message_type, 1), "SCCRQ");
    EXPECT_EQ(value_name(NameSet::message_type, 16), "SLI");
    EXPECT_TRUE(value_name(NameSet::message_type, 5).empty());
}

TEST(ValueNames, RowsAreSortedAndBitsHaveSlugs) {
    for (const NameSet set : {NameSet::result_code, NameSet::error_code, NameSet::framing, NameSet::bearer,
                              NameSet::proxy_authen_type, NameSet::failover_capability}) {
        const ValueName* before = nullptr;
        EXPECT_FALSE(value_names(set).empty());
        for (const ValueName& row : value_names(set)) {
            EXPECT_EQ(row.set, set);
            EXPECT_FALSE(row.name.empty());
            if (before != nullptr) {
                EXPECT_LT((std::pair{before->message, before->value}), (std::pair{row.message, row.value}));
            }
            before = &row;
        }
    }
    std::set<std::string_view> slugs;
    for (const ValueName& row : value_names(NameSet::framing)) EXPECT_TRUE(slugs.insert(row.slug).second);
    EXPECT_FALSE(slugs.contains(""));
}

}  // namespace
}  // namespace l2tp::codec
