// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/needs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace l2tp::tester {
namespace {

// A device with PPP and two tunnels, and nothing else.
std::optional<std::uint64_t> device(std::string_view item) {
    if (item == "ppp") return 1;
    if (item == "max-tunnels") return 2;
    if (item == "hello") return 0;
    if (item == "first-interval") return 1;
    return std::nullopt;
}

bool holds(std::string_view text) {
    std::string why;
    const auto needs = parse_needs(text, why);
    EXPECT_TRUE(needs.has_value()) << text << ": " << why;
    return needs && needs->hold(device);
}

std::string error_of(std::string_view text) {
    std::string why;
    return parse_needs(text, why) ? "" : why;
}

TEST(Needs, HoldWhereTheProfileSaysSo) {
    EXPECT_TRUE(holds("ppp"));
    EXPECT_FALSE(holds("hello"));
    EXPECT_FALSE(holds("tie-breaker"));
    EXPECT_TRUE(holds("not hello"));
    EXPECT_TRUE(holds("max-tunnels >= 2"));
    EXPECT_TRUE(holds("max-tunnels <= 2"));
    EXPECT_TRUE(holds("max-tunnels == 2"));
    EXPECT_FALSE(holds("max-tunnels >= 3"));
    EXPECT_TRUE(Needs{}.hold(device));
    EXPECT_TRUE(holds("first-interval"));
    EXPECT_FALSE(holds("interval-cap"));
}

TEST(Needs, BindAndCloserThanOrAndNotClosest) {
    EXPECT_TRUE(holds("ppp or hello and hello"));
    EXPECT_FALSE(holds("(ppp or hello) and hello"));
    EXPECT_FALSE(holds("not ppp and hello"));
    EXPECT_TRUE(holds("not (ppp and hello)"));
}

TEST(Needs, NameTheFirstConditionThatDoesNotHold) {
    std::string why;
    const auto needs = parse_needs("ppp and hello and tie-breaker", why);
    EXPECT_EQ(needs->why_not(device), "the profile says that the device has no hello");
    EXPECT_EQ(parse_needs("ppp", why)->why_not(device), "");
    EXPECT_THAT(parse_needs("max-tunnels >= 9", why)->why_not(device),
                testing::HasSubstr("max-tunnels >= 9"));
    EXPECT_EQ(parse_needs("interval-cap", why)->why_not(device), "the profile does not say interval-cap");
}

TEST(Needs, ListTheItemsAndWriteTheExpressionAgain) {
    std::string why;
    const auto needs = parse_needs("hello and (ppp or not max-tunnels >= 2)", why);
    EXPECT_EQ(needs->text(), "hello and (ppp or not max-tunnels >= 2)");
    EXPECT_THAT(needs->items(), testing::ElementsAre("hello", "ppp", "max-tunnels"));
}

TEST(Needs, RefuseWhatIsNoExpression) {
    EXPECT_EQ(error_of("hell"), "the profile has no item \"hell\"");
    EXPECT_EQ(error_of("hello and"), "it ends too early");
    EXPECT_EQ(error_of("(hello"), "a parenthesis is not closed");
    EXPECT_EQ(error_of("hello ppp"), "\"ppp\" was not expected");
    EXPECT_EQ(error_of("max-tunnels"), "after max-tunnels must come >=, <= or ==");
    EXPECT_EQ(error_of("max-tunnels >= many"), "a number is missing after max-tunnels");
    EXPECT_EQ(error_of("host-name"), "host-name is no feature, timer or number");
    std::string deep;
    for (int i = 0; i < 10'000; ++i) deep += "(";
    EXPECT_EQ(error_of(deep), "it is nested too deeply");
}

}  // namespace
}  // namespace l2tp::tester
