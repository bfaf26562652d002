// SPDX-License-Identifier: GPL-2.0-or-later
// L2tpFlows tells which UDP datagrams of a capture are L2TP: those of port 1701, and those between two
// endpoints that spoke L2TPv2 control messages before (implementations and test beds use other ports too).
#pragma once

#include <algorithm>
#include <set>
#include <utility>

#include "codec/datagram.hpp"
#include "codec/header.hpp"

namespace l2tp::tester {

class L2tpFlows {
  public:
    // contains looks at a datagram, in the order of the capture, and tells whether it is L2TP.
    [[nodiscard]] bool contains(const codec::Datagram& datagram) {
        constexpr std::uint16_t l2tp_port = 1701;
        if (datagram.from.port == l2tp_port || datagram.to.port == l2tp_port) return true;
        const auto pair = std::minmax(datagram.from, datagram.to);
        const std::pair key(pair.first, pair.second);
        if (known_.contains(key)) return true;
        if (!starts_control_message(datagram)) return false;
        known_.insert(key);
        return true;
    }

  private:
    // T, L and S set, O and P clear, version 2, and a Length that is the datagram's.
    static bool starts_control_message(const codec::Datagram& datagram) {
        constexpr std::uint16_t control = 0xc802;
        constexpr std::uint16_t telling = 0xcb0f;
        return datagram.octets.size() >= 12 && (codec::read_u16(datagram.octets, 0) & telling) == control &&
               codec::read_u16(datagram.octets, 2) == datagram.wire_length;
    }

    std::set<std::pair<codec::Endpoint, codec::Endpoint>> known_;
};

}  // namespace l2tp::tester
