// SPDX-License-Identifier: GPL-2.0-or-later
// Which tunnel a datagram belongs to (RFC 2661, 4.4.3 and 8.1).
#include <algorithm>
#include <cstdlib>

#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "protocol/judge/content.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

// How far the numbers of a control message may lie from what is next, in either direction.
constexpr std::int64_t exactly = 0;
constexpr std::int64_t near = 1;

// distance returns how far a number lies from what is next in a stream.
std::int64_t distance(const ControlStream& stream, std::uint16_t number) noexcept {
    return std::abs(static_cast<std::int64_t>(stream.index_of(number) - stream.end()));
}

// continues tells whether the numbers of a control message go on from what was seen of both streams.
bool continues(const Scene& scene, const ControlStream& sent, const ControlStream& received,
               std::int64_t tolerance) noexcept {
    const codec::Header& header = scene.message->header;
    if (sent.known() && distance(sent, header.ns()) > tolerance) return false;
    if (received.known() && distance(received, header.nr()) > tolerance) return false;
    return sent.known() || received.known();
}

// repeats_a_number tells that another message of the stream had this Ns.
bool repeats_a_number(const Scene& scene, ControlStream& stream) {
    if (!stream.known()) return false;
    const std::uint64_t index = stream.index_of(scene.message->header.ns());
    const SentMessage* known = stream.find(index);
    return known != nullptr ? known->content != content_of(*scene.message) : index < stream.in_order();
}

// names_another tells that a StopCCN closes another connection than one that was seen only in part, or that a
// SCCRP opens another one than that which the one before opened.
bool names_another(const Scene& scene, const TunnelRecord& tunnel, Side sender) {
    // A copy of a request without an identifier is a request of its own to whoever receives it.
    const bool unnamed = !tunnel.opening_seen || tunnel.ends[other(sender)].ids_unread;
    const bool closes = scene.message->is(type::stopccn) && unnamed;
    const bool opens = scene.message->is(type::sccrp) && tunnel.opening_seen;
    if (!closes && !opens) return false;
    const std::uint16_t id = assigned_id(*scene.message, attribute::assigned_tunnel_id);
    return id != 0 && tunnel.ends[sender].id != 0 && tunnel.ends[sender].id != id;
}

}  // namespace

void Judge::Work::locate(Scene& scene) {
    const codec::Header& header = scene.message->header;
    if (header.tunnel_id() != 0) {
        if (locate_addressed(scene) || locate_half_known(scene) || locate_misaddressed(scene)) return;
        begin_in_the_middle(scene);
    } else if (scene.message->is(type::sccrq)) {
        locate_opening(scene);
    } else if (scene.message->is(type::stopccn)) {
        locate_unaddressed_stop(scene);
    } else if (scene.message->cut && scene.message->is_control() && !scene.message->has_message_type) {
        doubt_tunnels(*scene.datagram);
    }
}

void Judge::Work::adopt(Scene& scene, TunnelNumber tunnel, Side sender) {
    scene.tunnel = &tunnels[tunnel - 1];
    scene.sender = sender;
    const codec::Datagram& datagram = *scene.datagram;
    // An endpoint that moved is found at its new place from now on.
    if (scene.from().id != 0 && directory_.find(datagram.from, scene.from().id) == 0)
        directory_.assign(datagram.from, scene.from().id, tunnel);
    if (scene.to().id != 0 && directory_.find(datagram.to, scene.to().id) == 0)
        directory_.assign(datagram.to, scene.to().id, tunnel);
}

TunnelRecord& Judge::Work::add_tunnel(const Scene& scene) {
    TunnelRecord& tunnel = tunnels.emplace_back();
    tunnel.number = static_cast<TunnelNumber>(tunnels.size());
    tunnel.first_reference = scene.datagram->reference;
    tunnel.first_time = scene.now;
    directory_.add({scene.datagram->from, scene.datagram->to}, tunnel.number);
    return tunnel;
}

bool Judge::Work::locate_addressed(Scene& scene) {
    const codec::Datagram& datagram = *scene.datagram;
    const std::uint16_t id = scene.message->header.tunnel_id();
    const auto side_of = [&](const TunnelRecord& tunnel) -> std::optional<Side> {
        for (Side side : {Side{0}, Side{1}}) {
            const TunnelEnd& end = tunnel.ends[side];
            if (end.id == id && end.at.address == datagram.to.address) {
                // Both ends may have chosen the same number on one address: the sender decides.
                const TunnelEnd& peer = tunnel.ends[other(side)];
                if (peer.at == datagram.to && peer.id == id && end.at == datagram.from) continue;
                return side;
            }
        }
        return std::nullopt;
    };
    if (const TunnelNumber number = directory_.find(datagram.to, id); number != 0) {
        if (const auto side = side_of(tunnels[number - 1]);
            side && !names_another(scene, tunnels[number - 1], other(*side))) {
            adopt(scene, number, other(*side));
            return true;
        }
    }
    // Sent to another port than the recipient's: or to another host behind the same address, unless all that
    // one of the two sent and received was seen.
    const bool all_seen = settings.vantage.covers(datagram.from) || settings.vantage.covers(datagram.to);
    const TunnelNumber number = directory_.find_moved(datagram.to, id);
    if (!all_seen || number == 0 || !scene.message->is_control()) return false;
    TunnelRecord& tunnel = tunnels[number - 1];
    const auto side = side_of(tunnel);
    if (!tunnel.opening_seen) return false;
    if (!side || is_over(tunnel.fate) || tunnel.ends[other(*side)].at.address != datagram.from.address)
        return false;
    if (!continues(scene, tunnel.ends[other(*side)].stream, tunnel.ends[*side].stream, near)) return false;
    adopt(scene, number, other(*side));
    return true;
}

