// SPDX-License-Identifier: GPL-2.0-or-later
// What a tunnel does with what arrives for it (RFC 2661, 4.1, 5.1 and 7.1): from the message to the event of
// the state machine of the tunnel, or of the session that it is for.
#include <algorithm>
#include <utility>

#include "codec/attribute.hpp"
#include "codec/tunnel_authentication.hpp"
#include "protocol/tunnel.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

const Refusal out_of_order{2, 3, "out of order"};
const Refusal not_authorized{4};
const Refusal old_version{5, 0x0100};

}  // namespace

void Tunnel::on_control(const codec::Datagram& datagram, const codec::DecodedMessage& message) {
    const Time now = datagram.time;
    const bool acknowledged_before = channel_.all_acknowledged();
    last_heard_ = now;
    switch (channel_.receive(message, now)) {
        case ControlChannel::Receipt::deliver:
            if (message.is(type::sccrq) && state() == State::idle) note_request(datagram.octets);
            act(message, now);
            act_on_held(now);
            break;
        case ControlChannel::Receipt::early:
            channel_.hold(message.header.ns(), datagram.octets);
            break;
        case ControlChannel::Receipt::acknowledgement:
        case ControlChannel::Receipt::duplicate:
            break;
    }
    // The state is kept for a full cycle after the last exchange: the acknowledgement of our StopCCN is part
    // of it.
    if (closing_ && !acknowledged_before && channel_.all_acknowledged()) linger(now);
}

void Tunnel::on_data(const codec::DecodedMessage& message, Time now) {
    if (state() != State::established) return;
    Session* session = find_session(message.header.session_id());
    if (session == nullptr) return;
    last_heard_ = now;
    session->on_data(message, now);
    settle(session->local_id());
}

// act_on_held acts on messages that arrived early and are now in order.
void Tunnel::act_on_held(Time now) {
    while (const auto held = channel_.take_held()) {
        codec::Datagram datagram;
        datagram.octets = *held;
        datagram.wire_length = held->size();
        act(codec::decode(datagram, context_->settings.secret), now);
    }
}

// act does what a message that was delivered in order asks for. A tunnel that is closing only acknowledges.
void Tunnel::act(const codec::DecodedMessage& message, Time now) {
    const Received received(message);
    if (closing_) {
        // From now on even a StopCCN that waits to be sent names the peer's tunnel (4.4.3).
        if (peer_id_ == 0) learn(received);
        // A StopCCN of the peer's own wants its copies acknowledged for a cycle of its own (5.7).
        if (message.is(type::stopccn)) linger(now);
        return;
    }
    if (message.row != nullptr && message.row->scope == codec::Scope::session &&
        message.row->document == 2661) {
        act_on_session(received, now);
    } else {
        act_on_tunnel(received, now);
    }
}

void Tunnel::act_on_tunnel(const Received& received, Time now) {
    using enum Received::Usability;
    if (received.message().is(type::stopccn)) {
        learn(received);
        return execute(Event::stopccn, now);
    }
    const bool request = received.message().is(type::sccrq) && state() == State::idle;
    if (received.usability() != usable && !request) {
        refusal_ = received.refusal();
        // The StopCCN names the tunnel that a refused SCCRP assigned (4.4.3), unless that was hidden: beside
        // what cannot be used it may be garbage (reading A-21).
        const codec::DecodedAvp* id = received.message().find(attribute::assigned_tunnel_id);
        if (peer_id_ == 0 && id != nullptr && !id->hidden()) learn(received);
        const Event event = received.usability() == unknown_mandatory  ? Event::unknown_mandatory
                            : received.usability() == unknown_optional ? Event::unknown_optional
                                                                       : Event::malformed;
        return execute(event, now);
    }
    if (received.type() == type::hello) return execute(Event::hello, now);
    const bool expected = request || (received.type() == type::sccrp && state() == State::wait_ctl_reply) ||
                          (received.type() == type::scccn && state() == State::wait_ctl_conn);
    if (expected) learn(received);
    const auto refusal = received.usability() == usable ? objection(received) : received.refusal();
    refusal_ = refusal.value_or(out_of_order);
    switch (received.type()) {
        case type::sccrq:
            return execute(refusal ? Event::sccrq_unacceptable : Event::sccrq_acceptable, now);
        case type::sccrp:
            return execute(refusal ? Event::sccrp_unacceptable : Event::sccrp_acceptable, now);
        default:
            return execute(refusal ? Event::scccn_unacceptable : Event::scccn_acceptable, now);
    }
}

