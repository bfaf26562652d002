// SPDX-License-Identifier: GPL-2.0-or-later
// TunnelFlows tells which UDP datagrams of a capture belong to tunnels: those of the listed ports, and what
// floats from there. A responder may answer from any port of its own (RFC 2661, 8.1); from then on all that
// goes between the two endpoints belongs to the tunnel.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <set>
#include <utility>
#include <vector>

#include "codec/datagram.hpp"

namespace l2tp::tester {

// LimitedSet forgets what came first when it is full: whatever a capture holds, it stays small.
template <typename Value>
class LimitedSet {
  public:
    static constexpr std::size_t most = 65536;

    [[nodiscard]] bool contains(const Value& value) const { return values_.contains(value); }
    [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
    void insert(const Value& value) {
        if (!values_.insert(value).second) return;
        order_.push_back(value);
        if (order_.size() <= most) return;
        values_.erase(order_.front());
        order_.pop_front();
    }

  private:
    std::set<Value> values_;
    std::deque<Value> order_;
};

class TunnelFlows {
  public:
    // Port 1701 is always one of the listed ports.
    explicit TunnelFlows(std::vector<std::uint16_t> ports);

    // contains looks at a datagram, in the order of the capture, and tells whether it belongs to a tunnel.
    [[nodiscard]] bool contains(const codec::Datagram& datagram);

  private:
    using Pair = std::pair<codec::Endpoint, codec::Endpoint>;

    [[nodiscard]] bool is_listed(std::uint16_t port) const {
        return std::ranges::find(ports_, port) != ports_.end();
    }

    std::vector<std::uint16_t> ports_;
    LimitedSet<codec::Endpoint> initiators_;  // those that asked a listed port for a tunnel, from another one
    LimitedSet<Pair> floating_;               // endpoints with a tunnel between them, smaller first
};

}  // namespace l2tp::tester
