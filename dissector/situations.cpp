// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/situations.hpp"

namespace l2tp::dissector {

namespace {

// keep_text keeps a text in file memory, unless it is what was kept before. A name that is gone stays.
void keep_text(const char*& kept, std::string_view text) {
    if (text.empty() || (kept != nullptr && text == kept)) return;
    const std::string_view whole = text.substr(0, text.find('\0'));
    if (kept != nullptr && whole == kept) return;
    kept = wmem_strndup(wmem_file_scope(), whole.data(), whole.size());
}

StateMask mask_of(protocol::Set<protocol::State> states) noexcept {
    static_assert(protocol::state_count <= 8);
    return static_cast<StateMask>(states.bits());
}

EndStates states_of(const protocol::StateSets& sets) noexcept {
    return {mask_of(sets.before), mask_of(sets.after)};
}

}  // namespace

void Situations::learn(const protocol::TunnelRecord& tunnel) {
    TunnelNames& names = tunnels_[tunnel.number - 1];
    for (std::size_t side = 0; side < names.hosts.size(); ++side) {
        keep_text(names.hosts[side], tunnel.ends[side].host_name.view());
    }
}

void Situations::learn(const protocol::SessionRecord& session) {
    SessionNames& names = sessions_[session.number - 1];
    keep_text(names.called, session.called.view());
    keep_text(names.calling, session.calling.view());
    keep_text(names.user, session.user.view());
}

bool Situations::knows_user(protocol::SessionNumber session) const noexcept {
    return session <= sessions_.size() && sessions_[session - 1].user != nullptr;
}

void Situations::name_user(protocol::SessionNumber session, std::string_view user) {
    if (session > sessions_.size()) sessions_.resize(session);
    keep_text(sessions_[session - 1].user, user);
}

const Facts* Situations::share(const Shared*& last, const Situation& situation) {
    if (last != nullptr && last->situation == situation) return &last->facts;
    Shared* shared = wmem_new0(wmem_file_scope(), Shared);
    shared->situation = situation;
    shared->facts.situation = &shared->situation;
    last = shared;
    return &shared->facts;
}

const Facts* Situations::facts_of(const protocol::Judge& judge, const protocol::Judgement& judgement) {
    static const Facts nowhere = [] {
        static const Situation unknown;
        return Facts{&unknown, nullptr};
    }();
    if (judgement.tunnel == 0) return &nowhere;
    const protocol::TunnelRecord& tunnel = judge.tunnels()[judgement.tunnel - 1];
    if (tunnels_.size() < judgement.tunnel) tunnels_.resize(judgement.tunnel);
    const bool control = judgement.message->is_control();
    if (control) learn(tunnel);

    const TunnelNames& names = tunnels_[judgement.tunnel - 1];
    const std::uint8_t sender = judgement.sender;
    Situation situation;
    situation.tunnel = judgement.tunnel;
    situation.session = judgement.session;
    situation.sender = sender;
    situation.peer_tunnel_id = tunnel.ends[sender].id;
    situation.host_names = {names.hosts[sender], names.hosts[1 - sender]};
    situation.connection = {states_of(judgement.connection[0]), states_of(judgement.connection[1])};
    if (judgement.session == 0) return share(tunnels_[judgement.tunnel - 1].last[sender], situation);

    const protocol::SessionRecord& session = judge.sessions()[judgement.session - 1];
    if (sessions_.size() < judgement.session) sessions_.resize(judgement.session);
    if (control) learn(session);
    SessionNames& call = sessions_[judgement.session - 1];
    situation.peer_session_id = session.ends[sender].id;
    situation.called_number = call.called;
    situation.calling_number = call.calling;
    situation.user = call.user;
    situation.call = {states_of(judgement.call[0]), states_of(judgement.call[1])};
    return share(call.last[sender], situation);
}

}  // namespace l2tp::dissector
