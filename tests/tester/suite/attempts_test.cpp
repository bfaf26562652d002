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

// A fail or a warning on a path that --impair made worse gives way to a milder verdict, and stands if it
// comes again.
TEST(Attempts, OnAnImpairedPathGiveWay) {
    const auto impaired = [](const std::vector<Verdict>& verdicts, const std::vector<std::size_t>& which) {
        std::vector<ScenarioResult> attempts = attempts_of(verdicts);
        for (const std::size_t i : which) attempts[i].impaired = 1;
        return attempts;
    };
    struct ImpairedRow {
        std::vector<Verdict> attempts;
        std::vector<std::size_t> impaired;  // which of them
        bool another;
        Verdict verdict;
    };
    const std::vector<ImpairedRow> rows{
        {{F}, {0}, true, F},
        {{F, P}, {0}, false, P},
        {{F, W}, {0}, false, W},
        {{F, I, P}, {0}, false, P},
        {{F, F}, {0}, false, F},
        {{P}, {0}, false, P},
        {{W}, {0}, true, W},
        {{W, P}, {0}, false, P},
        {{W, W}, {0}, false, W},
        {{W, I}, {0}, false, W},
        {{W, F}, {0}, true, I},
        {{W, F, F}, {0}, false, F},
        {{W, F, P}, {0}, false, I},
        {{I, W}, {1}, false, W},
        {{F, W}, {1}, true, I},
        {{F, W, P}, {1}, false, I},
        {{F, W, F}, {1}, false, F},
        // What passed may have lost something, too.
        {{F, P}, {1}, true, I},
        {{F, P, F}, {1}, false, F},
        {{F, P, P}, {1}, false, I},
        {{F, P}, {0, 1}, true, P},
        {{F, P, F}, {0, 1}, false, F},
        {{F, P, P}, {0, 1}, false, P},
    };
    for (const ImpairedRow& row : rows) {
        const std::vector<ScenarioResult> attempts = impaired(row.attempts, row.impaired);
        EXPECT_EQ(wants_another(attempts), row.another) << testing::PrintToString(row.attempts);
        EXPECT_EQ(verdict_of_attempts(attempts).verdict, row.verdict) << testing::PrintToString(row.attempts);
    }
    std::vector<ScenarioResult> dead = impaired({F, P}, {0});
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
