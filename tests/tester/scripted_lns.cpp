// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tester/scripted_lns.hpp"

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/tunnel_authentication.hpp"
#include "tester/text/message_text.hpp"

namespace l2tp::tester::test {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

std::uint16_t id_in(const codec::DecodedMessage& message, codec::AvpKey key) {
    return static_cast<std::uint16_t>(message.number(key).value_or(0));
}

void answer_sccrq(ScriptedLns& lns, LnsTunnel& tunnel, const codec::DecodedMessage& request) {
    codec::Message reply = lns.message(message_type::sccrp, tunnel);
    if (!tunnel.challenge.empty())
        reply.avps.push_back(codec::make_avp(attribute::challenge, tunnel.challenge));
    if (const auto* challenge = request.find_readable(attribute::challenge); challenge != nullptr) {
        const auto response = codec::challenge_response(message_type::sccrp, lns.secret, challenge->value);
        reply.avps.push_back(
            codec::make_avp(attribute::challenge_response, {response.begin(), response.end()}));
    }
    lns.send(tunnel, std::move(reply));
}

void check_scccn(ScriptedLns& lns, LnsTunnel& tunnel, const codec::DecodedMessage& message) {
    if (tunnel.challenge.empty()) return;
    const auto* response = message.find_readable(attribute::challenge_response);
    const bool right =
        response != nullptr &&
        codec::verify_challenge_response(message_type::scccn, lns.secret, tunnel.challenge, response->value);
    if (!right) lns.refuse(tunnel, 4, 0);
}

void answer_icrq(ScriptedLns& lns, LnsTunnel& tunnel, const codec::DecodedMessage& request) {
    tunnel.session_theirs = id_in(request, attribute::assigned_session_id);
    tunnel.session_ours = 77;
    lns.send(tunnel, lns.message(message_type::icrp, tunnel));
}

// has_unknown_mandatory tells whether the message must be refused (4.1).
bool has_unknown_mandatory(const codec::DecodedMessage& message) {
    return std::ranges::any_of(
        message.avps, [](const codec::DecodedAvp& avp) { return avp.mandatory() && !avp.recognised(); });
}

}  // namespace

codec::Endpoint lns_endpoint(std::uint16_t port) {
    codec::Endpoint endpoint;
    endpoint.family = codec::Endpoint::Family::ipv4;
    endpoint.address = {192, 0, 2, 1};
    endpoint.port = port;
    return endpoint;
}

ScriptedLns::ScriptedLns() {
    on[message_type::sccrq] = [](ScriptedLns& lns, LnsTunnel& tunnel, const codec::DecodedMessage& message) {
        if (has_unknown_mandatory(message)) return lns.refuse(tunnel, 2, 8);
        answer_sccrq(lns, tunnel, message);
    };
    on[message_type::scccn] = check_scccn;
    on[message_type::icrq] = [](ScriptedLns& lns, LnsTunnel& tunnel, const codec::DecodedMessage& message) {
        if (!has_unknown_mandatory(message)) return answer_icrq(lns, tunnel, message);
        tunnel.session_theirs = id_in(message, attribute::assigned_session_id);
        tunnel.session_ours = 78;  // never zero, even in a refusal (reading A-08)
        codec::Message cdn = lns.message(message_type::cdn, tunnel);
        codec::set_avp(cdn, codec::make_avp(attribute::result_code, {0, 2, 0, 8, '?'}));
        lns.send(tunnel, std::move(cdn));
    };
    on_data = [](ScriptedLns& lns, LnsTunnel& tunnel, const codec::DecodedMessage& message) {
        codec::Message frame = codec::make_data({message.payload.begin(), message.payload.end()});
        if (frame.payload.size() > 4) frame.payload[4] = 2;  // Configure-Ack
        frame.tunnel_id = tunnel.theirs;
        frame.session_id = tunnel.session_theirs;
        lns.send_raw(tunnel, frame);
    };
}

codec::Message ScriptedLns::message(std::uint16_t type, const LnsTunnel& tunnel) const {
    const codec::MessageRow& row = *codec::find_message(type);
    codec::Message built = codec::make_message(row);
    built.tunnel_id = tunnel.theirs;
    if (row.session_id != codec::IdRule::zero) built.session_id = tunnel.session_theirs;
    for (codec::Avp& avp : built.avps) {
        if (avp.key == attribute::assigned_tunnel_id) avp = codec::make_number_avp(avp.key, tunnel.ours);
        if (avp.key == attribute::assigned_session_id)
            avp = codec::make_number_avp(avp.key, tunnel.session_ours);
    }
    return built;
}

void ScriptedLns::refuse(LnsTunnel& tunnel, std::uint16_t result, std::uint16_t error) {
    codec::Message stop = message(message_type::stopccn, tunnel);
    codec::OctetString code;
    codec::append_number(code, result, 2);
    if (error != 0) codec::append_number(code, error, 2);
    if (error == 8) code.push_back('?');  // the text that should name the attribute
    codec::set_avp(stop, codec::make_avp(attribute::result_code, std::move(code)));
    send(tunnel, std::move(stop));
}

