// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/ladder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/tester/report/sample_report.hpp"

namespace l2tp::tester {
namespace {

using testing::HasSubstr;
using testing::Not;

Exchange sample() {
    return test::SampleRun().result.entries.front().result.exchange;
}

std::string drawn(const Exchange& exchange, std::size_t most = 120) {
    return ladder_svg(exchange, chosen_datagrams(exchange, most), "s0-0");
}

TEST(Ladder, ShowsCopiesLossesBreachesAndTheDecision) {
    const std::string svg = drawn(sample());
    EXPECT_THAT(svg, HasSubstr("class=\"m tx copy\""));
    EXPECT_THAT(svg, HasSubstr("class=\"m tx lost\""));
    EXPECT_THAT(svg, HasSubstr("class=\"m rx breach\""));
    EXPECT_THAT(svg, HasSubstr("class=\"m rx decided\""));
    EXPECT_THAT(svg, HasSubstr("href=\"#ds0-0-6\""));
}

TEST(Ladder, ShowsNumbersAndTheStatesOfBothEnds) {
    const std::string svg = drawn(sample());
    EXPECT_THAT(svg, HasSubstr("SCCRP  Ns 0 Nr 1"));
    EXPECT_THAT(svg, HasSubstr(">wait-ctl-reply<"));
    EXPECT_THAT(svg, HasSubstr(">wait-ctl-conn<"));
    EXPECT_THAT(svg, HasSubstr("1.001 s later"));
}

TEST(Ladder, MarksNothingInAnExchangeWithoutIncident) {
    Exchange exchange = sample();
    for (ExchangedDatagram& datagram : exchange.datagrams) {
        datagram.copy = datagram.decided = false;
        datagram.fate = ExchangedDatagram::Fate::whole;
        datagram.breaches.clear();
    }
    for (const char* word : {"copy", "lost", "breach", "decided"})
        EXPECT_THAT(drawn(exchange), Not(HasSubstr(word)));
}

TEST(Ladder, LeavesOutTheMiddleOfALongExchangeAndSaysSo) {
    Exchange exchange;
    for (int i = 0; i < 40; ++i) {
        exchange.datagrams.push_back(sample().datagrams[0]);
    }
    exchange.datagrams[20].decided = true;
    exchange.left_out = 1000;
    const auto chosen = chosen_datagrams(exchange, 12);
    EXPECT_THAT(chosen, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 18, 19, 20, 21, 22, 37, 38, 39));
    const std::string svg = drawn(exchange, 12);
    EXPECT_THAT(svg, HasSubstr("1009 more datagram(s)"));
    EXPECT_THAT(svg, HasSubstr("14 more datagram(s)"));
}

TEST(Ladder, OfNothingIsNoMoreThanLifelines) {
    EXPECT_THAT(drawn({}), HasSubstr("class=\"life\""));
}

}  // namespace
}  // namespace l2tp::tester
