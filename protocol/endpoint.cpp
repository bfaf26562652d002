// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/endpoint.hpp"

#include <algorithm>
#include <utility>

#include "codec/attribute.hpp"
#include "protocol/outgoing_messages.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

bool same_address(const codec::Endpoint& a, const codec::Endpoint& b) noexcept {
    return a.family == b.family && a.address == b.address;
}

// tie_event compares our Tie Breaker with theirs (4.4.3): the lower value wins, and one against none wins.
Event tie_event(const std::optional<std::uint64_t>& ours,
                const std::optional<std::uint64_t>& theirs) noexcept {
    if (!theirs) return Event::sccrq_wins_tie;
    if (!ours || *theirs < *ours) return Event::sccrq_loses_tie;
    return *theirs == *ours ? Event::sccrq_ties : Event::sccrq_wins_tie;
}

}  // namespace

Endpoint::Endpoint(EndpointSettings settings) : context_(std::move(settings)) {}

Endpoint::~Endpoint() = default;

void Endpoint::on_datagram(const codec::Datagram& datagram) {
    codec::Datagram seen = datagram;
    codec::OctetString octets;
    if (context_.settings.filters.incoming_datagram) {
        octets.assign(datagram.octets.begin(), datagram.octets.end());
        const Handling handling = context_.settings.filters.incoming_datagram(octets);
        if (handling == Handling::drop) return;
        seen.octets = octets;
        seen.wire_length = octets.size();
    }
    codec::decode_into(message_, seen, context_.settings.secret);
    if (message_.kind == codec::MessageKind::data) {
        const auto found = tunnels_.find(message_.header.tunnel_id());
        if (found == tunnels_.end() || found->second->peer() != seen.from) return;
        found->second->on_data(message_, seen.time);
        settle(found->first, seen.time);
    } else if (message_.is_control() && has_sound_header(message_, seen.octets.size())) {
        on_control(seen);
    }
}

void Endpoint::on_control(const codec::Datagram& datagram) {
    const std::uint16_t id = message_.header.tunnel_id();
    if (id == 0) {
        if (message_.is(type::sccrq)) on_request(datagram);
        if (message_.is(type::stopccn)) on_unaddressed_stop(datagram);
        return;
    }
    const auto found = tunnels_.find(id);
    if (found == tunnels_.end()) return;  // no state to answer with (reading A-07)
    Tunnel& tunnel = *found->second;
    if (tunnel.peer() != datagram.from) {
        if (tunnel.state() != State::wait_ctl_reply || !same_address(tunnel.peer(), datagram.from)) return;
        tunnel.adopt_peer(datagram.from);
    }
    tunnel.on_control(datagram, message_);
    settle(id, datagram.time);
}

// on_request handles a SCCRQ that asks for a new tunnel: a copy, a peer that started anew, a collision, or
// news.
void Endpoint::on_request(const codec::Datagram& datagram) {
    const Received received(message_);
    const auto peer_tunnel = received.number(attribute::assigned_tunnel_id);
    if (!peer_tunnel) return;  // nobody could be answered (readings)
    if (Tunnel* known = tunnel_of_peer(datagram.from, *peer_tunnel)) {
        if (known->is_copy_of_request(datagram.octets)) {
            known->on_control(datagram, message_);
            return settle(known->local_id(), datagram.time);
        }
        deadlines_.erase(known->local_id());
        tunnels_.erase(known->local_id());
    }
    if (message_.header.ns() != 0) return;  // reading A-13
    const auto theirs = received.number(attribute::tie_breaker);
    std::vector<Tunnel*> losers;
    for (Tunnel* opening : opening_tunnels_to(datagram.from)) {
        if (!opening->tie_breaker() && !theirs) continue;
        const Event event = tie_event(opening->tie_breaker(), theirs);
        if (event != Event::sccrq_loses_tie) {
            opening->on_tie(event, datagram.time);
            return settle(opening->local_id(), datagram.time);
        }
        losers.push_back(opening);
    }
    if (loses_to_closing(datagram.from, theirs)) return;
    if (half_open() >= context_.settings.max_half_open) return;
    Tunnel* tunnel = add_tunnel(datagram.to, datagram.from);
    if (tunnel == nullptr) return;
    for (Tunnel* loser : losers) {
        loser->give_waiting_sessions_to(*tunnel);
        loser->on_tie(Event::sccrq_loses_tie, datagram.time);
        settle(loser->local_id(), datagram.time);
    }
    tunnel->on_control(datagram, message_);
    settle(tunnel->local_id(), datagram.time);
}

