// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/tunnel.hpp"

#include <algorithm>
#include <utility>

#include "codec/attribute.hpp"
#include "codec/tunnel_authentication.hpp"
#include "protocol/outgoing_messages.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr std::size_t challenge_octets = 16;
const Refusal general_request{1};

codec::Md5Digest digest_without_nr(codec::Octets sccrq) noexcept {
    constexpr std::size_t nr_at = 10;
    if (sccrq.size() < nr_at + 2) return codec::md5({sccrq});
    return codec::md5({sccrq.first(nr_at), sccrq.subspan(nr_at + 2)});
}

}  // namespace

Tunnel::Tunnel(EndpointContext& context, std::uint16_t local_id, const codec::Endpoint& local,
               const codec::Endpoint& peer)
    : context_(&context),
      machine_(Machine::control_connection, context.settings.rules),
      channel_(context.settings.channel),
      local_id_(local_id),
      local_(local),
      peer_(peer) {}

Tunnel::~Tunnel() = default;

void Tunnel::open(Time now) {
    execute(Event::local_open, now);
}

void Tunnel::close(Time now, const Refusal& refusal) {
    refusal_ = refusal;
    execute(Event::local_close, now);
}

void Tunnel::on_tie(Event event, Time now) {
    execute(event, now);
}

void Tunnel::note_request(codec::Octets sccrq) noexcept {
    request_ = digest_without_nr(sccrq);
}

bool Tunnel::is_copy_of_request(codec::Octets sccrq) const noexcept {
    return request_ && *request_ == digest_without_nr(sccrq);
}

bool Tunnel::is_taken_by_another(const Session& session) const noexcept {
    return std::ranges::any_of(sessions_, [&](const auto& entry) {
        return entry.second.get() != &session && entry.second->peer_id() == session.peer_id();
    });
}

Session& Tunnel::add_session(Machine machine) {
    std::uint16_t id = context_->fresh_session_id();
    while (sessions_.contains(id)) id = context_->fresh_session_id();
    auto& session = sessions_[id];
    session = std::make_unique<Session>(*this, *context_, machine, id);
    return *session;
}

Session* Tunnel::find_session(std::uint16_t local_id) noexcept {
    const auto found = sessions_.find(local_id);
    return found != sessions_.end() ? found->second.get() : nullptr;
}

void Tunnel::settle(std::uint16_t session_id) {
    const auto found = sessions_.find(session_id);
    if (found == sessions_.end()) return;
    if (found->second->over()) {
        std::erase_if(held_frames_, [&](const HeldFrame& held) { return held.session == session_id; });
        session_deadlines_.erase(session_id);
        sessions_.erase(found);
    } else {
        session_deadlines_.set(session_id, found->second->next_deadline());
    }
}

void Tunnel::give_waiting_sessions_to(Tunnel& winner) {
    for (auto entry = sessions_.begin(); entry != sessions_.end();) {
        auto next = std::next(entry);
        if (entry->second->state() == State::wait_tunnel && !winner.sessions_.contains(entry->first)) {
            entry->second->move_to(winner);
            session_deadlines_.erase(entry->first);
            auto node = sessions_.extract(entry);
            winner.session_deadlines_.set(node.key(), node.mapped()->next_deadline());
            winner.sessions_.insert(std::move(node));
        }
        entry = next;
    }
}

void Tunnel::observe(const Session& session, Event event, const Reaction& reaction, Time now) const {
    if (!context_->settings.observer) return;
    context_->settings.observer({now, local_id_, session.local_id(), session.machine(), name_of(event),
                                 reaction.row, reaction.outcome, reaction.from, reaction.to});
}

void Tunnel::execute(Event event, Time now) {
    const Reaction reaction = machine_.on_event(event);
    if (context_->settings.observer) {
        context_->settings.observer({now, local_id_, 0, machine_.machine(), name_of(event), reaction.row,
                                     reaction.outcome, reaction.from, reaction.to});
    }
    if (!reaction.found()) return;
    if (reaction.from == State::idle && half_open()) limit_ = now + context_->settings.establishment_limit;
    if (!half_open()) limit_.reset();
    if (event == Event::channel_failed || event == Event::sccrq_loses_tie || event == Event::sccrq_ties)
        lost_ = true;
    for (Action action : reaction.actions.view()) perform(action, now);
}

void Tunnel::perform(Action action, Time now) {
    switch (action) {
        case Action::send_sccrq:
            return send_opening(type::sccrq);
        case Action::send_sccrp:
            return send_opening(type::sccrp);
        case Action::send_scccn:
            return send_opening(type::scccn);
        case Action::send_stopccn:
            return send_stopccn();
        case Action::clean_up:
            return clean_up(now);
        case Action::open_waiting_sessions:
            return open_waiting_sessions(now);
        default:
            return;  // requeue_sccrq: the endpoint hands the waiting sessions on
    }
}

// send_opening builds SCCRQ, SCCRP or SCCCN (6.1 to 6.3).
void Tunnel::send_opening(std::uint16_t message_type) {
    const EndpointSettings& settings = context_->settings;
    codec::Message message = build(message_type);
    if (message_type != type::scccn) {
        set_text(message, attribute::host_name, settings.host_name);
        set_number(message, attribute::framing_capabilities, settings.framing_capabilities);
        set_number(message, attribute::assigned_tunnel_id, local_id_);
        if (const auto bearers = context_->bearer_capabilities()) {
            set_number(message, attribute::bearer_capabilities, *bearers);
        }
        set_number(message, attribute::receive_window_size, settings.channel.receive_window);
        set_number(message, attribute::firmware_revision, settings.firmware_revision);
        set_text(message, attribute::vendor_name, settings.vendor_name);
        if (settings.challenging == Challenging::yes && !settings.secret.empty()) {
            our_challenge_ = context_->random.octets(challenge_octets);
            set_octets(message, attribute::challenge, our_challenge_);
        }
    }
    if (message_type == type::sccrq && settings.tie_breaking == TieBreaking::yes) {
        tie_breaker_ = context_->random.number();
        set_number(message, attribute::tie_breaker, *tie_breaker_);
    }
    if (message_type != type::sccrq && !peer_challenge_.empty()) {
        set_octets(message, attribute::challenge_response,
                   codec::challenge_response(static_cast<std::uint8_t>(message_type), settings.secret,
                                             peer_challenge_));
    }
    send(std::move(message));
}

