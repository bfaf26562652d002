// SPDX-License-Identifier: GPL-2.0-or-later
// What arrives: tunnels are found, channels are told, the current step and what watches over it are asked.
#include <fmt/format.h>

#include <algorithm>

#include "codec/attribute.hpp"
#include "tester/run/engine.hpp"
#include "tester/run/run_expect.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

namespace {

constexpr std::ptrdiff_t most_asked = 64;  // tunnels that the device may ask for unasked
constexpr std::size_t most_strays = 1000;

// call_asked_for finds the session that a request of the device's is about: the newest, or that of its copy.
TesterSession* call_asked_for(TesterTunnel& tunnel, const codec::DecodedMessage& message) {
    const auto theirs = message.number(attribute::assigned_session_id).value_or(0);
    const auto found = std::find_if(
        tunnel.sessions.rbegin(), tunnel.sessions.rend(),
        [&](const auto& session) { return session.opener == Opener::device && session.theirs == theirs; });
    return found == tunnel.sessions.rend() ? nullptr : &*found;
}

}  // namespace

// may_be_device: where nobody said where the device is, it is whoever dials first.
bool Engine::may_be_device(const codec::Endpoint& from, const codec::Datagram& datagram) {
    if (stage_.settings.peer.family != codec::Endpoint::Family::none) {
        return same_address(from, stage_.settings.peer);
    }
    if (!codec::decode(datagram).is(message_type::sccrq)) return false;
    stage_.settings.peer = from;
    return true;
}

TesterTunnel* Engine::tunnel_for(const codec::DecodedMessage& message, const codec::Datagram& datagram,
                                 std::size_t socket) {
    if (!message.header.complete()) return nullptr;
    TesterTunnel* tunnel = stage_.tunnels.of_message(message, socket, datagram.from);
    const bool asks = message.is(message_type::sccrq) && message.header.tunnel_id() == 0;
    if (tunnel != nullptr || !asks || phase_ != Phase::steps) return tunnel;
    if (std::distance(stage_.tunnels.begin(), stage_.tunnels.end()) >= most_asked) return nullptr;
    TesterTunnel& asked = stage_.tunnels.add();
    asked.opener = Opener::device;
    asked.state = TesterTunnel::State::wait_ctl_conn;
    asked.socket = socket;
    asked.peer = datagram.from;
    return &asked;
}

// A datagram counts at the time at which it came, and what it brings about begins now. A deadline that had
// passed before it came is judged before it.
void Engine::on_datagram(const codec::Datagram& datagram, std::size_t socket, Time now) {
    if (phase_ == Phase::finished || !may_be_device(datagram.from, datagram)) return;
    if (const auto due = own_deadline(); due && *due < datagram.time) poll(datagram.time, now);
    if (phase_ == Phase::finished) return;
    const codec::DecodedMessage& message = stage_.on_received(datagram);
    TesterTunnel* tunnel = tunnel_for(message, datagram, socket);
    if (tunnel != nullptr) {
        on_message(message, datagram, *tunnel, now);
    } else if (phase_ == Phase::steps && stage_.strays.size() < most_strays) {
        stage_.strays.push_back(
            fmt::format("{}  Tunnel ID {}", message_line(message), message.header.tunnel_id()));
    }
    poll(datagram.time, now);
}

void Engine::on_message(const codec::DecodedMessage& message, const codec::Datagram& datagram,
                        TesterTunnel& tunnel, Time now) {
    using Receipt = TesterChannel::Receipt;
    Arrival arrival{message, datagram, tunnel, tunnel.session_of(message), {}, false};
    if (message.is_control()) {
        const bool was_closed = tunnel.state == TesterTunnel::State::closed;
        const bool missed = tunnel.channel.misses();
        arrival.receipt = tunnel.channel.receive(message, datagram.time);
        arrival.fills_gap = missed && arrival.receipt == Receipt::deliver;
        if (arrival.receipt == Receipt::deliver && !was_closed) tunnel.learn(message, datagram);
        tunnel.note_heard(message, datagram, *arrival.receipt);
        tunnel.answered = true;
        const bool closed = tunnel.state == TesterTunnel::State::closed;
        if (closed && tunnel.theirs == 0) {
            tunnel.theirs =
                static_cast<std::uint16_t>(message.number(attribute::assigned_tunnel_id).value_or(0));
        }
        if (closed && message.kind == codec::MessageKind::control) acknowledge_by_hand(tunnel);
        const bool asks = message.is(message_type::icrq) || message.is(message_type::ocrq);
        arrival.asks_for_call = asks && message.header.session_id() == 0;
        if (arrival.asks_for_call) arrival.session = call_asked_for(tunnel, message);
    } else if (message.kind != codec::MessageKind::data) {
        return;
    } else if (const auto link = stage_.ppp.find(arrival.session); link != stage_.ppp.end()) {
        link->second->on_frame(message.payload, now);
    }
    if (phase_ != Phase::steps) return;
    const Progress watched = watch(arrival);
    if (watched != Progress::waiting) return follow(watched, now);
    if (waiter_ != nullptr) follow(waiter_->on_arrival(arrival), now);
    advance(now);
}

