// SPDX-License-Identifier: GPL-2.0-or-later
// The steps of a scenario: what is sent, what is awaited, and what follows from it.
#include "tester/run/scenario_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "codec/requirements.hpp"
#include "tester/scenario/fragments.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

namespace message_type = codec::message_type;

ScenarioRun::ScenarioRun(const Scenario& scenario, const RunSettings& settings, Identity identity)
    : scenario_(scenario),
      settings_(settings),
      identity_(identity),
      steps_(expand_fragments(scenario.steps)) {
    if (!scenario.requirements.empty()) result_.requirement = scenario.requirements.front();
}

void ScenarioRun::start(Time now) {
    result_.started = now;
    phase_ = Phase::steps;
    open_tunnel(0);
    advance(now);
}

TesterTunnel& ScenarioRun::open_tunnel(std::size_t socket) {
    TesterTunnel& tunnel = tunnels_.emplace_back();
    tunnel.ours = identity_.random.fresh_id();
    tunnel.socket = socket;
    tunnel.peer = settings_.peer;
    return tunnel;
}

const Expect* ScenarioRun::current_expect() const {
    return step_ < steps_.size() ? std::get_if<Expect>(&steps_[step_].action) : nullptr;
}

// advance carries out steps until one has to wait.
void ScenarioRun::advance(Time now) {
    while (phase_ == Phase::steps) {
        if (step_ >= steps_.size()) return begin_tear_down(now);
        step_started_ = now;
        const bool done =
            std::visit([&](const auto& action) { return carry_out(action, now); }, steps_[step_].action);
        if (!done) return;
        ++step_;
    }
}

bool ScenarioRun::carry_out(const Send& send, Time now) {
    TesterTunnel& tunnel = tunnels_.front();
    const auto give_up = [&](std::string_view why) {
        decide(Verdict::inconclusive, {}, std::string(why),
               "what the scenario is about could not be reached");
        begin_tear_down(now);
        return false;
    };
    if (tunnel.state == TesterTunnel::State::closed) return give_up("the device had closed the tunnel");
    const bool answers = send.message->type == message_type::scccn && !tunnel.their_challenge.empty();
    if (answers && identity_.profile.secret().empty()) {
        return give_up("the device challenges the tester, and no secret was given (--secret-env)");
    }
    auto message = build_message(send, tunnel, identity_);
    if (!message)
        return give_up("a value that the step needs is not known: no challenge, or no secret was given");
    if (send.message->type == message_type::stopccn) tunnel.state = TesterTunnel::State::closing;
    stimulus_.reset();
    tunnel.send(std::move(*message), conduct_of(send));
    return true;
}

bool ScenarioRun::carry_out(const SendAgain& send, Time now) {
    const TesterTunnel& tunnel = tunnels_.front();
    const SentMessage* sent = tunnel.last_sent(*send.message);
    if (sent == nullptr) {
        decide(Verdict::error, {}, fmt::format("no {} was sent before", send.message->abbreviation),
               "a step sends again what was never sent");
        begin_tear_down(now);
        return false;
    }
    // A copy of SCCRQ goes where the first one went: to the port that the profile names.
    const codec::Endpoint to = send.message->type == message_type::sccrq ? settings_.peer : tunnel.peer;
    stimulus_ = Stimulus{{tunnel.socket, to, sent->octets, true, false, sent->conduct}, {}, {}, 1, true};
    outgoing_.push_back(stimulus_->datagram);
    return true;
}

bool ScenarioRun::carry_out(const SendData& send, Time now) {
    const TesterTunnel& tunnel = tunnels_.front();
    stimulus_ = Stimulus{{tunnel.socket, tunnel.peer, codec::encode(build_data(send, tunnel)), true, false},
                         send.again_every,
                         {},
                         1,
                         true};
    if (send.again_every) stimulus_->next_again = now + *send.again_every;
    outgoing_.push_back(stimulus_->datagram);
    return true;
}

bool ScenarioRun::carry_out(const Wait& wait, Time now) {
    deadline_ = now + span_of(wait.length);
    return false;
}

bool ScenarioRun::carry_out(const Use&, Time) {
    return true;
}  // expanded when the run was made

Time ScenarioRun::span_of(const Span& span) const {
    if (span.timer.empty()) return span.fixed;
    return identity_.profile.duration(span.timer) * span.permille / 1000;
}

bool ScenarioRun::carry_out(const Expect& expect, Time now) {
    strays_ = 0;
    Time length = expect.within ? span_of(*expect.within) : identity_.profile.duration("answer-within");
    for (const Outcome& outcome : expect.outcomes) {
        if (const auto* silence = std::get_if<SilenceOutcome>(&outcome.what))
            length = span_of(silence->length);
        const bool acknowledgement = std::holds_alternative<AcknowledgementOutcome>(outcome.what);
        if (acknowledgement && !expect.within)
            length = std::max(length, identity_.profile.duration("ack-within"));
    }
    deadline_ = now + length;
    return false;
}

