// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/run_send.hpp"

#include <fmt/format.h>

#include "tester/run/conduct.hpp"

namespace l2tp::tester {
namespace {

namespace message_type = codec::message_type;

bool is_type(const Send& send, std::uint16_t type) {
    return send.message != nullptr && send.message->type == type && send.message->vendor == 0;
}

std::string name_or(const std::string& name, std::string_view otherwise) {
    return name.empty() ? std::string(otherwise) : name;
}

SocketKind kind_of(From from) {
    return from == From::other_address ? SocketKind::other_address : SocketKind::own;
}

}  // namespace

bool Sender::fail(std::string seen, std::string because) {
    stage_.decide({Verdict::error, "", std::move(seen), std::move(because)});
    return false;
}

std::optional<std::size_t> Sender::socket_for(From from, const TesterTunnel& tunnel) {
    if (from == From::own_port) return tunnel.socket;
    const bool none = stage_.settings.other_source.family == codec::Endpoint::Family::none;
    if (from == From::other_address && none) {
        stage_.decide({Verdict::not_applicable, "", "", "the tester has no second address (other-source)"});
        return std::nullopt;
    }
    if (from == From::other_port && stage_.settings.ports == RunSettings::Ports::one) {
        stage_.decide({Verdict::not_applicable, "", "", "the tester is held to one port (source)"});
        return std::nullopt;
    }
    return stage_.sockets.add(kind_of(from));
}

// A SCCRQ opens a tunnel unless it names one that there is, or needs no name for it.
Sender::Place Sender::place_of(const Send& send) {
    if (is_type(send, message_type::sccrq)) {
        const std::string name = name_or(send.on, default_tunnel);
        TesterTunnel* tunnel = send.as.empty() ? stage_.tunnels.find_tunnel(name) : nullptr;
        return tunnel != nullptr ? Place{tunnel} : open_tunnel_for(send);
    }
    if (is_type(send, message_type::icrq) || is_type(send, message_type::ocrq)) return open_call_for(send);
    const codec::Scope scope = send.message != nullptr ? send.message->scope : codec::Scope::tunnel;
    const SessionPlace place = stage_.tunnels.on(send.on, scope);
    if (place.tunnel != nullptr) return {place.tunnel, place.session};
    if (!send.on.empty()) {
        return {nullptr, nullptr, fail(fmt::format("there is no tunnel or session \"{}\"", send.on), "")};
    }
    return open_tunnel_for(send);  // a message out of the blue
}

Sender::Place Sender::open_tunnel_for(const Send& send) {
    std::string name = name_or(send.as.empty() ? send.on : send.as, default_tunnel);
    if (!send.port_of.empty()) {
        const TesterTunnel* other = stage_.tunnels.find_tunnel(send.port_of);
        if (other == nullptr) {
            return {nullptr, nullptr, fail(fmt::format("there is no tunnel \"{}\"", send.port_of), "")};
        }
        return {&stage_.open_tunnel_at(std::move(name), other->socket)};
    }
    if (send.from == From::own_port) return {&stage_.open_tunnel(std::move(name))};
    const auto socket = socket_for(send.from, TesterTunnel{});
    if (!socket) return {nullptr, nullptr, false};
    return {&stage_.open_tunnel_at(std::move(name), *socket)};
}

// A call is placed in a tunnel; on a session that there is, the request is one that comes at the wrong time.
Sender::Place Sender::open_call_for(const Send& send) {
    const SessionPlace named = stage_.tunnels.on(send.on, codec::Scope::tunnel);
    if (named.tunnel == nullptr) {
        return {nullptr, nullptr, fail("there is no tunnel for the call", "")};
    }
    if (named.session != nullptr) return {named.tunnel, named.session};
    TesterSession& session = named.tunnel->sessions.emplace_back();
    session.name = name_or(send.as, default_session);
    session.ours = stage_.identity.random.fresh_id();
    return {named.tunnel, &session};
}

// may_send tells whether there is still somebody to talk to, and the secret that it takes.
bool Sender::may_send(const Send& send, const TesterTunnel& tunnel) {
    if (tunnel.state == TesterTunnel::State::closed && tunnel.heard.contains(codec::find_message(4))) {
        stage_.give_up("the device had closed the tunnel");
        return false;
    }
    const bool answers = is_type(send, message_type::scccn) || is_type(send, message_type::sccrp);
    if (answers && !tunnel.their_challenge.empty() && stage_.profile().secret().empty()) {
        stage_.give_up("the device challenges the tester, and no secret was given (--secret-env)");
        return false;
    }
    return true;
}

void Sender::note_state(const Send& send, TesterTunnel& tunnel, TesterSession* session) {
    if (is_type(send, message_type::stopccn) && tunnel.state != TesterTunnel::State::closed) {
        tunnel.state = TesterTunnel::State::closing;
    }
    if (is_type(send, message_type::scccn)) tunnel.established = true;
    if (session == nullptr) return;
    if (is_type(send, message_type::iccn) || is_type(send, message_type::occn)) {
        session->state = TesterSession::State::open;
    }
    if (is_type(send, message_type::cdn)) session->state = TesterSession::State::closed;
}

bool Sender::send(const Send& send, Time now) {
    const auto [tunnel, session, may_go_on] = place_of(send);
    if (!may_go_on || !may_send(send, *tunnel)) return false;
    const bool opens = is_type(send, message_type::sccrq) && tunnel->sent.empty();
    auto socket = opens ? std::optional(tunnel->socket) : socket_for(send.from, *tunnel);
    if (!socket) return false;
    auto built = build_message(send, *tunnel, session, stage_.scope(tunnel));
    if (!built) {
        stage_.give_up("a value that the step needs is not known: no challenge, or no secret was given");
        return false;
    }
    const auto conduct =
        conduct_of(send, built->message, stage_.profile().secret().octets(), stage_.scenario.role);
    stage_.stimulus.reset();
    // A responder may answer from another port, and stays there (8.1).
    const bool moves = is_type(send, message_type::sccrp) && send.from != From::own_port;
    if (moves) tunnel->socket = *socket;
    const bool from_own = *socket == tunnel->socket;
    const bool only_from = send.from != From::own_port && from_own && !send.cut_to && !send.header.flags &&
                           !send.header.length && !send.header.ns && !send.header.tunnel_id;
    const bool in_channel = built->counts == BuiltMessage::Counts::in_channel || only_from;
    if (in_channel && tunnel->state != TesterTunnel::State::closed) {
        TesterChannel::Queued queued{std::move(built->message), send.message, conduct, built->nr,
                                     send.fate.kind};
        queued.delay = stage_.length_of(send.fate.delay);
        tunnel->send(std::move(queued));
    } else {
        send_outside(send, *built, *tunnel, *socket, conduct, now);
    }
    note_state(send, *tunnel, session);
    return true;
}

// A message that the DUT would not count stays outside of the channel, so that the next one is in order.
void Sender::send_outside(const Send& send, const BuiltMessage& built, TesterTunnel& tunnel,
                          std::size_t socket, protocol::Conduct conduct, Time now) {
    codec::Message message = built.message;
    message.ns = built.ns.value_or(tunnel.channel.next_ns());
    message.nr = built.nr.value_or(tunnel.channel.next_nr());
    codec::OctetString octets = codec::encode(message, stage_.profile().secret().octets());
    if (send.cut_to && *send.cut_to < octets.size()) octets.resize(*send.cut_to);
    tunnel.channel.note_outside(message.ns);
    tunnel.note_sent({send.message, message.ns, octets, conduct});
    stimulate({socket, tunnel.peer, std::move(octets), true, false, conduct}, now);
}

void Sender::stimulate(OutgoingDatagram datagram, Time now) {
    stage_.transmit(datagram, now);
    stage_.stimulus = Stimulus{std::move(datagram)};
}

bool Sender::send(const SendRaw& send, Time now) {
    SessionPlace place = stage_.tunnels.on(send.on, codec::Scope::tunnel);
    if (place.tunnel == nullptr) place.tunnel = &stage_.open_tunnel(name_or(send.on, default_tunnel));
    const auto socket = socket_for(send.from, *place.tunnel);
    if (!socket) return false;
    stimulate({*socket, place.tunnel->peer, send.octets, true, false, protocol::Conduct::deviates}, now);
    return true;
}

// copy_of returns the octets of a message once more, with its Nr or its contents changed if the step says so.
std::optional<codec::OctetString> Sender::copy_of(const SentMessage& sent, const SendAgain& send,
                                                  const TesterTunnel& tunnel) {
    if (send.set.empty() && send.nr == SendAgain::Nr::as_it_was) return sent.octets;
    const codec::Datagram datagram{sent.octets, sent.octets.size(), {}, {}, {}, 0, {}};
    codec::Message message = codec::to_message(codec::decode(datagram), sent.octets);
    if (send.nr == SendAgain::Nr::current) message.nr = tunnel.channel.next_nr();
    for (const AvpToSend& spec : send.set) {
        auto avp = make_avp(spec, stage_.scope(&tunnel));
        if (!avp) return std::nullopt;
        codec::set_avp(message, std::move(*avp));
        message.length.reset();
    }
    return codec::encode(message, stage_.profile().secret().octets());
}

bool Sender::send(const SendAgain& send, Time now) {
    const SessionPlace place = stage_.tunnels.on(send.on, codec::Scope::tunnel);
    stage_.flush(now);
    const SentMessage* sent = place.tunnel == nullptr ? nullptr : place.tunnel->last_sent(send.message);
    if (sent == nullptr || sent->octets.empty()) {
        return fail(fmt::format("no {} was sent before", send.message->abbreviation),
                    "a step sends again what was never sent");
    }
    const TesterTunnel& tunnel = *place.tunnel;
    const auto socket = socket_for(send.from, tunnel);
    if (!socket) return false;
    auto octets = copy_of(*sent, send, tunnel);
    if (!octets) {
        stage_.give_up("a value that the step needs is not known");
        return false;
    }
    // A copy of SCCRQ goes where the first one went: to the port that the profile names.
    const bool opening = send.message->type == message_type::sccrq;
    const bool same = send.set.empty() && send.from == From::own_port;
    const OutgoingDatagram copy{
        *socket, opening ? stage_.settings.peer : tunnel.peer,      std::move(*octets), true,
        false,   same ? sent->conduct : protocol::Conduct::deviates};
    stage_.stimulus.reset();
    for (const Span& span : send.at) stage_.transmit_at(now + stage_.length_of(span), copy);
    if (send.at.empty()) stimulate(copy, now);
    return true;
}

bool Sender::send(const SendData& send, Time now) {
    SessionPlace place = stage_.tunnels.on(send.on, codec::Scope::session);
    // Data for IDs that the step gives needs no session of its own.
    if (place.tunnel == nullptr) place = stage_.tunnels.on({}, codec::Scope::session);
    if (place.tunnel == nullptr) return fail("there is no session to send data on", "");
    const auto socket = socket_for(send.from, *place.tunnel);
    if (!socket) return false;
    for (std::uint32_t i = 0; i < std::max<std::uint32_t>(send.times, 1); ++i) {
        const auto message = build_data(send, *place.tunnel, place.session, stage_.scope(place.tunnel));
        if (!message) {
            stage_.give_up("a value that the step needs is not known");
            return false;
        }
        stimulate({*socket, place.tunnel->peer, codec::encode(*message), true, false, conduct_of(send)}, now);
    }
    // A number that came before is dropped (5.4): the acknowledgement of a first one may have been lost.
    if (place.session != nullptr && !send.ns) {
        stage_.stimulus->renewed = [&stage = stage_, &send, place]() -> std::optional<codec::OctetString> {
            const auto next = build_data(send, *place.tunnel, place.session, stage.scope(place.tunnel));
            return next ? std::optional(codec::encode(*next)) : std::nullopt;
        };
    }
    stage_.stimulus->again_every = send.again_every;
    if (send.again_every) stage_.stimulus->next_again = now + *send.again_every;
    return true;
}

Progress BulkSend::on_time(Time now) {
    const SessionPlace place = stage_.tunnels.on(send_.on, send_.message->scope);
    if (place.tunnel == nullptr || place.tunnel->state == TesterTunnel::State::closed) {
        stage_.give_up("the device had closed the tunnel");
        return Progress::tear_down;
    }
    TesterTunnel& tunnel = *place.tunnel;
    if (!built_) {
        built_ = build_message(send_, tunnel, place.session, stage_.scope(&tunnel));
        if (!built_) {
            stage_.give_up("a value that the step needs is not known");
            return Progress::tear_down;
        }
        conduct_ =
            conduct_of(send_, built_->message, stage_.profile().secret().octets(), stage_.scenario.role);
    }
    bool moved = false;
    while (sent_ < send_.times && tunnel.channel.waiting() < tunnel.channel.window()) {
        TesterChannel::Queued queued{built_->message, send_.message, conduct_, built_->nr};
        queued.one_of_many = true;
        tunnel.send(std::move(queued));
        ++sent_;
        moved = true;
    }
    if (moved) deadline_ = now + stage_.profile().duration("reachable-within");
    if (sent_ == send_.times && tunnel.channel.waiting() <= tunnel.channel.window()) return Progress::done;
    if (now < *deadline_) return Progress::waiting;
    stage_.give_up("the device stopped acknowledging");
    return Progress::tear_down;
}

std::string BulkSend::activity() const {
    return fmt::format("sending {} messages, {} so far", send_.times, sent_);
}

}  // namespace l2tp::tester