// watch asks every `never` around the current step.
Progress Engine::watch(const Arrival& arrival) {
    for (const Frame& frame : frames_) {
        if (frame.never == nullptr) continue;
        std::vector<const Outcome*> outcomes;
        for (const Outcome& outcome : frame.never->outcomes) outcomes.push_back(&outcome);
        const Outcome* happened = find_outcome(outcomes, arrival, stage_.scope(&arrival.tunnel));
        if (happened == nullptr) continue;
        take_up(*happened, arrival, stage_);
        stage_.decide({happened->verdict, "never " + outcome_text(*happened), message_line(arrival.message),
                       happened->because, &arrival});
        if (happened->then == Outcome::Then::end) return Progress::tear_down;
    }
    return Progress::waiting;
}

// A closed tunnel's channel is not served any more; what the DUT still sends on it, StopCCN and its copies,
// is acknowledged by hand (5.7). Where acknowledgements are withheld the Nr is the one of before, and covers
// nothing: a device that takes it for an acknowledgement has not read it.
void Engine::acknowledge_by_hand(const TesterTunnel& tunnel) {
    codec::Message zlb = codec::make_zlb();
    zlb.tunnel_id = tunnel.theirs;
    zlb.ns = tunnel.channel.next_ns();
    zlb.nr = tunnel.channel.next_nr();
    stage_.answer({tunnel.socket, tunnel.peer, codec::encode(zlb), false, false});
}

// poll lets the current step look at what has changed up to the time `judged`.
void Engine::poll(Time judged, Time now) {
    while (phase_ == Phase::steps && waiter_ != nullptr) {
        const auto due = waiter_->deadline();
        const Progress progress = waiter_->on_time(due && *due <= judged ? now : judged);
        if (progress == Progress::waiting) return;
        follow(progress, now);
        advance(now);
    }
    if (phase_ == Phase::tear_down && tear_down_.is_over(judged)) finish(judged);
}

void Engine::on_timeout(Time now) {
    if (phase_ == Phase::finished) return;
    stage_.on_timeout(now);
    poll(now, now);
}

void Engine::on_hook_end(const HookEnd& end, Time now) {
    stage_.hooks.on_end(end);
    const std::string missing = stage_.hooks.missing();
    if (missing.empty() || phase_ != Phase::steps) return;
    stage_.decide({Verdict::not_applicable, "", "",
                   fmt::format("the profile has no hook \"{}\", or it could not be started", missing)});
    begin_tear_down(now);
}

std::optional<Time> Engine::next_deadline() const {
    if (phase_ == Phase::finished) return std::nullopt;
    std::optional<Time> next = stage_.next_deadline();
    const std::optional<Time> own = own_deadline();
    if (own && (!next || *own < *next)) next = own;
    return next;
}

std::optional<Time> Engine::own_deadline() const {
    if (phase_ == Phase::steps && waiter_ != nullptr) return waiter_->deadline();
    return phase_ == Phase::tear_down ? tear_down_.deadline() : std::nullopt;
}

// A LAC need not listen anywhere: only of one that talks to us does the network's refusal tell anything.
void Engine::on_unreachable(std::string_view reason, Time now) {
    if (phase_ == Phase::idle || phase_ == Phase::finished) return;
    const bool any_open = std::ranges::any_of(stage_.tunnels, [](const TesterTunnel& tunnel) {
        return tunnel.answered && !tunnel.of_probe && tunnel.state != TesterTunnel::State::closed;
    });
    if (stage_.device_is(Role::lac) && !any_open) return;
    const std::string seen = fmt::format("{} {}", format_endpoint(stage_.settings.peer), reason);
    if (phase_ == Phase::tear_down) {
        stage_.result.tear_down = {Verdict::inconclusive, seen};
        stage_.result.reach = Reach::lost;
        return finish(now);
    }
    follow(lose_device(stage_, waiter_ == nullptr ? "" : waiter_->activity(), seen), now);
}

void Engine::interrupt(Time now) {
    if (phase_ == Phase::finished) return;
    if (interrupted_) return finish(now);
    interrupted_ = true;
    if (phase_ != Phase::tear_down) {
        stage_.decide({Verdict::inconclusive, "", "interrupted by the operator", ""});
        stage_.result.reach = Reach::interrupted;
    }
    begin_tear_down(now);
}

void Engine::begin_tear_down(Time now) {
    phase_ = Phase::tear_down;
    waiter_.reset();
    tear_down_.begin(interrupted_ ? TearDownWork::Pace::hurried : TearDownWork::Pace::usual, now);
    if (tear_down_.is_over(now)) finish(now);
}

void Engine::finish(Time now) {
    waiter_.reset();
    stage_.finish(now);
    phase_ = Phase::finished;
}

}  // namespace l2tp::tester
