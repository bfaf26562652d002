// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/text_forms.hpp"

#include <gtest/gtest.h>

namespace l2tp::tester {
namespace {

using namespace std::chrono_literals;

TEST(ParseDuration, ReadsUnits) {
    EXPECT_EQ(parse_duration("300 ms"), 300ms);
    EXPECT_EQ(parse_duration("4 s"), 4s);
    EXPECT_EQ(parse_duration("1.5 s"), 1500ms);
    EXPECT_EQ(parse_duration("2 min"), 2min);
}

TEST(ParseDuration, RefusesEverythingElse) {
    for (const char* text :
         {"", "4", "4s", " 4 s", "4  s", "-4 s", "4 h", "1. s", ".5 s", "1.2345 s", "1234567 s"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(ParseUtc, ReadsWhatUtcTextWrites) {
    for (const Time time : {Time{}, Time{1'790'000'000'123'456'000}, Time{951'782'400s}, Time{-1s}})
        EXPECT_EQ(parse_utc(utc_text(time)), time) << utc_text(time);
}

TEST(ParseUtc, RefusesEverythingElse) {
    for (const char* text : {"", "2026-01-31", "2026-02-30T00:00:00.000000Z", "2026-01-31T24:00:00.000000Z",
                             "2026-01-31T00:00:00.000000", "9999-01-31T00:00:00.000000Z",
                             "2026-01-31T00:00:00.00000xZ", "2026-01-31T00:00:00.0000000Z"})
        EXPECT_EQ(parse_utc(text), std::nullopt) << text;
}

TEST(ParseHex, ReadsPairs) {
    EXPECT_EQ(parse_hex("0aFf 01"), (codec::OctetString{0x0a, 0xff, 0x01}));
    EXPECT_EQ(parse_hex(""), codec::OctetString{});
}

TEST(ParseHex, RefusesHalfOctetsAndOtherCharacters) {
    for (const char* text : {"0", "0 1", "0g", "01 ", "01  02"})
        EXPECT_EQ(parse_hex(text), std::nullopt) << text;
}

TEST(ParseEndpoint, ReadsBothFamiliesWithAndWithoutPort) {
    for (const char* text : {"192.0.2.1:1702", "[2001:db8::1]:1702"}) {
        ASSERT_TRUE(parse_endpoint(text, 1701)) << text;
        EXPECT_EQ(format_endpoint(*parse_endpoint(text, 1701)), text);
    }
    EXPECT_EQ(format_endpoint(*parse_endpoint("192.0.2.1", 1701)), "192.0.2.1:1701");
    EXPECT_EQ(format_endpoint(*parse_endpoint("2001:db8::1", 1701)), "[2001:db8::1]:1701");
    EXPECT_EQ(format_endpoint(*parse_endpoint("[::1]", 1701)), "[::1]:1701");
}

TEST(ParseEndpoint, RefusesWhatIsNoAddress) {
    for (const char* text : {"", "lns", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.256", "[::1",
                             "[::1]x", "[::1]:", "::1:x"}) {
        EXPECT_EQ(parse_endpoint(text, 1701), std::nullopt) << text;
    }
}

TEST(UtcText, IsIso8601) {
    EXPECT_EQ(utc_text(1'000'000'000s + 42us), "2001-09-09T01:46:40.000042Z");
}

}  // namespace
}  // namespace l2tp::tester
