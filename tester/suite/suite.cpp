// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/suite.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "codec/requirements.hpp"
#include "tester/run/message_builder.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

Time now_since_epoch() {
    return std::chrono::system_clock::now().time_since_epoch();
}

// The probe that comes first: does anything answer a SCCRQ?
Scenario reachability_scenario(const Profile& profile) {
    Scenario scenario;
    scenario.id = "reachable";
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

std::string why_not_applicable(const Scenario& scenario, const Profile& profile) {
    for (const std::string& item : scenario.needs.items()) {
        const bool wants_secret = item == "tunnel-authentication" || item == "hidden-avps";
        if (wants_secret && profile.has(item) && profile.secret().empty()) {
            return fmt::format("{}: no secret was given", item);
        }
    }
    if (!scenario.configuration.empty()) {
        return fmt::format("nothing brings the configuration \"{}\" of the device about",
                           printable(scenario.configuration));
    }
    return scenario.needs.why_not(profile.lookup());
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
             Recording* recording, SuiteObserver& observer)
    : scenarios_(scenarios),
      profile_(profile),
      settings_(settings),
      recording_(recording),
      observer_(observer),
      random_(settings.seed),
      driver_({settings.peer, settings.source},
              [this](const codec::Datagram& datagram) { return record(datagram); }) {
    driver_.set_on_tick([this](const ScenarioRun& run) { observer_.on_tick(run); });
}

// record never fails a run: when the disk is full, judging goes on without a recording.
std::uint64_t Suite::record(const codec::Datagram& datagram) {
    ++frames_;
    if (recording_ == nullptr) return frames_;
    try {
        return recording_->add(datagram);
    } catch (const OutputError& error) {
        result_.recording_trouble = error.what();
        recording_ = nullptr;
    }
    return frames_;
}

ScenarioResult Suite::attempt(const Scenario& scenario, bool reached_before) {
    RunSettings settings;
    settings.peer = settings_.peer;
    settings.reached_before = reached_before;
    if (settings_.source.port != 0) settings.ports = RunSettings::Ports::one;
    if (!reached_before) settings.after_silence = RunSettings::AfterSilence::conclude;
    ScenarioRun run(scenario, settings, Identity{profile_, random_, call_serial_number_});
    driver_.run(run);
    gather_findings(run.judge(), scenario);
    if (!result_.device.known) result_.device = run.result().device;
    return run.result();
}

// judge repeats a failure once, with fresh IDs and ports; two different results are inconclusive (reading
// G-2).
ScenarioResult Suite::judge(const Scenario& scenario) {
    ScenarioResult first = attempt(scenario, true);
    if (first.verdict != Verdict::fail || first.reach != Reach::answered || driver_.interrupted())
        return first;
    driver_.wait(profile_.duration("settle"));
    ScenarioResult second = attempt(scenario, true);
    second.attempts = 2;
    if (second.verdict == Verdict::fail || second.reach != Reach::answered) return second;
    first.attempts = 2;
    first.because = fmt::format("a second attempt gave another verdict: {}", verdict_name(second.verdict));
    first.verdict = Verdict::inconclusive;
    first.frames.insert(first.frames.end(), second.frames.begin(), second.frames.end());
    return first;
}

void Suite::gather_findings(const protocol::Judge& judge, const Scenario& scenario) {
    for (const protocol::JudgedFinding& finding : judge.findings()) {
        const Verdict verdict = verdict_of(finding.verdict);
        const auto known = std::ranges::find_if(result_.findings, [&](const SuiteFinding& other) {
            return other.requirement == finding.first.requirement && other.verdict == verdict;
        });
        if (known != result_.findings.end()) {
            known->count += finding.count;
            known->last_frame = finding.last_reference;
        } else {
            result_.findings.push_back({finding.first.requirement, verdict, finding.count,
                                        finding.first_reference, finding.last_reference,
                                        std::string(finding.first.expected.view()),
                                        std::string(finding.first.seen.view()), scenario.id});
        }
    }
}

bool Suite::device_is_there() {
    const Scenario scenario = reachability_scenario(profile_);
    const ScenarioResult found = attempt(scenario, false);
    if (found.reach != Reach::answered) stop(found, "");
    return found.reach == Reach::answered;
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
                fmt::format("The device stopped answering in {}; what comes after it was not run.", id);
            break;
        case Reach::interrupted:
            result_.trouble = "The run was interrupted.";
            break;
    }
}

SuiteResult Suite::run() {
    result_.started = now_since_epoch();
    const bool any_applies = std::ranges::any_of(scenarios_, [this](const Scenario& scenario) {
        return why_not_applicable(scenario, profile_).empty();
    });
    bool go_on = !any_applies || device_is_there();
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
        const Scenario& scenario = scenarios_[i];
        SuiteEntry entry{&scenario, {}};
        entry.result.requirement = scenario.requirements.front();
        const std::string why_not = why_not_applicable(scenario, profile_);
        if (!why_not.empty()) {
            entry.result.because = why_not;
        } else if (!go_on) {
            entry.result.verdict = Verdict::inconclusive;
            entry.result.because = "not run";
        } else {
            observer_.on_start(i, scenarios_.size(), scenario);
            entry.result = judge(scenario);
            if (driver_.interrupted()) entry.result.reach = Reach::interrupted;
            stop(entry.result, scenario.id);
            const bool failed = entry.result.verdict == Verdict::fail;
            go_on = entry.result.reach == Reach::answered &&
                    !(failed && settings_.after_failure == AfterFailure::stop);
            if (go_on && i + 1 < scenarios_.size()) driver_.wait(profile_.duration("settle"));
        }
        observer_.on_end(entry);
        result_.entries.push_back(std::move(entry));
    }
    result_.ended = now_since_epoch();
    try {
        if (recording_ != nullptr) recording_->flush();
    } catch (const OutputError& error) {
        result_.recording_trouble = error.what();
    }
    result_.verdict = overall_verdict(result_);
    return std::move(result_);
}

}  // namespace l2tp::tester