void ScenarioRun::on_arrival(const Arrival& arrival, const codec::Datagram& datagram) {
    const Time now = datagram.time;
    if (phase_ == Phase::probing) return check_probe(now);
    if (phase_ == Phase::tear_down) return check_tear_down(now);
    const Expect* expect = current_expect();
    if (phase_ != Phase::steps || expect == nullptr || &arrival.tunnel != &tunnels_.front()) return;
    const Outcome* outcome = find_outcome(*expect, arrival, identity_);
    if (outcome == nullptr && !decides(arrival)) return;

    decide(outcome != nullptr ? outcome->verdict : expect->otherwise, *expect, message_line(arrival.message),
           outcome != nullptr ? outcome->because : expect->because, &arrival, datagram.reference);
    go_on_or_end(outcome != nullptr                   ? outcome->then
                 : expect->otherwise == Verdict::pass ? Outcome::Then::go_on
                                                      : Outcome::Then::end,
                 now);
}

void ScenarioRun::go_on_or_end(Outcome::Then then, Time now) {
    deadline_.reset();
    stimulus_.reset();
    if (then == Outcome::Then::end) return begin_tear_down(now);
    ++step_;
    advance(now);
}

// decide takes in one verdict, and the arrival that decided it, if any. The worst one so far keeps its
// evidence; among passes the last does.
void ScenarioRun::decide(Verdict verdict, const Expect& expect, std::string seen, std::string_view because,
                         const Arrival* arrival, std::uint64_t frame) {
    const bool leaves = verdict == Verdict::not_applicable && result_.verdict <= Verdict::pass;
    if (!leaves && verdict < result_.verdict) return;
    result_.verdict = verdict;
    result_.sent = stimulus_text_;
    if (stimulus_count_ > 1) result_.sent += fmt::format(", {} times", stimulus_count_);
    result_.expected = expect.outcomes.empty() ? "" : expectation_text(expect);
    result_.seen = std::move(seen);
    result_.because = because;
    result_.frames = stimulus_frames_;
    result_.datagram.clear();
    if (arrival == nullptr) return;
    result_.frames.push_back(frame);
    result_.datagram = avps_text(arrival->message);
}

void ScenarioRun::on_step_deadline(Time now) {
    deadline_.reset();
    const Expect* expect = current_expect();
    if (expect == nullptr) {  // a wait is over
        ++step_;
        return advance(now);
    }
    if (stimulus_ && stimulus_->repeatable && stimulus_->copies < 2) {
        ++stimulus_->copies;
        outgoing_.push_back(stimulus_->datagram);
        outgoing_.back().copy = true;
        const Time started = step_started_;
        static_cast<void>(carry_out(*expect, now));
        step_started_ = started;
        return;
    }
    on_silence(*expect, now);
}

void ScenarioRun::on_silence(const Expect& expect, Time now) {
    const bool ever_heard = heard_ > 0 || settings_.reached_before;
    if (ever_heard && settings_.after_silence == RunSettings::AfterSilence::probe) return start_probe(now);
    if (!ever_heard) {
        const std::string seen = fmt::format("no answer from {} within {}", format_endpoint(settings_.peer),
                                             format_duration(now - step_started_));
        decide(Verdict::inconclusive, expect, seen, "the device cannot be reached");
        result_.reach = Reach::unreachable;
        return begin_tear_down(now);
    }
    decide(expect.otherwise, expect, silence_text(), expect.because);
    begin_tear_down(now);
}

std::string ScenarioRun::activity() const {
    switch (phase_) {
        case Phase::probing:
            return "asking whether the device is still alive";
        case Phase::tear_down:
            return "closing the tunnel";
        case Phase::steps:
            break;
        default:
            return "";
    }
    const Expect* expect = current_expect();
    return expect == nullptr ? "waiting" : "expecting " + expectation_text(*expect);
}

void ScenarioRun::judge_own_requirements() {
    for (const protocol::JudgedFinding& finding : judge_.findings()) {
        if (std::ranges::find(scenario_.requirements, finding.first.requirement) ==
            scenario_.requirements.end()) {
            continue;
        }
        const Verdict verdict = verdict_of(finding.verdict);
        if (verdict <= result_.verdict) continue;
        result_.verdict = verdict;
        result_.requirement = finding.first.requirement;
        result_.expected = printable(finding.first.expected.view());
        result_.seen = printable(finding.first.seen.view());
        result_.because = "the judge found it in what the device sent";
        result_.frames = {finding.first_reference};
        result_.sent.clear();
        result_.datagram.clear();
    }
}

}  // namespace l2tp::tester
