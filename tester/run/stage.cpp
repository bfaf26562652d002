// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/stage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "tester/run/lateness.hpp"
#include "tester/scenario/step_text.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

bool is_set(const codec::Endpoint& endpoint) {
    return endpoint.family != codec::Endpoint::Family::none;
}

}  // namespace

Stage::Stage(const Scenario& of, const RunSettings& with, Identity as)
    : scenario(of),
      settings(with),
      identity(as),
      sockets(is_set(with.listen) ? Sockets::Listening::yes : Sockets::Listening::no) {
    if (!of.requirements.empty()) result.requirement = of.requirements.front();
}

// The full cycle is that of the profile: all retransmissions, and the wait after the last of them (5.8).
Time Stage::length_of(const Span& span) const {
    if (span.timer.empty()) return span.fixed;
    if (span.timer != "full-cycle") return profile().duration(span.timer) * span.permille / 1000;
    protocol::ChannelSettings channel;
    channel.first_interval = profile().duration("first-interval");
    channel.interval_cap = profile().duration("interval-cap");
    channel.max_retransmissions = static_cast<unsigned>(profile().number("retransmissions"));
    return channel.full_cycle() * span.permille / 1000;
}

TesterTunnel& Stage::open_tunnel(std::string name) {
    const bool from_listening = device_is(Role::lac) && sockets.listens();
    return open_tunnel_at(std::move(name), from_listening ? 0 : sockets.add(SocketKind::own));
}

TesterTunnel& Stage::open_tunnel_at(std::string name, std::size_t socket) {
    TesterTunnel& tunnel = tunnels.add();
    tunnel.socket = socket;
    tunnel.peer = settings.peer;
    name_tunnel(tunnel, std::move(name));
    return tunnel;
}

void Stage::name_tunnel(TesterTunnel& tunnel, std::string name) {
    tunnel.name = std::move(name);
    if (tunnel.ours == 0) tunnel.ours = identity.random.fresh_id();
    for (const ChannelControl& each : controls_) {
        if ((each.on.empty() ? default_tunnel : each.on) == tunnel.name) apply(each, tunnel);
    }
}

void Stage::control(const ChannelControl& control) {
    TesterTunnel* tunnel = tunnels.on(control.on, codec::Scope::tunnel).tunnel;
    if (tunnel != nullptr) return apply(control, *tunnel);
    controls_.push_back(control);
}

void Stage::apply(const ChannelControl& control, TesterTunnel& tunnel) {
    if (control.acknowledge) tunnel.channel.acknowledge(*control.acknowledge);
    if (control.retransmit) tunnel.channel.retransmit(*control.retransmit);
    if (control.next_ns) tunnel.channel.set_next_ns(*control.next_ns);
    if (control.peer_window) tunnel.channel.force_peer_window(*control.peer_window);
}

void Stage::send_plain(std::uint16_t type, TesterTunnel& tunnel) {
    if (auto built = build_message(plain_message(type), tunnel, nullptr, scope(&tunnel))) {
        tunnel.send({std::move(built->message), codec::find_message(type)});
    }
}

void Stage::decide(const Decision& decision) {
    const bool leaves = decision.verdict == Verdict::not_applicable && result.verdict <= Verdict::pass;
    if (!leaves && decision.verdict < result.verdict) return;
    if (decision.verdict > result.verdict) evidence_.forget_decided();
    result.verdict = decision.verdict;
    basis_ = decision.basis;
    result.sent = stimulus_text_;
    if (stimulus_count_ > 1) result.sent += fmt::format(", {} times", stimulus_count_);
    result.expected = decision.expected;
    result.seen = decision.seen;
    result.because = decision.because;
    result.datagram.clear();
    // Where the device begins by itself and then does not do something, what it began with is what counts.
    if (decision.arrival != nullptr || !stimulus_frames_.empty()) result.frames = stimulus_frames_;
    if (decision.arrival == nullptr) {
        // What a silence was the answer to.
        if (decision.verdict > Verdict::pass) {
            for (const std::uint64_t frame : result.frames) evidence_.mark_decided(frame);
        }
        return;
    }
    const std::uint64_t frame = decision.arrival->datagram.reference;
    result.frames.push_back(frame);
    result.datagram = avps_text(decision.arrival->message);
    evidence_.mark_decided(frame);
}

void Stage::give_up(std::string why) {
    decide({Verdict::inconclusive, "", std::move(why), "what the scenario is about could not be reached"});
}

// judge_own_requirements: what the judge found about the scenario's own requirements decides.
void Stage::judge_own_requirements() {
    for (const protocol::JudgedFinding& finding : judge_.findings()) {
        if (std::ranges::find(scenario.requirements, finding.first.requirement) ==
            scenario.requirements.end()) {
            continue;
        }
        const Verdict verdict = verdict_of(finding.verdict);
        if (verdict <= result.verdict) continue;
        evidence_.forget_decided();
        result.verdict = verdict;
        basis_ = rests_on_time(finding.first.requirement) ? Decision::Basis::time : Decision::Basis::content;
        result.requirement = finding.first.requirement;
        result.expected = printable(finding.first.expected.view());
        result.seen = printable(finding.first.seen.view());
        result.because = "the judge found it in what the device sent";
        result.frames = {finding.first_reference};
        result.sent.clear();
        result.datagram.clear();
        evidence_.mark_decided(finding.first_reference);
    }
}

void Stage::gather_findings() {
    for (const protocol::JudgedFinding& finding : judge_.findings()) {
        AttemptFinding& kept = result.findings.emplace_back(
            AttemptFinding{finding.first.requirement, verdict_of(finding.verdict), finding.count,
                           finding.first_reference, finding.last_reference,
                           printable(finding.first.expected.view()), printable(finding.first.seen.view())});
        if (kept.verdict == Verdict::fail && result.late > bearable_lateness &&
            rests_on_time(kept.requirement)) {
            kept.verdict = Verdict::inconclusive;
            kept.seen += "; " + lateness_text(result.late);
        }
    }
}

// excuse_lateness: a tester that was late itself cannot say that the device was. A device that is lost is
// looked for in another way.
void Stage::excuse_lateness() {
    if (result.late <= bearable_lateness) return;
    if (result.tear_down.verdict == Verdict::fail) {
        result.tear_down.verdict = Verdict::inconclusive;
        result.tear_down.seen += "; " + lateness_text(result.late);
    }
    const bool unproved = basis_ == Decision::Basis::time && result.reach != Reach::lost;
    if (result.verdict != Verdict::fail || !unproved) return;
    result.verdict = Verdict::inconclusive;
    result.because = lateness_text(result.late);
}

void Stage::finish(Time now) {
    stimulus.reset();
    scheduled_.clear();
    ppp.clear();
    result.ended = now;
    static_cast<void>(judge_.finish(std::max(now, latest_)));
    judge_own_requirements();
    gather_findings();
    excuse_lateness();
    for (const Step& each : scenario.steps) result.steps.push_back(step_text(each));
    result.exchange = evidence_.take(profile().secret().octets());
    result.rows = evidence_.take_rows();
}

}  // namespace l2tp::tester
