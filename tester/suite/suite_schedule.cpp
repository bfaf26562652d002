// SPDX-License-Identifier: GPL-2.0-or-later
// What runs when, and where: lanes, limits of the device, configurations, confirmations.
#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "tester/suite/attempts.hpp"
#include "tester/suite/scenario_measure.hpp"
#include "tester/suite/suite.hpp"

namespace l2tp::tester {
namespace {

constexpr Time longest_nap = std::chrono::milliseconds(250);  // until an interrupt is noticed

}  // namespace

bool Suite::has_hook(std::string_view name) const {
    return profile_.hooks.contains(name);
}

void Suite::hook(std::string_view name, std::vector<std::pair<std::string, std::string>> values,
                 WithHook then) {
    driver_.hook({++hook_calls_, std::string(name), std::move(values)}, std::move(then));
}

// schedule starts what can be started now. It is called whenever something has ended, or a time has come.
void Suite::schedule() {
    if (phase_ != Phase::running) return;
    if (!suspects_.empty()) {
        if (flights_.empty()) recover();
        return;
    }
    if (stopping_ || (alone_.empty() && waiting_.empty())) {
        if (!flights_.empty()) return;
        if (!configuration_.empty()) return change_configuration({});
        return end();
    }
    while (phase_ == Phase::running && start_next()) {
    }
}

// not_before finds the lane that was free longest, and from when on an attempt may start there.
std::optional<Time> Suite::not_before(const Scenario& scenario, std::size_t& lane) const {
    const bool dialled = is_dialled(scenario);
    const LaneState* best = nullptr;
    for (const LaneState& state : lanes_) {
        if (dialled && state.lane.listen.family == codec::Endpoint::Family::none) continue;
        if (!state.busy && (best == nullptr || state.free_at < best->free_at)) best = &state;
    }
    if (best == nullptr) return std::nullopt;
    lane = static_cast<std::size_t>(best - lanes_.data());
    Time time = best->free_at;
    const std::uint64_t rate = profile_.number("rate");
    if (rate > 0 && last_start_)
        time = std::max(time, *last_start_ + Time(std::chrono::seconds(1)) / static_cast<Time::rep>(rate));
    return time;
}

bool Suite::start_next() {
    const bool alone = !alone_.empty();
    std::deque<Task>& queue = alone ? alone_ : waiting_;
    if (queue.empty() || (alone && !flights_.empty()) || flights_.size() >= settings_.jobs) return false;
    const Scenario& scenario = scenarios_[queue.front().index];
    if (!alone && scenario.configuration != configuration_) {
        if (flights_.empty()) change_configuration(scenario.configuration);
        return false;
    }
    const std::size_t tunnels = tunnels_of(scenario);
    if (!flights_.empty() && tunnels_ + tunnels > profile_.number("max-tunnels")) return false;
    std::size_t lane = 0;
    const auto time = not_before(scenario, lane);
    if (!time) return false;
    if (*time > driver_.now()) {
        if (!std::exchange(waking_, true)) {
            driver_.at(std::min(*time, driver_.now() + longest_nap), [this] {
                waking_ = false;
                schedule();
            });
        }
        return false;
    }
    Task task = std::move(queue.front());
    queue.pop_front();
    observer_.on_start(task.index, scenarios_.size(), scenario);
    start_attempt(task, lane, [this, task](ScenarioResult result) { on_result(task, std::move(result)); });
    return true;
}

// change_configuration has the device reconfigured for the next group of scenarios, and back at its end.
void Suite::change_configuration(const std::string& wanted) {
    phase_ = Phase::changing;
    hook("reconfigure", {{"configuration", wanted.empty() ? std::string(default_configuration) : wanted}},
         [this, wanted](const HookEnd& hook_end) {
             phase_ = Phase::running;
             configuration_ = wanted;
             if (hook_end.status != 0) {
                 const std::string because =
                     fmt::format("the hook reconfigure failed for configuration \"{}\"", wanted);
                 while (!waiting_.empty() && scenarios_[waiting_.front().index].configuration == wanted) {
                     pass_over(waiting_.front().index, Verdict::inconclusive, because);
                     waiting_.pop_front();
                 }
             }
             schedule();
         });
}

// pause_until lets time pass, and notices soon when the run is interrupted.
void Suite::pause_until(Time time, std::function<void()> then) {
    const Time now = driver_.now();
    if (now >= time || interrupted_) return then();
    driver_.at(std::min(time, now + longest_nap),
               [this, time, then = std::move(then)] { pause_until(time, then); });
}

// start_attempt marks the device's log, runs the scenario, collects the log, and hands on what came out.
void Suite::start_attempt(Task task, std::size_t lane, std::function<void(ScenarioResult)> then) {
    const Scenario& scenario = task.index < scenarios_.size() ? scenarios_[task.index] : probe_;
    RunSettings settings;
    settings.peer = lanes_[lane].lane.peer;
    if (is_dialled(scenario)) settings.listen = lanes_[lane].lane.listen;
    settings.other_source = lanes_[lane].lane.other_source;
    if (lanes_[lane].lane.source.port != 0) settings.ports = RunSettings::Ports::one;
    settings.reached_before = reached_;
    if (!reached_ || &scenario == &probe_) settings.after_silence = RunSettings::AfterSilence::conclude;
    Flight& flight = flights_.emplace_back();
    const auto place = std::prev(flights_.end());
    flight.tunnels = tunnels_of(scenario);
    flight.lane = lane;
    flight.task = std::move(task);
    flight.then = std::move(then);
    flight.run =
        std::make_unique<ScenarioRun>(scenario, settings, Identity{profile_, random_, call_serial_number_});
    tunnels_ += flight.tunnels;
    lanes_[lane].busy = true;
    last_start_ = driver_.now();
    result_.most_at_once = std::max(result_.most_at_once, flights_.size());
    if (!has_hook("mark")) return carry(place);
    hook("mark", {{"scenario", scenario.id}}, [this, place](const HookEnd&) { carry(place); });
}

void Suite::carry(Flights::iterator flight) {
    if (!interrupted_) {
        return driver_.start(*flight->run, lanes_[flight->lane].lane,
                             [this, flight] { end_attempt(flight); });
    }
    flight->run->start(driver_.now());  // and nothing of it is sent
    while (!flight->run->finished()) flight->run->interrupt(driver_.now());
    end_attempt(flight);
}

void Suite::end_attempt(Flights::iterator flight) {
    const Scenario& scenario =
        flight->task.index < scenarios_.size() ? scenarios_[flight->task.index] : probe_;
    const auto finish = [this, flight](std::string log) {
        ScenarioResult result = flight->run->result();
        result.log = std::move(log);
        lanes_[flight->lane].busy = false;
        lanes_[flight->lane].free_at = driver_.now() + profile_.duration("settle");
        tunnels_ -= flight->tunnels;
        const auto then = std::move(flight->then);
        flights_.erase(flight);
        then(std::move(result));
    };
    const ScenarioResult& result = flight->run->result();
    gather_findings(result, scenario);
    if (!result_.device.known) result_.device = result.device;
    if (!has_hook("collect-log") || interrupted_) return finish({});
    hook("collect-log", {{"scenario", scenario.id}},
         [finish](const HookEnd& hook_end) { finish(hook_end.output); });
}

// on_result decides what follows from an attempt: a confirmation, a search for what killed the device, or the
// end of the matter.
void Suite::on_result(Task task, ScenarioResult result) {
    if (interrupted_) result.reach = Reach::interrupted;
    if (result.reach == Reach::lost) {
        on_death(std::move(task), std::move(result));
        return schedule();
    }
    if (result.reach == Reach::answered) {
        reached_ = true;
        unreached_ = 0;
    }
    const bool ran_beside_a_death = !suspects_.empty();
    task.attempts.push_back(result);
    if (result.reach == Reach::interrupted) {
        stop(result, {});
        conclude(std::move(task));
    } else if (ran_beside_a_death) {
        suspects_.push_back(std::move(task));
    } else if (result.reach == Reach::unreachable) {
        constexpr unsigned enough = 3;  // a device that never came is not waited for in every scenario
        if (!reached_ && ++unreached_ >= enough) {
            stop(result, {});
            stopping_ = true;
        }
        conclude(std::move(task));
    } else if (!stopping_ && task.attempts.size() > task.first_attempt() &&
               wants_another(std::span(task.attempts).subspan(task.first_attempt()))) {
        (task.suspect == Task::Suspect::no ? waiting_ : alone_).push_front(std::move(task));
    } else {
        conclude(std::move(task));
    }
    schedule();
}

void Suite::gather_findings(const ScenarioResult& result, const Scenario& scenario) {
    for (const AttemptFinding& finding : result.findings) {
        const auto known = std::ranges::find_if(result_.findings, [&](const SuiteFinding& other) {
            return other.requirement == finding.requirement && other.verdict == finding.verdict;
        });
        if (known != result_.findings.end()) {
            known->count += finding.count;
            known->last_frame = std::max(known->last_frame, finding.last_frame);
        } else {
            result_.findings.push_back({finding.requirement, finding.verdict, finding.count, finding.frame,
                                        finding.last_frame, finding.expected, finding.seen, scenario.id});
        }
    }
}

// interrupt ends what is under way: the first time in an orderly way, the second time at once.
void Suite::interrupt() {
    interrupted_ = true;
    stopping_ = true;
    result_.trouble = "The run was interrupted.";
    for (Flight& flight : flights_) {
        if (flight.run != nullptr) flight.run->interrupt(driver_.now());
    }
}

}  // namespace l2tp::tester