// on_unaddressed_stop: a StopCCN sent before the peer knew our Tunnel ID names its own (4.4.3).
void Endpoint::on_unaddressed_stop(const codec::Datagram& datagram) {
    const auto peer_tunnel = Received(message_).number(attribute::assigned_tunnel_id);
    if (!peer_tunnel) return;
    Tunnel* tunnel = tunnel_of_peer(datagram.from, *peer_tunnel);
    if (tunnel == nullptr) return;
    tunnel->on_control(datagram, message_);
    settle(tunnel->local_id(), datagram.time);
}

// loses_to_closing compares a request with those of ours that are being closed before they were answered:
// they are still repeated, and so wait for an answer as the open ones do (4.4.3).
bool Endpoint::loses_to_closing(const codec::Endpoint& peer, std::optional<std::uint64_t> theirs) {
    for (auto& [id, closing] : tunnels_) {
        if (!closing->waits_in_vain() || !same_address(closing->peer(), peer)) continue;
        if (!closing->tie_breaker() && !theirs) continue;
        const Event event = tie_event(closing->tie_breaker(), theirs);
        if (event != Event::sccrq_wins_tie) closing->abandon();
        if (event != Event::sccrq_loses_tie) return true;
    }
    return false;
}

std::vector<Tunnel*> Endpoint::opening_tunnels_to(const codec::Endpoint& peer) {
    std::vector<Tunnel*> found;
    for (auto& [id, tunnel] : tunnels_) {
        if (tunnel->state() == State::wait_ctl_reply && same_address(tunnel->peer(), peer))
            found.push_back(tunnel.get());
    }
    return found;
}

Tunnel* Endpoint::usable_tunnel_to(const codec::Endpoint& peer) {
    const auto found = std::ranges::find_if(tunnels_, [&](const auto& entry) {
        const Tunnel& tunnel = *entry.second;
        return !tunnel.closing() && tunnel.state() != State::idle && same_address(tunnel.peer(), peer);
    });
    return found != tunnels_.end() ? found->second.get() : nullptr;
}

Tunnel* Endpoint::tunnel_of_peer(const codec::Endpoint& peer, std::uint64_t peer_tunnel) {
    const auto found = std::ranges::find_if(tunnels_, [&](const auto& entry) {
        return entry.second->peer_id() == peer_tunnel && entry.second->peer() == peer;
    });
    return found != tunnels_.end() ? found->second.get() : nullptr;
}

std::size_t Endpoint::half_open() const {
    return static_cast<std::size_t>(std::ranges::count_if(
        tunnels_, [](const auto& entry) { return entry.second->state() == State::wait_ctl_conn; }));
}

Tunnel* Endpoint::add_tunnel(const codec::Endpoint& local, const codec::Endpoint& peer) {
    if (tunnels_.size() >= context_.settings.max_tunnels) return nullptr;
    std::uint16_t id = context_.fresh_tunnel_id();
    while (tunnels_.contains(id)) id = context_.fresh_tunnel_id();
    auto& tunnel = tunnels_[id];
    tunnel = std::make_unique<Tunnel>(context_, id, local, peer);
    return tunnel.get();
}

// settle transmits what a tunnel has to send and forgets it when nothing of it has to be kept.
void Endpoint::settle(std::uint16_t id, Time now) {
    const auto found = tunnels_.find(id);
    if (found == tunnels_.end()) return;
    found->second->flush(now);
    const bool never_opened = found->second->state() == State::idle && !found->second->closing();
    if (never_opened || found->second->gone(now)) {
        deadlines_.erase(id);
        tunnels_.erase(found);
    } else {
        deadlines_.set(id, found->second->next_deadline());
    }
}

void Endpoint::on_timeout(Time now) {
    while (const auto id = deadlines_.take_due(now)) {
        const auto found = tunnels_.find(*id);
        if (found == tunnels_.end()) continue;
        found->second->on_timeout(now);
        settle(*id, now);
    }
}

std::optional<Time> Endpoint::next_deadline() const {
    return deadlines_.next();
}

std::vector<OutgoingDatagram> Endpoint::take_outgoing(Time) {
    return std::exchange(context_.outgoing, {});
}

