// SPDX-License-Identifier: GPL-2.0-or-later
// Which session a message belongs to (RFC 2661, 4.4.4 and 5.3).
#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr std::size_t max_sessions = 1 << 22;

// opens_otherwise tells the messages of later documents, whose own ways to open a session (RFC 4045) are not
// followed.
bool opens_otherwise(const codec::DecodedMessage& message) noexcept {
    return message.row != nullptr && message.row->document != 2661;
}

}  // namespace

// locate_session finds the session of a message that was not seen before, and opens it with ICRQ or OCRQ.
void Judge::Work::locate_session(Scene& scene) {
    const codec::DecodedMessage& message = *scene.message;
    const std::uint16_t id = message.header.session_id();
    if (message.kind != codec::MessageKind::data) {
        if (message.row == nullptr || message.row->scope != codec::Scope::session) return;
        const bool request = message.is(type::icrq) || message.is(type::ocrq);
        const bool known =
            id != 0 && directory_.find_session(scene.tunnel->number, other(scene.sender), id) != 0;
        if (request && !known) {
            if (sessions.size() == max_sessions) return;
            const CallKind kind = message.is(type::icrq) ? CallKind::incoming : CallKind::outgoing;
            scene.session = &add_session(scene, kind);
            scene.session->opening_seen = true;
        } else if (id == 0) {
            scene.session = session_of(session_by_assigned_id(scene));
        }
    }
    if (scene.session == nullptr && id != 0) {
        scene.session = session_of(directory_.find_session(scene.tunnel->number, other(scene.sender), id));
        if (scene.session == nullptr && message.is(type::cdn)) scene.session = half_known_session(scene);
        if (scene.session == nullptr && !opens_otherwise(message)) check_session_id(scene, id);
    }
    if (message.kind == codec::MessageKind::data) return;
    if (message.find(attribute::assigned_session_id) != nullptr &&
        (opens_otherwise(message) || !message.number(attribute::assigned_session_id))) {
        scene.from().ids_unread = true;
    }
    if (scene.session == nullptr) return;
    const std::uint16_t assigned = assigned_id(message, attribute::assigned_session_id);
    if (assigned == 0 || scene.session_from().id != 0) return;
    SessionRecord* old = session_of(directory_.find_session(scene.tunnel->number, scene.sender, assigned));
    // Messages of this call were seen before the one that names it: they are counted apart.
    if (old != nullptr && old != scene.session && !old->opening_seen) scene.session->unclear = true;
    if (old != nullptr && old != scene.session && (old->fate == Fate::opening || old->fate == Fate::open))
        old->fate = Fate::lost;
    scene.session_from().id = assigned;
    directory_.assign_session(scene.tunnel->number, scene.sender, assigned, scene.session->number);
}

SessionRecord* Judge::Work::session_of(SessionNumber number) noexcept {
    return number != 0 ? &sessions[number - 1] : nullptr;
}

SessionNumber Judge::Work::session_by_assigned_id(const Scene& scene) const {
    const std::uint16_t id = assigned_id(*scene.message, attribute::assigned_session_id);
    return id != 0 ? directory_.find_session(scene.tunnel->number, scene.sender, id) : 0;
}

// half_known_session: a CDN names both identifiers, and so the session whose answer was not seen.
SessionRecord* Judge::Work::half_known_session(Scene& scene) {
    SessionRecord* session = session_of(session_by_assigned_id(scene));
    if (session == nullptr || session->ends[other(scene.sender)].id != 0) return nullptr;
    const std::uint16_t id = scene.message->header.session_id();
    session->ends[other(scene.sender)].id = id;
    directory_.assign_session(scene.tunnel->number, other(scene.sender), id, session->number);
    return session;
}

// relink_session finds the session of a message that overtook the one which opened it.
void Judge::Work::relink_session(TunnelRecord& tunnel, Side sender, SentMessage& sent) {
    if (sent.session != 0 || (sent.session_id == 0 && sent.assigned_session == 0)) return;
    sent.session = sent.session_id != 0
                       ? directory_.find_session(tunnel.number, other(sender), sent.session_id)
                       : directory_.find_session(tunnel.number, sender, sent.assigned_session);
    if (sent.session == 0 || sent.type != type::cdn) return;
    SessionRecord& session = sessions[sent.session - 1];
    if (!session.ends[sender].close) session.ends[sender].close = {sent.index, sent.first};
    if (sent.acknowledged && !session.ends[other(sender)].saw_close)
        session.ends[other(sender)].saw_close = sent.acknowledged;
    if (session.fate == Fate::opening) session.fate = Fate::refused;
    if (session.fate == Fate::open) session.fate = Fate::closed;
}

SessionRecord& Judge::Work::add_session(const Scene& scene, CallKind kind) {
    SessionRecord& session = sessions.emplace_back();
    session.number = static_cast<SessionNumber>(sessions.size());
    session.tunnel = scene.tunnel->number;
    session.epoch = scene.tunnel->epoch;
    session.kind = kind;
    session.opener = scene.sender;
    session.first_reference = scene.datagram->reference;
    session.first_time = scene.now;
    scene.tunnel->sessions.push_back(session.number);
    return session;
}

void Judge::Work::check_session_id(Scene& scene, std::uint16_t id) {
    const TunnelRecord& tunnel = *scene.tunnel;
    const bool all_seen = tunnel.opening_seen && trusted(tunnel, scene.to()) &&
                          !scene.to().stream.missing() && !scene.to().stream.uncertain &&
                          !scene.to().ids_unread;
    if (!all_seen) {
        if (sessions.size() == max_sessions) return;
        scene.session = &add_session(scene, CallKind::unknown);
        scene.session_to().id = id;
        directory_.assign_session(tunnel.number, other(scene.sender), id, scene.session->number);
        return;
    }
    const codec::MessageRow* row = scene.message->row;
    const bool data = scene.message->kind == codec::MessageKind::data;
    if (!data && row == nullptr) return;
    report_sender(scene, {.requirement = data ? requirement("rfc2661/5.3/data-identifiers")
                                              : codec::session_id_requirement(*row),
                          .expected = "a Session ID that the receiver assigned",
                          .seen = codec::Text<120>("Session ID ").append_number(id),
                          .field = codec::HeaderField::session_id});
}

void Judge::Work::lose_sessions(TunnelRecord& tunnel) {
    for (SessionNumber number : tunnel.sessions) {
        SessionRecord& session = sessions[number - 1];
        if (session.fate == Fate::opening || session.fate == Fate::open) session.fate = Fate::lost;
    }
}

}  // namespace l2tp::protocol
