// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/attempts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace l2tp::tester {
namespace {

// Tally counts the attempts by what they showed.
struct Tally {
    const ScenarioResult* fail = nullptr;      // the first
    const ScenarioResult* other = nullptr;     // the last that came to another verdict
    const ScenarioResult* doubtful = nullptr;  // the last that --impair may have brought about
    std::size_t fails = 0;
    bool firm = false;  // a fail came on a path that was left as it is

    explicit Tally(std::span<const ScenarioResult> attempts) {
        for (const ScenarioResult& attempt : attempts) {
            const bool complete = attempt.reach == Reach::answered || attempt.reach == Reach::lost;
            if (!complete || attempt.verdict == Verdict::inconclusive) continue;
            if (attempt.verdict == Verdict::fail) {
                if (fails++ == 0) fail = &attempt;
                if (attempt.impaired == 0 || attempt.reach == Reach::lost) firm = true;
            } else if (attempt.impaired > 0 && (attempt.verdict == Verdict::warn || fails > 0)) {
                doubtful = &attempt;
            } else {
                other = &attempt;
            }
        }
    }

    // milder is what speaks against the fails.
    [[nodiscard]] const ScenarioResult* milder() const { return other != nullptr ? other : doubtful; }
};

}  // namespace

bool wants_another(std::span<const ScenarioResult> attempts) {
    if (attempts.empty()) return true;
    if (attempts.back().reach != Reach::answered || attempts.size() >= most_attempts) return false;
    const Tally tally(attempts);
    if (tally.other != nullptr || tally.fails > 1) return false;
    return tally.fails == 1 || attempts.size() == 1;
}

ScenarioResult verdict_of_attempts(std::span<const ScenarioResult> attempts) {
    const Tally tally(attempts);
    const ScenarioResult& last = attempts.back();
    const bool cut_short = last.reach != Reach::answered && last.reach != Reach::lost;
    const ScenarioResult* milder = tally.milder();
    if (tally.fails == 0 || cut_short) return milder != nullptr && !cut_short ? *milder : last;
    if (tally.other == nullptr && (tally.fails > 1 || attempts.size() == 1))
        return last.verdict == Verdict::fail ? last : *tally.fail;
    // What --impair did may have made the difference, and the tester knows that it did something.
    if (milder != nullptr && !tally.firm) return *milder;
    ScenarioResult result = *tally.fail;
    const ScenarioResult& unlike = milder != nullptr ? *milder : last;
    result.verdict = Verdict::inconclusive;
    result.because = fmt::format("{} attempt gave another verdict: {}",
                                 attempts.size() > 2 ? "a later" : "a second", verdict_name(unlike.verdict));
    for (const ScenarioResult& attempt : attempts) {
        if (&attempt != tally.fail) {
            result.frames.insert(result.frames.end(), attempt.frames.begin(), attempt.frames.end());
        }
    }
    return result;
}

}  // namespace l2tp::tester
