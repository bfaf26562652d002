// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the device is there, and what to do when it dies under a scenario (reading G-3).
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"
#include "tester/run/message_builder.hpp"
#include "tester/suite/suite.hpp"

namespace l2tp::tester {
namespace {

constexpr auto survives = codec::requirement("l2tpspec/robustness/survives");

// The probe: does anything answer a SCCRQ?
Scenario probe_scenario(const Profile& profile) {
    Scenario scenario;
    scenario.id = "reachable";
    scenario.role = profile.role;
    scenario.title = "The device answers a SCCRQ";
    Expect expect;
    for (const std::uint16_t type : {codec::message_type::sccrp, codec::message_type::stopccn}) {
        MessageOutcome outcome;
        outcome.message = codec::find_message(type);
        expect.outcomes.push_back({outcome, Verdict::pass, "", Outcome::Then::go_on});
    }
    expect.within = Span{profile.duration("reachable-within"), {}, 1000};
    expect.otherwise = Verdict::inconclusive;
    scenario.steps = {{plain_message(codec::message_type::sccrq)}, {std::move(expect)}};
    return scenario;
}

}  // namespace

// check_health asks the hook `health`, and then the device itself. A LAC is not asked: it owes a SCCRQ of the
// tester's nothing.
void Suite::check_health(std::function<void(const ScenarioResult&)> then) {
    const auto ask_device = [this, then] {
        if (profile_.role == Role::lac || interrupted_) return then(ScenarioResult{});
        probe_ = probe_scenario(profile_);
        const bool reached_before = std::exchange(reached_, false);
        Task task;
        task.index = scenarios_.size();
        start_attempt(task, 0, [this, then, reached_before](ScenarioResult result) {
            reached_ = reached_before || result.reach == Reach::answered;
            if (interrupted_) result.reach = Reach::interrupted;
            then(result);
        });
    };
    if (!has_hook("health")) return ask_device();
    hook("health", {}, [then, ask_device](const HookEnd& hook_end) {
        if (hook_end.status == 0) return ask_device();
        ScenarioResult result;
        result.reach = Reach::lost;
        result.seen = "the hook health says that the device is not well";
        then(result);
    });
}

// on_death keeps the scenario, and all that still run, for a second trial alone.
void Suite::on_death(Task task, ScenarioResult result) {
    task.attempts.push_back(std::move(result));
    suspects_.push_back(std::move(task));
}

// recover brings the device back, where the profile can do that or the device does it itself.
void Suite::recover() {
    phase_ = Phase::recovering;
    constexpr std::size_t most_named = 6;
    std::vector<std::string> names;
    for (const Task& task : suspects_) {
        if (names.size() < most_named) names.push_back(scenarios_[task.index].id);
    }
    died_in_ = fmt::format("{}", fmt::join(names, ", "));
    if (suspects_.size() > most_named) died_in_ += fmt::format(" and {} more", suspects_.size() - most_named);
    const auto look = [this] {
        pause_until(driver_.now() + profile_.duration("settle"), [this] {
            check_health([this](const ScenarioResult& health) { after_recovery(health); });
        });
    };
    const auto reconfigure = [this, look] {
        if (configuration_.empty()) return look();
        hook("reconfigure", {{"configuration", configuration_}}, [look](const HookEnd&) { look(); });
    };
    if (!has_hook("reset") || interrupted_) return look();
    hook("reset", {}, [reconfigure](const HookEnd&) { reconfigure(); });
}

void Suite::after_recovery(const ScenarioResult& health) {
    phase_ = Phase::running;
    const bool back = health.reach == Reach::answered && !interrupted_;
    std::vector<Task> suspects = std::exchange(suspects_, {});
    const bool in_company = suspects.size() > 1;
    if (back && in_company) unsolved_ = died_in_;
    if (!back) {
        if (in_company) note_lost_device();
        ScenarioResult lost;
        lost.reach = interrupted_ ? Reach::interrupted : Reach::lost;
        stop(lost, died_in_);
        stopping_ = true;
    }
    for (Task& task : suspects) settle_suspect(std::move(task), back, in_company);
    schedule();
}

// settle_suspect: a scenario that killed the device alone, and again, is found guilty. One that ran beside
// others is tried alone, as long as there is a device.
void Suite::settle_suspect(Task task, bool device_is_back, bool in_company) {
    ScenarioResult& last = task.attempts.back();
    const bool again = task.suspect != Task::Suspect::no && last.reach == Reach::lost;
    if (again) {
        result_.notes.push_back(
            fmt::format("{} killed the device, with nothing beside it.", scenarios_[task.index].id));
        unsolved_.clear();
    } else if (device_is_back) {
        task.suspect = in_company ? Task::Suspect::in_company : Task::Suspect::alone;
        if (in_company && task.attempts.size() > 1)
            task.attempts.erase(task.attempts.begin(), task.attempts.end() - 1);
        alone_.push_back(std::move(task));
        return;
    } else if (in_company) {
        last.verdict = Verdict::inconclusive;
        last.because = "the device died while this scenario and others ran";
    }
    conclude(std::move(task));
}

void Suite::note_lost_device() {
    SuiteFinding finding;
    finding.requirement = survives;
    finding.count = 1;
    finding.expected = "the device goes on answering, whatever it is sent";
    finding.seen = "no answer any more, after these ran at the same time: " + died_in_;
    finding.scenario = died_in_;
    result_.findings.push_back(std::move(finding));
}

// stop puts the reason why the rest is not run into one sentence.
void Suite::stop(const ScenarioResult& result, const std::string& id) {
    switch (result.reach) {
        case Reach::answered:
            break;
        case Reach::unreachable:
            result_.trouble =
                fmt::format("The device could not be reached, so nothing was judged: {}.", result.seen);
            break;
        case Reach::lost:
            result_.trouble =
                id.empty()
                    ? fmt::format("The device does not answer: {}.", result.seen)
                    : fmt::format("The device stopped answering in {}; what comes after it was not run.", id);
            break;
        case Reach::interrupted:
            result_.trouble = "The run was interrupted.";
            break;
    }
}

}  // namespace l2tp::tester
