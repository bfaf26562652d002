// SPDX-License-Identifier: GPL-2.0-or-later
// The suite from its first probe to its last: what applies, what the attempts amount to, how it ends.
#include "tester/suite/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "tester/suite/attempts.hpp"
#include "tester/suite/restarts.hpp"
#include "tester/suite/scenario_measure.hpp"

namespace l2tp::tester {

std::string why_not_applicable(const Scenario& scenario, const Profile& profile) {
    for (const std::string& item : scenario.needs.items()) {
        const bool wants_secret = item == "tunnel-authentication" || item == "hidden-avps";
        if (wants_secret && profile.has(item) && profile.secret().empty()) {
            return fmt::format("{}: no secret was given", item);
        }
    }
    std::string why_not = scenario.needs.why_not(profile.lookup());
    if (why_not.empty() && is_dialled(scenario) && profile.addresses("listen").empty())
        why_not = "the profile does not say where the device dials to (listen)";
    if (why_not.empty() && !scenario.configuration.empty() && !profile.hooks.contains("reconfigure")) {
        why_not =
            fmt::format("it needs the device's configuration \"{}\", and the profile has no hook reconfigure",
                        scenario.configuration);
    }
    return why_not;
}

Verdict overall_verdict(const SuiteResult& result) {
    Verdict verdict = result.trouble.empty() ? Verdict::not_applicable : Verdict::inconclusive;
    for (const SuiteEntry& entry : result.entries) {
        const Verdict tear_down = entry.result.tear_down.verdict;
        verdict = worse(verdict, entry.result.verdict);
        // What was never set up was not closed well either.
        if (entry.result.verdict != Verdict::not_applicable || tear_down != Verdict::pass) {
            verdict = worse(verdict, tear_down);
        }
    }
    for (const SuiteFinding& finding : result.findings) {
        verdict = worse(verdict, finding.verdict);
    }
    return verdict;
}

Suite::Suite(std::span<const Scenario> scenarios, const Profile& profile, const SuiteSettings& settings,
             Driver& driver, SuiteObserver& observer)
    : scenarios_(scenarios),
      profile_(profile),
      settings_(settings),
      driver_(driver),
      observer_(observer),
      random_(settings.seed) {
    for (const Lane& lane : settings_.lanes) lanes_.push_back({lane, false, Time{}});
}

SuiteResult Suite::run() {
    result_.started = driver_.now();
    driver_.on_interrupt([this] { interrupt(); });
    driver_.at(result_.started, [this] { begin(); });
    try {
        driver_.run();
    } catch (const std::exception& error) {
        if (!reached_) throw;  // nothing was learned that could be lost
        result_.trouble = fmt::format("The run could not go on: {}.", error.what());
    }
    if (phase_ != Phase::over) abandon();
    result_.verdict = overall_verdict(result_);
    return std::move(result_);
}

// prepare lines up what applies. Scenarios of one configuration stand together, and where several run at the
// same time, the long ones come first.
void Suite::prepare() {
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        SuiteEntry& entry = result_.entries.emplace_back();
        entry.scenario = &scenarios_[i];
        entry.result.requirement = scenarios_[i].requirements.front();
    }
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        const std::string why_not = why_not_applicable(scenarios_[i], profile_);
        if (why_not.empty()) {
            waiting_.emplace_back().index = i;
        } else {
            pass_over(i, Verdict::not_applicable, why_not);
        }
    }
    std::ranges::stable_sort(waiting_, [this](const Task& a, const Task& b) {
        const Scenario& first = scenarios_[a.index];
        const Scenario& second = scenarios_[b.index];
        if (first.configuration != second.configuration) return first.configuration < second.configuration;
        return settings_.jobs > 1 && least_duration(first, profile_) > least_duration(second, profile_);
    });
}

void Suite::pass_over(std::size_t index, Verdict verdict, std::string because) {
    SuiteEntry& entry = result_.entries[index];
    entry.result.verdict = verdict;
    entry.result.because = std::move(because);
    observer_.on_end(entry);
}

void Suite::begin() {
    prepare();
    if (waiting_.empty()) return end();
    if (settings_.tick > Time::zero()) driver_.at(driver_.now() + settings_.tick, [this] { tick(); });
    const auto go_on = [this](const ScenarioResult& health) {
        if (health.reach != Reach::answered) {
            stop(health, "");
            stopping_ = true;
        }
        phase_ = Phase::running;
        schedule();
    };
    if (!settings_.health) return check_health(go_on);
    reached_ = settings_.health->reach == Reach::answered;
    result_.device = settings_.health->device;
    go_on(*settings_.health);
}