std::optional<std::uint16_t> Endpoint::open_tunnel(const codec::Endpoint& peer, Time now) {
    Tunnel* tunnel = add_tunnel(context_.settings.address, peer);
    if (tunnel == nullptr) return std::nullopt;
    const std::uint16_t id = tunnel->local_id();
    tunnel->open(now);
    settle(id, now);
    return id;
}

std::optional<CallId> Endpoint::place_call(const codec::Endpoint& peer, Time now) {
    Tunnel* tunnel = usable_tunnel_to(peer);
    if (tunnel == nullptr) tunnel = add_tunnel(context_.settings.address, peer);
    if (tunnel == nullptr || context_.sessions >= context_.settings.max_sessions) return std::nullopt;
    const Machine machine =
        context_.settings.role == Role::lac ? Machine::lac_incoming_call : Machine::lns_outgoing_call;
    Session& session = tunnel->add_session(machine);
    const CallId call{tunnel->local_id(), session.local_id()};
    session.on_local(Event::local_open, now);
    tunnel->settle(call.session);
    settle(call.tunnel, now);
    return call;
}

Session* Endpoint::session_of(CallId call) {
    const auto found = tunnels_.find(call.tunnel);
    return found != tunnels_.end() ? found->second->find_session(call.session) : nullptr;
}

void Endpoint::hang_up(CallId call, Time now, const Refusal& refusal) {
    Session* session = session_of(call);
    if (session == nullptr) return;
    session->on_local(Event::local_close, now, refusal);
    tunnels_.at(call.tunnel)->settle(call.session);
    settle(call.tunnel, now);
}

void Endpoint::drop_bearer(CallId call, Time now) {
    Session* session = session_of(call);
    if (session == nullptr) return;
    constexpr std::uint16_t loss_of_carrier = 1;
    session->on_local(Event::bearer_drop, now, {loss_of_carrier});
    tunnels_.at(call.tunnel)->settle(call.session);
    settle(call.tunnel, now);
}

void Endpoint::close_tunnel(std::uint16_t tunnel, Time now, const Refusal& refusal) {
    const auto found = tunnels_.find(tunnel);
    if (found == tunnels_.end()) return;
    found->second->close(now, refusal);
    settle(tunnel, now);
}

bool Endpoint::send_frame(CallId call, codec::Octets frame, Time) {
    Session* session = session_of(call);
    return session != nullptr && session->send_frame(frame);
}

std::vector<codec::OctetString> Endpoint::take_frames(CallId call) {
    Session* session = session_of(call);
    return session != nullptr ? session->take_frames() : std::vector<codec::OctetString>{};
}

void Endpoint::set_sequencing(CallId call, Sequencing sequencing) {
    if (Session* session = session_of(call)) session->set_sequencing(sequencing);
}

void Endpoint::send_wan_error(CallId call, codec::OctetString call_errors, Time now) {
    Session* session = session_of(call);
    if (session == nullptr) return;
    codec::Message message = build(type::wen);
    set_octets(message, attribute::call_errors, call_errors);
    session->send_wan_error(std::move(message), now);
    settle(call.tunnel, now);
}

void Endpoint::send_link_info(CallId call, std::uint32_t send_accm, std::uint32_t receive_accm, Time now) {
    Session* session = session_of(call);
    if (session == nullptr) return;
    codec::OctetString value(2, 0);
    codec::append_number(value, send_accm, 4);
    codec::append_number(value, receive_accm, 4);
    codec::Message message = build(type::sli);
    set_octets(message, attribute::accm, value);
    session->send_notice(std::move(message));
    settle(call.tunnel, now);
}

std::vector<std::uint16_t> Endpoint::tunnels() const {
    std::vector<std::uint16_t> ids;
    for (const auto& [id, tunnel] : tunnels_) {
        if (!tunnel->closing()) ids.push_back(id);
    }
    return ids;
}

std::vector<CallId> Endpoint::calls() const {
    std::vector<CallId> ids;
    for (const auto& [id, tunnel] : tunnels_) {
        for (const auto& [session_id, session] : tunnel->sessions()) ids.push_back({id, session_id});
    }
    return ids;
}

const Tunnel* Endpoint::find_tunnel(std::uint16_t id) const {
    const auto found = tunnels_.find(id);
    return found != tunnels_.end() ? found->second.get() : nullptr;
}

const Session* Endpoint::find_call(CallId call) const {
    const auto found = tunnels_.find(call.tunnel);
    return found != tunnels_.end() ? found->second->find_session(call.session) : nullptr;
}

}  // namespace l2tp::protocol
