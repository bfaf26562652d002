// SPDX-License-Identifier: GPL-2.0-or-later
// The link layers of captures: where in a captured frame the IP packet begins.
#pragma once

#include <optional>

#include "codec/octets.hpp"

namespace l2tp::tester {

// supports_link_type tells whether ip_in_frame knows a link type (DLT_ value as libpcap gives it): Ethernet,
// raw IP, Linux cooked v1 and v2, loopback of the BSDs.
[[nodiscard]] bool supports_link_type(int link_type) noexcept;

// ip_in_frame returns what a captured frame holds from its IP header on, stacked VLAN tags passed over (a
// trailer of the link layer, if there is one, included). Nothing: the frame carries no IP, or is cut before
// it.
[[nodiscard]] std::optional<codec::Octets> ip_in_frame(int link_type, codec::Octets frame) noexcept;

}  // namespace l2tp::tester
