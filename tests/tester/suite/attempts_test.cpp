// SPDX-License-Identifier: GPL-2.0-or-later
// What a scenario's attempts amount to, as a table.
#include "tester/suite/attempts.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace l2tp::tester {
namespace {

constexpr auto P = Verdict::pass;
constexpr auto W = Verdict::warn;
constexpr auto I = Verdict::inconclusive;
constexpr auto F = Verdict::fail;

std::vector<ScenarioResult> attempts_of(const std::vector<Verdict>& verdicts) {
    std::vector<ScenarioResult> attempts;
    for (const Verdict verdict : verdicts) {
        ScenarioResult& attempt = attempts.emplace_back();
        attempt.verdict = verdict;
        attempt.reach = Reach::answered;
        attempt.frames = {attempts.size()};
    }
    return attempts;
}

struct Row {
    std::vector<Verdict> attempts;
    bool another;
    Verdict verdict;
};

TEST(Attempts, AmountToWhatTheTableSays) {
    const std::vector<Row> rows{
        {{P}, false, P},       {{W}, false, W},       {{Verdict::error}, false, Verdict::error},
        {{F}, true, F},        {{F, F}, false, F},    {{F, P}, false, I},
        {{F, W}, false, I},    {{F, I}, true, I},     {{F, I, F}, false, F},
        {{F, I, P}, false, I}, {{F, I, I}, false, I}, {{I}, true, I},
        {{I, I}, false, I},    {{I, P}, false, P},    {{I, W}, false, W},
        {{I, F}, true, I},     {{I, F, F}, false, F}, {{I, F, P}, false, I},
    };
    for (const Row& row : rows) {
        const std::vector<ScenarioResult> attempts = attempts_of(row.attempts);
        EXPECT_EQ(wants_another(attempts), row.another) << testing::PrintToString(row.attempts);
        EXPECT_EQ(verdict_of_attempts(attempts).verdict, row.verdict) << testing::PrintToString(row.attempts);
    }
}

// A fail on a path that --impair made worse gives way to another verdict, and stands if it comes again.
TEST(Attempts, OnAnImpairedPathGiveWay) {
    const auto impaired = [](const std::vector<Verdict>& verdicts, std::size_t which) {
        std::vector<ScenarioResult> attempts = attempts_of(verdicts);
        attempts[which].impaired = 1;
        return attempts;
    };
    EXPECT_TRUE(wants_another(impaired({F}, 0)));
    EXPECT_FALSE(wants_another(impaired({F, P}, 0)));
    EXPECT_EQ(verdict_of_attempts(impaired({F, P}, 0)).verdict, P);
    EXPECT_EQ(verdict_of_attempts(impaired({F, W}, 0)).verdict, W);
    EXPECT_EQ(verdict_of_attempts(impaired({F, I, P}, 0)).verdict, P);
    EXPECT_EQ(verdict_of_attempts(impaired({F, P}, 1)).verdict,
              I);  // what passed may have lost something, too
    EXPECT_EQ(verdict_of_attempts(impaired({F, F}, 0)).verdict, F);
    std::vector<ScenarioResult> dead = impaired({F, P}, 0);
    dead.front().reach = Reach::lost;
    EXPECT_EQ(verdict_of_attempts(dead).verdict, I);
}

TEST(Attempts, ThatDifferKeepTheFramesOfAll) {
    const ScenarioResult result = verdict_of_attempts(attempts_of({F, P}));
    EXPECT_EQ(result.frames, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(result.because, "a second attempt gave another verdict: pass");
}

TEST(Attempts, EndWithTheRun) {
    std::vector<ScenarioResult> attempts = attempts_of({I});
    attempts.back().reach = Reach::interrupted;
    EXPECT_FALSE(wants_another(attempts));
    attempts = attempts_of({F, I});
    attempts.back().reach = Reach::interrupted;
    EXPECT_FALSE(wants_another(attempts));
    EXPECT_EQ(verdict_of_attempts(attempts).verdict, I);
}

// A device that died, and then lived through the same scenario, died of something else, or of chance.
TEST(Attempts, CountADeathAsAFail) {
    std::vector<ScenarioResult> attempts = attempts_of({F, P});
    attempts.front().reach = Reach::lost;
    EXPECT_FALSE(wants_another(attempts));
    EXPECT_EQ(verdict_of_attempts(attempts).verdict, I);
}

}  // namespace
}  // namespace l2tp::tester
