// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/tester_tunnel.hpp"

#include <algorithm>

#include "codec/attribute.hpp"

namespace l2tp::tester {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

constexpr std::size_t most_times = 64;  // of copies that are remembered

codec::OctetString value_of(const codec::DecodedMessage& message, codec::AvpKey key) {
    const codec::DecodedAvp* avp = message.find_readable(key);
    return avp == nullptr ? codec::OctetString{} : codec::OctetString(avp->value.begin(), avp->value.end());
}

std::uint16_t id_of(const codec::DecodedMessage& message, codec::AvpKey key) {
    return static_cast<std::uint16_t>(message.number(key).value_or(0));
}

bool is_call_request(const codec::DecodedMessage& message) {
    return message.is(message_type::icrq) || message.is(message_type::ocrq);
}

void learn_opening(TesterTunnel& tunnel, const codec::DecodedMessage& message, const codec::Endpoint& from) {
    tunnel.theirs = id_of(message, attribute::assigned_tunnel_id);
    tunnel.peer = from;
    tunnel.their_challenge = value_of(message, attribute::challenge);
    tunnel.channel.set_peer_tunnel_id(tunnel.theirs);
    if (const auto window = message.number(attribute::receive_window_size)) {
        tunnel.channel.set_peer_window(static_cast<std::uint16_t>(*window));
    }
}

}  // namespace

void TesterTunnel::learn(const codec::DecodedMessage& message, const codec::Datagram& datagram) {
    using SessionState = TesterSession::State;
    answered = true;
    TesterSession* session = session_of(message);
    if (message.is(message_type::sccrp) && state == State::wait_ctl_reply) {
        state = State::open;
        learn_opening(*this, message, datagram.from);
    } else if (message.is(message_type::sccrp) && theirs == 0) {
        // An answer that comes too late still names where its acknowledgement has to go.
        theirs = id_of(message, attribute::assigned_tunnel_id);
    } else if (message.is(message_type::sccrq) && state == State::wait_ctl_conn && theirs == 0) {
        learn_opening(*this, message, datagram.from);
        request = HeldRequest(datagram);
    } else if (message.is(message_type::scccn) && state == State::wait_ctl_conn) {
        state = State::open;
        established = true;
    } else if (message.is(message_type::stopccn)) {
        state = State::closed;
        if (theirs == 0) theirs = id_of(message, attribute::assigned_tunnel_id);
        for (TesterSession& each : sessions) each.state = SessionState::closed;
    } else if (is_call_request(message)) {
        if (message.header.session_id() != 0) return;  // to a session that there is: reading A-06
        sessions.push_back({"", Opener::device, SessionState::opening, 0,
                            id_of(message, attribute::assigned_session_id), 0, HeldRequest(datagram)});
    } else if (session == nullptr) {
        return;
    } else if (message.is(message_type::icrp) || message.is(message_type::ocrp)) {
        if (session->theirs == 0) session->theirs = id_of(message, attribute::assigned_session_id);
    } else if (message.is(message_type::iccn) || message.is(message_type::occn)) {
        session->state = SessionState::open;
    } else if (message.is(message_type::cdn)) {
        session->state = SessionState::closed;
        if (session->theirs == 0) session->theirs = id_of(message, attribute::assigned_session_id);
    }
}

void TesterTunnel::note_heard(const codec::DecodedMessage& message, const codec::Datagram& datagram,
                              TesterChannel::Receipt receipt) {
    using Receipt = TesterChannel::Receipt;
    if (message.row == nullptr || receipt == Receipt::acknowledgement) return;
    HeardMessage& last = heard[message.row];
    if (receipt != Receipt::duplicate || last.times.empty()) {
        last.octets.assign(datagram.octets.begin(), datagram.octets.end());
        last.times.clear();
    }
    if (last.times.size() < most_times) last.times.push_back(datagram.time);
}

void TesterTunnel::note_sent(const SentMessage& message) {
    sent[message.row] = message;
    last_sent_message = message;
}

void TesterTunnel::send(TesterChannel::Queued queued) {
    SentMessage message{queued.row, 0, {}, queued.conduct};
    message.ns = channel.send(std::move(queued));
    note_sent(message);
}

void TesterTunnel::note_transmitted(const TesterChannel::Outgoing& outgoing,
                                    const codec::OctetString& octets) {
    if (SentMessage& last = sent[outgoing.row]; last.ns == outgoing.message.ns && last.octets.empty()) {
        last.octets = octets;
        last.row = outgoing.row;
    }
}

const SentMessage* TesterTunnel::last_sent(const codec::MessageRow* row) const noexcept {
    if (row == nullptr) return sent.empty() ? nullptr : &last_sent_message;
    const auto found = sent.find(row);
    return found == sent.end() ? nullptr : &found->second;
}

TesterSession* TesterTunnel::find_session(std::string_view session) noexcept {
    const auto found = std::find_if(sessions.rbegin(), sessions.rend(),
                                    [&](const TesterSession& each) { return each.name == session; });
    return found == sessions.rend() ? nullptr : &*found;
}

// A CDN that refuses a call may have Session ID 0: then its Assigned Session ID tells (5.3, reading A-36).
TesterSession* TesterTunnel::session_of(const codec::DecodedMessage& message) noexcept {
    const std::uint16_t id = message.header.session_id();
    if (id == 0 && !message.is(message_type::cdn)) return nullptr;
    const std::uint16_t assigned =
        id == 0 ? id_of(message, attribute::assigned_session_id) : std::uint16_t{0};
    for (TesterSession& session : sessions) {
        if (id != 0 ? session.ours == id : (assigned != 0 && session.theirs == assigned)) return &session;
    }
    return nullptr;
}

bool TesterTunnel::acknowledges(const codec::DecodedMessage& message,
                                const SentMessage& sent_message) noexcept {
    const auto next = static_cast<std::uint16_t>(sent_message.ns + 1);
    return message.is_control() && protocol::sequence_at_or_before(next, message.header.nr());
}

}  // namespace l2tp::tester
