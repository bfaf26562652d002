// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/run_probe.hpp"

#include <fmt/format.h>

#include "tester/run/run_expect.hpp"
#include "tester/text/message_text.hpp"

namespace l2tp::tester {
namespace {

namespace type = codec::message_type;

// A whole LCP Configure-Request without options: whoever speaks PPP answers it.
const codec::OctetString configure_request{0xff, 0x03, 0xc0, 0x21, 1, 1, 0, 4};

}  // namespace

std::string ProbeWait::expected() const {
    static constexpr std::array what{"tunnel", "session", "device"};
    return fmt::format("the {} is {}", what[static_cast<std::size_t>(probe_.what)],
                       probe_.is == Probe::Is::alive ? "alive" : "gone");
}

std::string ProbeWait::activity() const {
    return "asking whether " + expected();
}

Progress ProbeWait::begin(Time now) {
    started_ = now;
    if (probe_.what == Probe::What::device) {
        liveness_.emplace(stage_);
        liveness_->begin(now);
        return Progress::waiting;
    }
    const bool of_session = probe_.what == Probe::What::session;
    const SessionPlace place =
        stage_.tunnels.on(probe_.on, of_session ? codec::Scope::session : codec::Scope::tunnel);
    tunnel_ = place.tunnel;
    session_ = place.session;
    if (tunnel_ == nullptr || (of_session && session_ == nullptr)) {
        stage_.decide({Verdict::error, expected(), "there is no such tunnel or session", ""});
        return Progress::tear_down;
    }
    // What the device closed itself is not alive; whether it is gone has to be asked.
    const bool closed = tunnel_->state == TesterTunnel::State::closed ||
                        (of_session && session_->state == TesterSession::State::closed);
    if (closed && probe_.is == Probe::Is::alive) return conclude(Answer::gone, "it was closed");
    stimulate(now);
    return Progress::waiting;
}

void ProbeWait::stimulate(Time now) {
    ++stimuli_;
    const bool hello_in_channel = hello_ && tunnel_->state != TesterTunnel::State::closed;
    if (probe_.what == Probe::What::session) {
        stimulate_session(now);
    } else if (!hello_in_channel || probe_.is == Probe::Is::gone) {
        stimulate_tunnel(now);
    }
    deadline_ = now + stage_.profile().duration("ack-within") / protocol::telling_stimuli;
}

// A tunnel that should be alive gets a HELLO on its channel. One that should be gone is asked by what a live
// one cannot leave unanswered: a LNS by a call, for a tunnel that is kept only to acknowledge copies (5.7)
// may still acknowledge.
void ProbeWait::stimulate_tunnel(Time now) {
    if (probe_.is == Probe::Is::alive) {
        Send hello = plain_message(type::hello);
        if (auto built = build_message(hello, *tunnel_, nullptr, stage_.scope(tunnel_))) {
            hello_ = tunnel_->channel.next_ns();
            tunnel_->send({std::move(built->message), hello.message});
        }
        return;
    }
    const bool by_call = stage_.device_is(Role::lns);
    TesterSession call;
    call.ours = stage_.identity.random.fresh_id();
    const Send ask = plain_message(by_call ? type::icrq : type::hello);
    auto built = build_message(ask, *tunnel_, by_call ? &call : nullptr, stage_.scope(tunnel_));
    if (!built) return;
    built->message.ns = tunnel_->channel.next_ns();
    built->message.nr = tunnel_->channel.next_nr();
    hello_ = built->message.ns;
    tunnel_->channel.note_outside(built->message.ns);
    stage_.transmit({tunnel_->socket, tunnel_->peer, codec::encode(built->message), true, stimuli_ > 1,
                     protocol::Conduct::deviates},
                    now);
}

void ProbeWait::stimulate_session(Time now) {
    if (const auto link = stage_.ppp.find(session_); link != stage_.ppp.end()) link->second->echo(now);
    SendData frame;
    frame.frame = configure_request;
    frame.frame[5] = static_cast<std::uint8_t>(stimuli_);
    // On a link that is open a Configure-Request would begin anew: there the echo asks.
    if (stage_.ppp.contains(session_)) return;
    if (const auto message = build_data(frame, *tunnel_, session_, stage_.scope(tunnel_))) {
        const auto conduct =
            probe_.is == Probe::Is::gone ? protocol::Conduct::deviates : protocol::Conduct::plain;
        stage_.transmit(
            {tunnel_->socket, tunnel_->peer, codec::encode(*message), true, stimuli_ > 1, conduct}, now);
    }
}

ProbeWait::Answer ProbeWait::answer_in(const Arrival& arrival) const {
    if (&arrival.tunnel != tunnel_) return Answer::none;
    const codec::DecodedMessage& message = arrival.message;
    if (probe_.what == Probe::What::session) {
        if (message.kind == codec::MessageKind::data) {
            // What was under way when the session was closed proves nothing (G-5).
            const bool old = probe_.is == Probe::Is::gone &&
                             arrival.datagram.time - started_ < stage_.profile().duration("round-trip");
            return arrival.session == session_ && !old ? Answer::alive : Answer::none;
        }
        if (!arrival.is_new_control()) return Answer::none;
        const bool cleared = message.is(type::cdn) && arrival.session == session_;
        return cleared || message.is(type::stopccn) ? Answer::gone : Answer::none;
    }
    if (arrival.is_new_control()) {
        if (message.is(type::stopccn)) return Answer::gone;
        return probe_.is == Probe::Is::gone && message.kind == codec::MessageKind::control ? Answer::alive
                                                                                           : Answer::none;
    }
    // A HELLO that is acknowledged on a tunnel that nobody closed shows that it lives.
    const bool nobody_closed = tunnel_->state == TesterTunnel::State::open;
    const bool covers =
        hello_ && message.is_control() && message.header.nr() == static_cast<std::uint16_t>(*hello_ + 1);
    const bool counts = covers && nobody_closed && !tunnel_->channel.misses();
    return counts && !stage_.device_is(Role::lns) ? Answer::alive : Answer::none;
}

bool ProbeWait::is_hello_acknowledged() const {
    return probe_.what == Probe::What::tunnel && probe_.is == Probe::Is::alive && hello_ &&
           tunnel_->channel.is_acknowledged(*hello_);
}

Progress ProbeWait::on_arrival(const Arrival& arrival) {
    if (liveness_) return Progress::waiting;
    const Answer answer = answer_in(arrival);
    if (answer == Answer::none) return Progress::waiting;
    return conclude(answer, message_line(arrival.message), &arrival);
}

Progress ProbeWait::on_time(Time now) {
    if (liveness_) {
        if (!liveness_->is_over(now)) return Progress::waiting;
        const std::string seen = "nothing" + liveness_->text();
        if (!liveness_->lives()) return lose_device(stage_, expected(), seen);
        const bool of_device = probe_.what == Probe::What::device;
        return conclude(of_device ? Answer::alive : Answer::gone, of_device ? seen.substr(9) : seen);
    }
    // A message that did not arrive may have been StopCCN; it comes again.
    const bool complete = !tunnel_->channel.misses() || now >= *deadline_;
    if (is_hello_acknowledged() && complete) return conclude(Answer::alive, "HELLO was acknowledged");
    if (now < *deadline_) return Progress::waiting;
    if (stimuli_ < protocol::telling_stimuli) {
        stimulate(now);
        return Progress::waiting;
    }
    if (stage_.settings.after_silence == RunSettings::AfterSilence::conclude) {
        return conclude(Answer::gone, "nothing");
    }
    liveness_.emplace(stage_);
    liveness_->begin(now);
    return Progress::waiting;
}

Progress ProbeWait::conclude(Answer answer, std::string seen, const Arrival* arrival) {
    const bool right = (answer == Answer::alive) == (probe_.is == Probe::Is::alive);
    stage_.decide({right ? Verdict::pass : probe_.otherwise, expected(), std::move(seen),
                   right ? std::string() : probe_.because, arrival,
                   arrival == nullptr ? Decision::Basis::time : Decision::Basis::content});
    return right || probe_.otherwise == Verdict::pass ? Progress::done : Progress::tear_down;
}

std::optional<Time> ProbeWait::deadline() const {
    return liveness_ ? liveness_->deadline() : deadline_;
}

}  // namespace l2tp::tester
