// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/reading_outcomes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "codec/requirements.hpp"
#include "protocol/reading_rows.hpp"
#include "tester/text/message_text.hpp"

namespace l2tp::tester {
namespace {

TEST(Readings, AreAllThatRowsElsewhereCite) {
    for (const codec::Requirement& requirement : codec::requirements()) {
        if (requirement.reading.empty()) continue;
        EXPECT_NE(find_reading(requirement.reading), nullptr) << requirement.id;
    }
    for (const protocol::ReadingRow& row : protocol::reading_row_table) {
        if (row.reading.empty()) continue;
        EXPECT_NE(find_reading(row.reading), nullptr) << row.id;
    }
    for (const ReadingOutcome& row : reading_outcomes()) {
        EXPECT_NE(find_reading(row.reading), nullptr) << row.reading;
    }
    EXPECT_NE(find_reading("A-40"), nullptr);
    EXPECT_EQ(find_reading("A-41"), nullptr);
}

// Rows that something before them always takes first would never be reached.
TEST(ReadingOutcomes, StandNarrowBeforeWideAndTogether) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    std::pair<std::string_view, std::string_view> current;
    std::set<std::uint16_t> taken;
    bool silent = false;
    for (const ReadingOutcome& row : reading_outcomes()) {
        const std::pair key{row.reading, row.stimulus};
        if (key != current) {
            EXPECT_TRUE(seen.insert(key).second) << row.reading << ' ' << row.stimulus;
            current = key;
            taken.clear();
            silent = false;
        }
        EXPECT_FALSE(silent) << row.reading << ' ' << row.stimulus << ": silence comes last";
        silent = row.reaction.kind == Reaction::Kind::silence;
        if (row.reaction.kind != Reaction::Kind::message) continue;
        ASSERT_NE(codec::find_message(row.reaction.message), nullptr);
        const bool copy = row.reaction.detail == Reaction::Detail::copy;
        EXPECT_TRUE(copy || !taken.contains(row.reaction.message)) << row.reading << ' ' << row.stimulus;
        const bool wide = !row.reaction.result && row.reaction.detail == Reaction::Detail::none;
        if (wide) taken.insert(row.reaction.message);
    }
}

std::vector<std::string> lines_of(std::string_view reading, std::string_view stimulus) {
    std::vector<std::string> lines;
    for (const Outcome& outcome : outcomes_of(reading, stimulus)) {
        lines.push_back(std::string(verdict_name(outcome.verdict)) + " " + outcome_text(outcome));
    }
    return lines;
}

TEST(ReadingOutcomes, BecomeTheOutcomesOfAnExpectation) {
    EXPECT_THAT(
        lines_of("A-01", "ICRQ"),
        testing::ElementsAre("pass CDN with Result Code 2, Error Code 8 (Unknown AVP with the M bit set)",
                             "warn CDN", "warn StopCCN", "fail ICRP", "warn nothing for answer-within"));
    EXPECT_THAT(lines_of("A-26", "SCCRP, version 0"), testing::ElementsAre("pass StopCCN", "fail SCCCN"));
    EXPECT_THAT(lines_of("A-08", "CDN"),
                testing::ElementsAre("fail CDN with no Assigned Session ID",
                                     "warn CDN with Assigned Session ID 0", "pass CDN"));
    EXPECT_THAT(lines_of("A-40", "WEN"), testing::ElementsAre("fail CDN", "fail StopCCN",
                                                              "pass an acknowledgement of the last message"));
    EXPECT_THAT(outcomes_of("A-01", "nothing"), testing::IsEmpty());
}

TEST(ReadingOutcomes, GoOnAfterSilenceOnlyWhereAProbeDecides) {
    const std::vector<Outcome> hello = outcomes_of("A-01", "HELLO");
    EXPECT_EQ(hello.back().then, Outcome::Then::go_on);
    const std::vector<Outcome> sccrq = outcomes_of("A-01", "SCCRQ");
    EXPECT_EQ(sccrq.back().then, Outcome::Then::end);
}

TEST(StimuliOf, ListsTheCasesOfAReading) {
    EXPECT_THAT(stimuli_of("A-34"), testing::ElementsAre("ICCN"));
    EXPECT_THAT(stimuli_of("A-30"), testing::IsEmpty());
}

}  // namespace
}  // namespace l2tp::tester
