// SPDX-License-Identifier: GPL-2.0-or-later
// Which tunnel a SCCRQ opens, or opened already (RFC 2661, 4.4.3 and 5.8).
#include <algorithm>

#include "codec/attribute.hpp"
#include "protocol/judge/content.hpp"
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {

namespace attribute = codec::attribute;

// opened_by_copy_of returns the tunnel whose SCCRQ this one repeats; 0: there is none.
TunnelNumber Judge::Work::opened_by_copy_of(const Scene& scene, std::uint16_t id) {
    const codec::Datagram& datagram = *scene.datagram;
    const std::uint64_t content = content_of(*scene.message);
    for (TunnelNumber number : directory_.between({datagram.from, datagram.to})) {
        TunnelRecord& tunnel = tunnels[number - 1];
        if (!tunnel.opening_seen || tunnel.ends[0].at != datagram.from || tunnel.ends[0].id != id) continue;
        const SentMessage* request =
            tunnel.ends[0].stream.find(ControlStream::origin + scene.message->header.ns());
        // Without its identifier only the very same octets tell a copy from another request.
        const bool same = id != 0 ? request != nullptr && request->content == content
                                  : tunnel.request_octets == digest_of(scene.datagram->octets);
        if (request == nullptr || !same) continue;
        // Once its sender knows the answer only the network repeats it: later the same is a request of a
        // host that started again.
        const bool answered = tunnel.ends[0].stream.received.value_or(0) > ControlStream::origin;
        const codec::Time quiet = scene.now - (answered ? tunnel.ends[0].stream.received_at : request->last);
        if (quiet >
            (answered ? 2 * settings.tolerances.round_trip : std::max(patience, 3 * request->interval)))
            continue;
        return number;
    }
    return 0;
}

// A SCCRQ is a copy of a known one, or opens a tunnel: also where its sender rebooted and uses the same
// identifier again (reading A-03).
void Judge::Work::locate_opening(Scene& scene) {
    const codec::Datagram& datagram = *scene.datagram;
    const std::uint16_t id = assigned_id(*scene.message, attribute::assigned_tunnel_id);
    if (const TunnelNumber known = opened_by_copy_of(scene, id); known != 0) return adopt(scene, known, 0);
    if (tunnels.size() == max_tunnels) return;
    if (id == 0) doubt_tunnels(datagram);
    if (const TunnelNumber old = directory_.find(datagram.from, id); id != 0 && old != 0) {
        lose(tunnels[old - 1]);
    }
    TunnelRecord& tunnel = add_tunnel(scene);
    tunnel.opening_seen = true;
    tunnel.request_octets = digest_of(datagram.octets);
    tunnel.ends[0].at = datagram.from;
    tunnel.ends[1].at = datagram.to;
    tunnel.ends[0].stream.begin(ControlStream::origin + scene.message->header.ns());
    tunnel.ends[1].stream.begin(ControlStream::origin);
    for (TunnelEnd& end : tunnel.ends) end.states.begin(Machine::control_connection, State::idle, 0);
    scene.tunnel = &tunnel;
    scene.sender = 0;
}

// doubt_tunnels: a request whose identifier cannot be read may have taken that of any tunnel between the two.
void Judge::Work::doubt_tunnels(const codec::Datagram& datagram) {
    for (TunnelNumber number : directory_.between({datagram.from, datagram.to})) {
        TunnelRecord& tunnel = tunnels[number - 1];
        tunnel.incomplete = true;
        for (TunnelEnd& end : tunnel.ends) end.stream.uncertain = true;
    }
}

// lose notes that a tunnel's identifier was taken by a new one: it is gone, and its sessions with it.
void Judge::Work::lose(TunnelRecord& tunnel) {
    if (!is_over(tunnel.fate)) tunnel.fate = Fate::lost;
    lose_sessions(tunnel);
}

}  // namespace l2tp::protocol
