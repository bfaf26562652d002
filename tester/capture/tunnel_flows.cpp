// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/tunnel_flows.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint16_t l2tp_port = 1701;

// T, L and S set, O and P clear, version 2, and a Length that is the datagram's.
bool looks_like_control_message(const codec::Datagram& datagram) {
    constexpr std::uint16_t control = 0xc802;
    constexpr std::uint16_t telling = 0xcb0f;
    return datagram.octets.size() >= 12 && (codec::read_u16(datagram.octets, 0) & telling) == control &&
           codec::read_u16(datagram.octets, 2) == datagram.wire_length;
}

bool opens_a_tunnel(const codec::Datagram& datagram) {
    return looks_like_control_message(datagram) && codec::read_u16(datagram.octets, 4) == 0;
}

}  // namespace

TunnelFlows::TunnelFlows(std::vector<std::uint16_t> ports) : ports_(std::move(ports)) {
    if (!is_listed(l2tp_port)) ports_.push_back(l2tp_port);
}

bool TunnelFlows::contains(const codec::Datagram& datagram) {
    if (is_listed(datagram.to.port)) {
        if (!is_listed(datagram.from.port) && opens_a_tunnel(datagram)) initiators_.insert(datagram.from);
        return true;
    }
    if (is_listed(datagram.from.port)) return true;
    if (initiators_.empty()) return false;
    const auto [first, second] = std::minmax(datagram.from, datagram.to);
    const Pair pair(first, second);
    if (floating_.contains(pair)) return true;
    if (!initiators_.contains(datagram.to) || !looks_like_control_message(datagram)) return false;
    floating_.insert(pair);
    return true;
}

}  // namespace l2tp::tester