// learn takes what the peer says about itself in the messages that open the tunnel.
void Tunnel::learn(const Received& received) {
    if (peer_id_ == 0) {
        peer_id_ = static_cast<std::uint16_t>(received.number(attribute::assigned_tunnel_id).value_or(0));
        channel_.set_peer_tunnel_id(peer_id_);
    }
    if (received.type() != type::sccrq && received.type() != type::sccrp) return;
    peer_framing_ = static_cast<std::uint32_t>(received.number(attribute::framing_capabilities).value_or(0));
    if (const auto bearers = received.number(attribute::bearer_capabilities)) {
        peer_bearer_ = static_cast<std::uint32_t>(*bearers);
    }
    if (const auto window = received.number(attribute::receive_window_size)) {
        channel_.set_peer_window(static_cast<std::uint16_t>(*window));
    }
    const codec::Octets challenge = received.octets(attribute::challenge);
    peer_challenge_.assign(challenge.begin(), challenge.end());
}

std::optional<Refusal> Tunnel::objection(const Received& received) const {
    if (received.number(attribute::protocol_version) == 0u) return old_version;  // reading A-26
    if (!received.complete()) return received.refusal();
    if (const auto refusal = authentication_objection(received)) return refusal;
    return received.type() == type::sccrq ? context_->settings.admission.tunnels : std::nullopt;
}

// authentication_objection: a Challenge needs our secret, and our own needs the right answer (5.1.1). A
// response that nobody asked for is ignored (reading A-22).
std::optional<Refusal> Tunnel::authentication_objection(const Received& received) const {
    const codec::OctetString& secret = context_->settings.secret;
    if (secret.empty() && received.has(attribute::challenge)) return not_authorized;
    if (our_challenge_.empty() || received.type() == type::sccrq) return std::nullopt;
    const bool right =
        codec::verify_challenge_response(static_cast<std::uint8_t>(received.type()), secret, our_challenge_,
                                         received.octets(attribute::challenge_response));
    return right ? std::nullopt : std::optional(not_authorized);
}

Session* Tunnel::addressed_session(const Received& received) noexcept {
    const std::uint16_t id = received.message().header.session_id();
    if (id != 0 || received.type() != type::cdn) return find_session(id);
    // A CDN sent before the peer knew our ID names its own (4.4.4, reading A-36).
    const auto peer_session = received.number(attribute::assigned_session_id);
    const auto found = std::ranges::find_if(
        sessions_, [&](const auto& entry) { return entry.second->peer_id() == peer_session.value_or(0); });
    return peer_session && found != sessions_.end() ? found->second.get() : nullptr;
}

void Tunnel::act_on_session(const Received& received, Time now) {
    if (state() != State::established) {
        refusal_ = out_of_order;
        return execute(Event::malformed, now);
    }
    Session* session = addressed_session(received);
    if (session == nullptr) return act_without_session(received, now);
    session->on_message(received, now);
    settle(session->local_id());
    close_if_asked(now);
}

void Tunnel::close_if_asked(Time now) {
    if (const auto refusal = std::exchange(close_request_, std::nullopt)) close(now, *refusal);
}

// act_without_session runs the message through a machine in idle: a request makes a call, others end where
// they began.
void Tunnel::act_without_session(const Received& received, Time now) {
    const bool lac = context_->settings.role == Role::lac;
    const bool outgoing =
        received.type() == type::ocrq || received.type() == type::ocrp || received.type() == type::occn;
    const Machine machine = outgoing ? (lac ? Machine::lac_outgoing_call : Machine::lns_outgoing_call)
                                     : (lac ? Machine::lac_incoming_call : Machine::lns_incoming_call);
    Session& session = add_session(machine);
    session.on_message(received, now);
    settle(session.local_id());
    close_if_asked(now);
}

}  // namespace l2tp::protocol