void Tunnel::send_stopccn() {
    codec::Message message = build(type::stopccn, {{attribute::assigned_tunnel_id, local_id_}});
    set_octets(message, attribute::result_code, result_code_value(refusal_));
    send(std::move(message));
}

void Tunnel::send(codec::Message message) {
    message.tunnel_id = peer_id_;
    if (context_->settings.hiding == Hiding::yes && !context_->settings.secret.empty()) {
        hide_avps(message, context_->random);
    }
    channel_.send(std::move(message));
}

bool Tunnel::holds(std::uint16_t session, codec::Octets frame) {
    constexpr std::size_t most_held = 16;
    if (channel_.queued() == channel_.outstanding()) return false;
    if (held_frames_.size() < most_held) held_frames_.push_back({session, {frame.begin(), frame.end()}});
    return true;
}

void Tunnel::send_data(codec::Message message) {
    message.tunnel_id = peer_id_;
    context_->transmit(std::move(message), local_, peer_);
}

// clean_up drops the sessions without a word (6.4) and lets the channel finish: StopCCN is still delivered,
// and its copies are still acknowledged.
void Tunnel::clean_up(Time now) {
    for (auto& [id, session] : sessions_) session->on_local(Event::tunnel_down, now);
    for (const auto& [id, session] : sessions_) session_deadlines_.erase(id);
    sessions_.clear();
    held_frames_.clear();
    if (closing_) return;
    closing_ = true;
    linger(now);
}

// linger keeps a closed tunnel: the peer's cycle is not known, so at least for the 31 s that 5.7 recommends.
void Tunnel::linger(Time now) {
    constexpr Time recommended = std::chrono::seconds(31);
    linger_until_ = now + std::max(context_->settings.channel.full_cycle(), recommended);
}

void Tunnel::open_waiting_sessions(Time now) {
    for (auto& [id, session] : sessions_) {
        if (session->state() != State::wait_tunnel) continue;
        // A LAC that sent no Bearer Capabilities cannot be asked to place calls (6.9).
        const bool possible =
            session->machine() != Machine::lns_outgoing_call || peer_bearer_.value_or(0) != 0;
        session->on_local(possible ? Event::tunnel_open : Event::local_close, now);
        // One that is over is removed at its deadline: it may be the one that asked for the tunnel, and is
        // not done yet.
        session_deadlines_.set(id, session->over() ? now : session->next_deadline());
    }
}

void Tunnel::flush(Time now) {
    if (channel_.queued() > context_->settings.max_queued && !lost_) execute(Event::channel_failed, now);
    if (lost_) return;
    for (ControlChannel::Outgoing& outgoing : channel_.take_outgoing(now)) {
        // An acknowledgement that names no tunnel would tell the peer nothing.
        if (outgoing.message.avps.empty() && peer_id_ == 0) continue;
        context_->transmit(std::move(outgoing.message), local_, peer_);
    }
    if (channel_.queued() != channel_.outstanding()) return;
    for (const HeldFrame& held : std::exchange(held_frames_, {})) {
        if (Session* session = find_session(held.session)) (void)session->send_frame(held.frame);
    }
}

void Tunnel::on_timeout(Time now) {
    channel_.on_timeout(now);
    if (channel_.failed() && !lost_) {
        execute(Event::channel_failed, now);
        lost_ = true;
        return;
    }
    while (const auto id = session_deadlines_.take_due(now)) {
        if (Session* session = find_session(*id)) session->on_timeout(now);
        settle(*id);
    }
    give_up_if_due(now);
    send_hello_if_due(now);
}

void Tunnel::give_up_if_due(Time now) {
    if (limit_ && *limit_ <= now) {
        limit_.reset();
        close(now, general_request);
    }
}

// send_hello_if_due: a HELLO after a time without any message, unless something else is waiting for an
// acknowledgement already (5.5, 6.5).
void Tunnel::send_hello_if_due(Time now) {
    const Time interval = context_->settings.hello_interval;
    if (interval == Time{} || state() != State::established || now < last_heard_ + interval) return;
    last_heard_ = now;
    if (channel_.all_acknowledged()) send(build(type::hello));
}

std::optional<Time> Tunnel::next_deadline() const noexcept {
    std::optional<Time> earliest = channel_.next_deadline();
    const auto consider = [&](std::optional<Time> deadline) {
        if (deadline && (!earliest || *deadline < *earliest)) earliest = deadline;
    };
    consider(session_deadlines_.next());
    consider(limit_);
    if (closing_ && channel_.all_acknowledged()) consider(linger_until_);
    if (state() == State::established && context_->settings.hello_interval != Time{}) {
        consider(last_heard_ + context_->settings.hello_interval);
    }
    return earliest;
}

bool Tunnel::gone(Time now) const noexcept {
    if (lost_) return true;
    return closing_ && channel_.all_acknowledged() && linger_until_ && *linger_until_ <= now;
}

}  // namespace l2tp::protocol
