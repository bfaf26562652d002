// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/printable.hpp"

#include <gtest/gtest.h>

namespace l2tp::tester {
namespace {

TEST(Printable, LeavesPlainTextAlone) {
    EXPECT_EQ(printable("bras1.example.net"), "bras1.example.net");
}
TEST(Printable, LeavesOtherScriptsAlone) {
    EXPECT_EQ(printable("Zürich 東京"), "Zürich 東京");
}
TEST(Printable, EscapesTerminalSequences) {
    EXPECT_EQ(printable("\x1b[2Jx\r\n\x7f"), "\\x1b[2Jx\\x0d\\x0a\\x7f");
}
TEST(Printable, EscapesC1Controls) {
    EXPECT_EQ(printable("\xc2\x9b"
                        "31m"),
              "\\u{9b}31m");
}
TEST(Printable, EscapesBareC1Octets) {
    EXPECT_EQ(printable("\x9b"
                        "31m"),
              "\\x9b31m");
}
TEST(Printable, EscapesDirectionOverrides) {
    EXPECT_EQ(printable("a\xe2\x80\xae"
                        "b\xe2\x81\xa6"),
              "a\\u{202e}b\\u{2066}");
}
TEST(Printable, EscapesBackslashes) {
    EXPECT_EQ(printable("a\\x1b"), "a\\\\x1b");
}
TEST(Printable, EscapesOverlongForms) {
    EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");
}
TEST(Printable, EscapesSurrogates) {
    EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
}
TEST(Printable, EscapesACutSequence) {
    EXPECT_EQ(printable("a\xe2\x82"), "a\\xe2\\x82");
}
TEST(Printable, CutsLongText) {
    EXPECT_EQ(printable("abcdef", 3), "abc... (6 octets)");
}

TEST(ValidUtf8, ReplacesWhatIsNotUtf8) {
    EXPECT_EQ(valid_utf8(std::string_view("a\xff\xe2\x82z")), "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
}
TEST(ValidUtf8, KeepsNulAndControls) {
    const std::string_view text("a\0\x1b", 3);
    EXPECT_EQ(valid_utf8(text), text);
}

}  // namespace
}  // namespace l2tp::tester
