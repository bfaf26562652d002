// SPDX-License-Identifier: GPL-2.0-or-later
// How a scenario ends: the probe after silence, and the tear-down.
#include <fmt/format.h>

#include <algorithm>

#include "codec/requirement_rows.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr auto survives = codec::requirement("l2tpspec/robustness/survives");
constexpr Time interrupted_tear_down = std::chrono::seconds(2);

bool is_answered(const TesterTunnel& probe) {
    return probe.state != TesterTunnel::State::wait_ctl_reply;
}

}  // namespace

// start_probe asks in two ways: a HELLO on the scenario's tunnel, where there is one and its channel is idle,
// and a new SCCRQ from another port.
void ScenarioRun::start_probe(Time now) {
    phase_ = Phase::probing;
    stimulus_.reset();
    TesterTunnel& tunnel = tunnels_.front();
    hello_answered_ = false;
    // Before SCCCN the tunnel is not established, and no HELLO is due (6.5).
    const codec::MessageRow& scccn = *codec::find_message(codec::message_type::scccn);
    probe_hello_sent_ = tunnel.state == TesterTunnel::State::open && tunnel.last_sent(scccn) != nullptr &&
                        tunnel.channel.all_acknowledged();
    if (probe_hello_sent_) {
        if (auto hello = build_message(plain_message(codec::message_type::hello), tunnel, identity_)) {
            tunnel.send(std::move(*hello), protocol::Conduct::plain);
        }
    }
    TesterTunnel& probe = open_tunnel(tunnels_.size());
    if (auto request = build_message(plain_message(codec::message_type::sccrq), probe, identity_)) {
        probe.send(std::move(*request), protocol::Conduct::plain);
    }
    step_started_ = now;
    deadline_ = now + identity_.profile.duration("reachable-within");
}

std::string ScenarioRun::silence_text() const {
    std::string text = fmt::format("nothing from {}", format_endpoint(tunnels_.front().peer));
    if (strays_ != 0) {
        text += fmt::format(
            " for this tunnel; {} datagram(s) with a Tunnel ID that was never assigned, the last: {}",
            strays_, stray_);
    }
    if (phase_ != Phase::probing) return text;
    text += fmt::format("; a new SCCRQ: {}", is_answered(tunnels_.back()) ? "answered" : "no answer");
    if (probe_hello_sent_) {
        text += fmt::format("; HELLO on the same tunnel: {}", hello_answered_ ? "acknowledged" : "no answer");
    }
    return text;
}

void ScenarioRun::check_probe(Time now) {
    const TesterTunnel& tunnel = tunnels_.front();
    hello_answered_ = probe_hello_sent_ && tunnel.channel.all_acknowledged();
    const bool answered = is_answered(tunnels_.back());
    const bool over = deadline_ && now >= *deadline_;
    if (!over && (!answered || (probe_hello_sent_ && !hello_answered_))) {
        if (answered) {
            deadline_ = std::min(*deadline_, step_started_ + identity_.profile.duration("ack-within"));
        }
        return;
    }
    deadline_.reset();
    if (!answered && !hello_answered_) return lose_device(silence_text(), now);

    const Expect& expect = *current_expect();
    const auto silence = std::ranges::find_if(expect.outcomes, [](const Outcome& outcome) {
        return std::holds_alternative<SilenceOutcome>(outcome.what);
    });
    std::string seen = silence_text();
    phase_ = Phase::steps;
    if (silence == expect.outcomes.end()) {
        decide(expect.otherwise, expect, std::move(seen), expect.because);
        go_on_or_end(expect.otherwise == Verdict::pass ? Outcome::Then::go_on : Outcome::Then::end, now);
    } else {
        decide(silence->verdict, expect, std::move(seen), silence->because);
        go_on_or_end(silence->then, now);
    }
}

// lose_device: whatever the scenario says of silence, a device that answered before and does not any more has
// failed it (reading G-3). One that never answered cannot be judged.
void ScenarioRun::lose_device(std::string seen, Time now) {
    const bool answered_before = heard_ > 0 || settings_.reached_before;
    const Expect* expect = current_expect();
    result_.reach = answered_before ? Reach::lost : Reach::unreachable;
    decide(answered_before ? Verdict::fail : Verdict::inconclusive, expect == nullptr ? Expect{} : *expect,
           std::move(seen),
           answered_before ? "the device no longer answers" : "the device cannot be reached");
    if (answered_before) result_.requirement = survives;
    finish(now);
}

void ScenarioRun::interrupt(Time now) {
    if (phase_ == Phase::finished) return;
    if (interrupted_) return finish(now);
    interrupted_ = true;
    if (phase_ != Phase::tear_down) {
        const Expect* expect = current_expect();
        decide(Verdict::inconclusive, expect == nullptr ? Expect{} : *expect, "interrupted by the operator",
               "");
        result_.reach = Reach::interrupted;
    }
    begin_tear_down(now);
}

void ScenarioRun::begin_tear_down(Time now) {
    phase_ = Phase::tear_down;
    stimulus_.reset();
    for (TesterTunnel& tunnel : tunnels_) {
        if (tunnel.state == TesterTunnel::State::wait_ctl_reply) tunnel.state = TesterTunnel::State::closed;
        if (tunnel.state != TesterTunnel::State::open) continue;
        tunnel.state = TesterTunnel::State::closing;
        if (auto stop = build_message(plain_message(codec::message_type::stopccn), tunnel, identity_)) {
            tunnel.send(std::move(*stop), protocol::Conduct::plain);
        }
    }
    deadline_ = now + (interrupted_ ? interrupted_tear_down : identity_.profile.duration("ack-within"));
    check_tear_down(now);
}

void ScenarioRun::check_tear_down(Time now) {
    const bool over = deadline_ && now >= *deadline_;
    bool all_closed = true;
    for (TesterTunnel& tunnel : tunnels_) {
        if (tunnel.state != TesterTunnel::State::closing) continue;
        if (tunnel.channel.all_acknowledged()) {
            tunnel.state = TesterTunnel::State::closed;
        } else {
            all_closed = false;
        }
    }
    if (!all_closed && !over) return;
    const TesterTunnel& tunnel = tunnels_.front();
    if (tunnel.state == TesterTunnel::State::closing) {
        // After anything but a pass the device may have dropped the tunnel already, and owes nothing.
        const bool owed = result_.verdict == Verdict::pass && !interrupted_;
        result_.tear_down = {owed ? Verdict::fail : Verdict::not_applicable,
                             fmt::format("StopCCN was not acknowledged within {}",
                                         format_duration(identity_.profile.duration("ack-within")))};
    } else {
        result_.tear_down.seen = tunnel.theirs == 0 ? "no tunnel was open" : "the tunnel is closed";
    }
    finish(now);
}

void ScenarioRun::finish(Time now) {
    deadline_.reset();
    stimulus_.reset();
    result_.ended = now;
    static_cast<void>(judge_.finish(now));
    judge_own_requirements();
    phase_ = Phase::finished;
}

}  // namespace l2tp::tester
