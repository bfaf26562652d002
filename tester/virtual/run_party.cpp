// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/run_party.hpp"

#include <algorithm>

namespace l2tp::tester {
namespace {

using Family = codec::Endpoint::Family;

constexpr std::uint16_t first_port = 49152;  // of those that are nobody's

}  // namespace

RunParty::RunParty(ScenarioRun& run, const Lane& lane, std::uint16_t& next_port, OnWire on_wire,
                   OnHook on_hook)
    : run_(run),
      lane_(lane),
      next_port_(next_port),
      on_wire_(std::move(on_wire)),
      on_hook_(std::move(on_hook)) {
    if (run_.socket_kind(0) == SocketKind::listening) sockets_.push_back(lane_.listen);
}

void RunParty::on_datagram(const codec::Datagram& datagram) {
    const auto socket = std::ranges::find(sockets_, datagram.to);
    if (socket == sockets_.end()) return;  // a port that nobody has opened
    codec::Datagram recorded = datagram;
    recorded.reference = on_wire_(datagram);
    run_.on_datagram(recorded, static_cast<std::size_t>(socket - sockets_.begin()));
}

codec::Endpoint RunParty::open(SocketKind kind) {
    if (kind == SocketKind::listening) return lane_.listen;
    codec::Endpoint endpoint = kind == SocketKind::other_address ? lane_.other_source : lane_.source;
    if (endpoint.port == 0) {
        if (next_port_ < first_port) next_port_ = first_port;
        endpoint.port = next_port_++;
    }
    return endpoint;
}

codec::Endpoint RunParty::endpoint_of(std::size_t socket) {
    if (sockets_.size() <= socket) sockets_.resize(socket + 1);
    if (sockets_[socket].family == Family::none) sockets_[socket] = open(run_.socket_kind(socket));
    return sockets_[socket];
}

// Hooks may make the run send, and what it sends may make it ask for hooks, so both are taken until there are
// none.
std::vector<protocol::OutgoingDatagram> RunParty::take_outgoing(codec::Time now) {
    std::vector<protocol::OutgoingDatagram> taken;
    for (;;) {
        const std::vector<HookCall> hooks = run_.take_hooks();
        for (const HookCall& hook : hooks) on_hook_(hook);
        std::vector<OutgoingDatagram> outgoing = run_.take_outgoing(now);
        if (hooks.empty() && outgoing.empty()) return taken;
        for (OutgoingDatagram& each : outgoing) {
            codec::Datagram datagram;
            datagram.octets = each.octets;
            datagram.wire_length = each.octets.size();
            datagram.from = endpoint_of(each.socket);
            datagram.to = each.to;
            datagram.time = now;
            datagram.reference = on_wire_(datagram);
            run_.on_sent(each, datagram);
            taken.push_back({std::move(each.octets), datagram.from, datagram.to});
        }
    }
}

}  // namespace l2tp::tester