void ScriptedLns::send(LnsTunnel& tunnel, codec::Message to_send) {
    tunnel.channel.send(std::move(to_send));
}

void ScriptedLns::send_raw(const LnsTunnel& tunnel, const codec::Message& to_send) {
    raw_.push_back({tunnel.socket, codec::encode(to_send)});
}

LnsTunnel* ScriptedLns::find(const codec::DecodedMessage& message, std::size_t socket) {
    if (message.header.tunnel_id() != 0) {
        const auto found = std::ranges::find(tunnels, message.header.tunnel_id(), &LnsTunnel::ours);
        return found == tunnels.end() ? nullptr : &*found;
    }
    const std::uint16_t theirs = id_in(message, attribute::assigned_tunnel_id);
    const auto found = std::ranges::find(tunnels, theirs, &LnsTunnel::theirs);
    if (found != tunnels.end()) return &*found;
    if (!message.is(message_type::sccrq)) return nullptr;
    LnsTunnel& tunnel = tunnels.emplace_back();
    tunnel.ours = next_id_++;
    tunnel.theirs = theirs;
    tunnel.socket = socket;
    tunnel.channel.set_peer_tunnel_id(theirs);
    if (!secret.empty()) tunnel.challenge = {1, 2, 3, 4, 5, 6, 7, 8};
    return &tunnel;
}

void ScriptedLns::receive(codec::Octets octets, std::size_t socket, Time now) {
    codec::Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = octets.size();
    const codec::DecodedMessage decoded = codec::decode(datagram, secret);
    heard.push_back(message_name(decoded));
    if (drops(decoded)) return;
    LnsTunnel* tunnel = find(decoded, socket);
    if (tunnel == nullptr) return;
    if (!decoded.is_control()) return on_data(*this, *tunnel, decoded);
    if (tunnel->channel.receive(decoded, now) != protocol::ControlChannel::Receipt::deliver) return;
    const auto reaction = on.find(decoded.message_type);
    if (reaction != on.end()) reaction->second(*this, *tunnel, decoded);
}

std::vector<ScriptedLns::Outgoing> ScriptedLns::take_outgoing(Time now) {
    std::vector<Outgoing> out = std::exchange(raw_, {});
    for (LnsTunnel& tunnel : tunnels) {
        for (protocol::ControlChannel::Outgoing& next : tunnel.channel.take_outgoing(now)) {
            out.push_back({tunnel.socket, codec::encode(next.message, secret)});
        }
    }
    return out;
}

std::optional<Time> ScriptedLns::next_deadline() const {
    std::optional<Time> next;
    for (const LnsTunnel& tunnel : tunnels) {
        const auto deadline = tunnel.channel.next_deadline();
        if (deadline && (!next || *deadline < *next)) next = deadline;
    }
    return next;
}

void ScriptedLns::on_timeout(Time now) {
    for (LnsTunnel& tunnel : tunnels) tunnel.channel.on_timeout(now);
}

// exchange passes on what either side wants sent; it tells whether there was anything.
bool World::exchange() {
    bool moved = false;
    codec::Endpoint tester = lns_endpoint(40000);
    tester.address[3] = 2;
    for (const OutgoingDatagram& outgoing : run_.take_outgoing(now_)) {
        moved = true;
        codec::Endpoint from = tester;
        from.port = static_cast<std::uint16_t>(from.port + outgoing.socket);
        run_.on_sent(outgoing, {outgoing.octets, outgoing.octets.size(), from, outgoing.to, now_, ++frames_});
        if (outgoing.to.port == lns_port || outgoing.to.port == 1701) {
            lns_.receive(outgoing.octets, outgoing.socket, now_);
        }
    }
    for (const ScriptedLns::Outgoing& outgoing : lns_.take_outgoing(now_)) {
        moved = true;
        codec::Endpoint to = tester;
        to.port = static_cast<std::uint16_t>(to.port + outgoing.socket);
        run_.on_datagram(
            {outgoing.octets, outgoing.octets.size(), lns_endpoint(lns_port), to, now_, ++frames_},
            outgoing.socket);
    }
    return moved;
}

void World::run_to_the_end() {
    run_.start(now_);
    const Time end = now_ + limit;
    for (;;) {
        before_each_step(run_, now_);
        while (exchange()) {
        }
        if (run_.finished()) return;
        std::optional<Time> next = run_.next_deadline();
        if (const auto theirs = lns_.next_deadline(); theirs && (!next || *theirs < *next)) next = theirs;
        if (!next || *next > end) return;
        now_ = std::max(now_, *next);
        run_.on_timeout(now_);
        lns_.on_timeout(now_);
    }
}

}  // namespace l2tp::tester::test