void Suite::tick() {
    if (phase_ == Phase::over) return;
    if (!flights_.empty() && flights_.front().run != nullptr) observer_.on_tick(*flights_.front().run);
    driver_.at(driver_.now() + settings_.tick, [this] { tick(); });
}

// conclude takes in the attempts of one repetition.
void Suite::conclude(Task task) {
    SuiteEntry& entry = result_.entries[task.index];
    const std::size_t skipped = std::min(task.first_attempt(), task.attempts.size() - 1);
    ScenarioResult result = verdict_of_attempts(std::span(task.attempts).subspan(skipped));
    std::ranges::move(task.attempts, std::back_inserter(entry.attempts));
    const Verdict before = entry.result.verdict;
    entry.result = std::move(result);
    const bool differs = task.repetition > 0 && before != entry.result.verdict;
    if (differs) {
        entry.result.because = fmt::format("repetitions gave different verdicts: {} and {}",
                                           verdict_name(before), verdict_name(entry.result.verdict));
        entry.result.verdict = Verdict::inconclusive;
    }
    const bool again = task.repetition + 1 < settings_.repeat && !stopping_ && !differs;
    if (again) {
        const std::string& configuration = scenarios_[task.index].configuration;
        const auto group_end = std::ranges::find_if(waiting_, [&](const Task& other) {
            return scenarios_[other.index].configuration != configuration;
        });
        Task next;
        next.index = task.index;
        next.repetition = task.repetition + 1;
        waiting_.insert(group_end, std::move(next));
    } else {
        finish_entry(entry);
    }
}

void Suite::finish_entry(SuiteEntry& entry) {
    Time took{};
    for (const ScenarioResult& attempt : entry.attempts) took += attempt.ended - attempt.started;
    result_.longest = std::max(result_.longest, took);
    entry.result.attempts = std::max(1U, static_cast<unsigned>(entry.attempts.size()));
    observer_.on_end(entry);
    const bool failed = entry.result.verdict == Verdict::fail || entry.result.verdict == Verdict::error;
    if (failed && settings_.after_failure == AfterFailure::stop) stopping_ = true;
}

// end passes over what was not run, and probes a last time.
void Suite::end() {
    if (phase_ == Phase::ending || phase_ == Phase::over) return;
    const bool probe = phase_ == Phase::running && !stopping_ && reached_;
    phase_ = Phase::ending;
    for (const std::deque<Task>* tasks : {&alone_, &waiting_}) {
        for (const Task& task : *tasks) {
            SuiteEntry& entry = result_.entries[task.index];
            if (task.attempts.empty() && entry.attempts.empty()) {
                pass_over(task.index, Verdict::inconclusive, "not run");
                continue;
            }
            if (!task.attempts.empty()) {
                entry.result = task.attempts.back();
                std::ranges::copy(task.attempts, std::back_inserter(entry.attempts));
            }
            finish_entry(entry);
        }
    }
    waiting_.clear();
    alone_.clear();
    if (!probe) return over("");
    check_health([this](const ScenarioResult& health) {
        if (health.reach == Reach::answered) return over("");
        over(interrupted_
                 ? "The run was interrupted."
                 : fmt::format("The device no longer answered after the last scenario: {}.", health.seen));
    });
}

void Suite::over(std::string trouble) {
    phase_ = Phase::over;
    result_.ended = driver_.now();
    result_.late = driver_.lateness();
    if (trouble.empty() && !unsolved_.empty()) {
        trouble = fmt::format(
            "The device stopped answering while these ran at the same time, and none of them "
            "brings that about alone: {}.",
            unsolved_);
    }
    if (result_.trouble.empty()) result_.trouble = std::move(trouble);
    note_restarts(result_);
}

// abandon keeps what was learned where the driver ended before the suite did.
void Suite::abandon() {
    stopping_ = true;
    for (Flight& flight : flights_) {
        if (flight.task.index < scenarios_.size()) waiting_.push_back(std::move(flight.task));
    }
    flights_.clear();
    std::ranges::move(suspects_, std::back_inserter(waiting_));
    suspects_.clear();
    phase_ = Phase::running;
    end();
}

}  // namespace l2tp::tester