// The identifier that the recipient assigned was not seen: the capture began later, or lost that message.
bool Judge::Work::locate_half_known(Scene& scene) {
    const bool lossy = settings.vantage.elsewhere == Absence::nothing;
    const codec::Datagram& datagram = *scene.datagram;
    TunnelNumber found = 0;
    Side found_sender = 0;
    unsigned candidates = 0;
    for (TunnelNumber number : directory_.between({datagram.from, datagram.to})) {
        TunnelRecord& tunnel = tunnels[number - 1];
        for (Side sender : {Side{0}, Side{1}}) {
            TunnelEnd& from = tunnel.ends[sender];
            const TunnelEnd& to = tunnel.ends[other(sender)];
            // Where messages get lost it may as well be one of a tunnel whose opening was not seen.
            if (lossy && (tunnel.opening_seen || settings.vantage.hosts.empty())) continue;
            if (to.id != 0 || from.at != datagram.from || to.at != datagram.to) continue;
            if (scene.message->is(type::sccrp) && tunnel.opening_seen && sender == 0) continue;
            ++candidates;  // one that is over may be meant, too: then nothing tells them apart
            if (is_over(tunnel.fate)) continue;
            if (scene.message->is_control() && !continues(scene, from.stream, to.stream, near)) continue;
            if (scene.message->kind == codec::MessageKind::control && repeats_a_number(scene, from.stream))
                continue;
            found = number;
            found_sender = sender;
        }
    }
    if (candidates != 1 || found == 0) return false;
    TunnelEnd& to = tunnels[found - 1].ends[other(found_sender)];
    to.id = scene.message->header.tunnel_id();
    directory_.assign(datagram.to, to.id, found);
    adopt(scene, found, found_sender);
    return true;
}

// A control message that in every other respect goes on in a tunnel between these two has a wrong Tunnel ID.
// The ports tell tunnels apart as well: where some tunnel has those that the message came from and went to,
// it is not looked for in one that has others, unless the identifier is right there.
bool Judge::Work::locate_misaddressed(Scene& scene) {
    const codec::Datagram& datagram = *scene.datagram;
    const bool zlb = scene.message->kind == codec::MessageKind::zlb;
    if (!zlb && (!scene.message->is_control() || scene.message->row == nullptr)) return false;
    struct Candidates {
        TunnelNumber found = 0;
        Side sender = 0;
        unsigned count = 0;
    };
    Candidates likely;  // the ports or the identifier are right
    Candidates others;
    bool ports_known = false;
    for (TunnelNumber number : directory_.between({datagram.from, datagram.to})) {
        const TunnelRecord& tunnel = tunnels[number - 1];
        if (tunnel.ends[0].ids_unread || tunnel.ends[1].ids_unread) return false;  // it may be one of these
        for (Side sender : {Side{0}, Side{1}}) {
            const TunnelEnd& from = tunnel.ends[sender];
            const TunnelEnd& to = tunnel.ends[other(sender)];
            if (from.at != datagram.from || to.at.address != datagram.to.address) continue;
            const bool same_ports = to.at == datagram.to;
            ports_known |= same_ports;
            if (!tunnel.opening_seen || to.id == 0) continue;
            if (is_over(tunnel.fate) || !trusted(tunnel, from)) continue;
            if (!continues(scene, from.stream, to.stream, exactly)) continue;
            Candidates& candidates =
                same_ports || to.id == scene.message->header.tunnel_id() ? likely : others;
            ++candidates.count;
            candidates.found = number;
            candidates.sender = sender;
        }
    }
    const Candidates& candidates = ports_known || likely.count > 0 ? likely : others;
    if (candidates.count != 1) return false;
    scene.tunnel = &tunnels[candidates.found - 1];
    scene.sender = candidates.sender;
    // With the right identifier only the port is wrong, which the rules of 8.1 say.
    if (scene.to().id == scene.message->header.tunnel_id()) return true;
    report_sender(scene, {.requirement = zlb ? requirement("rfc2661/4.4.3/assigned-tunnel-id-is-used")
                                             : codec::tunnel_id_requirement(*scene.message->row),
                          .expected = codec::Text<120>("Tunnel ID ").append_number(scene.to().id),
                          .seen = codec::Text<120>().append_number(scene.message->header.tunnel_id()),
                          .field = codec::HeaderField::tunnel_id});
    return true;
}

void Judge::Work::locate_unaddressed_stop(Scene& scene) {
    const std::uint16_t id = assigned_id(*scene.message, attribute::assigned_tunnel_id);
    const TunnelNumber number = id != 0 ? directory_.find(scene.datagram->from, id) : 0;
    if (number == 0) return;
    adopt(scene, number, tunnels[number - 1].ends[0].at == scene.datagram->from ? Side{0} : Side{1});
}

void Judge::Work::begin_in_the_middle(Scene& scene) {
    if (tunnels.size() == max_tunnels) return;
    TunnelRecord& tunnel = add_tunnel(scene);
    // Who answers with SCCRP did not begin; of others it is not known.
    scene.tunnel = &tunnel;
    scene.sender = scene.message->is(type::sccrp) ? Side{1} : Side{0};
    scene.from().at = scene.datagram->from;
    scene.to().at = scene.datagram->to;
    scene.to().id = scene.message->header.tunnel_id();
    directory_.assign(scene.datagram->to, scene.to().id, tunnel.number);
}

}  // namespace l2tp::protocol
