// SPDX-License-Identifier: GPL-2.0-or-later
// The proxy LCP and authentication AVPs of ICCN (RFC 2661, 4.4.5) as a PPP link knows them, and back.
#pragma once

#include <optional>

#include "codec/message.hpp"
#include "protocol/ppp/proxy.hpp"
#include "protocol/received.hpp"

namespace l2tp::protocol {

// add_proxy_avps appends the AVPs for what the LAC has learned.
void add_proxy_avps(codec::Message& iccn, const ppp::ProxiedLink& proxied);

// read_proxy_avps returns what an ICCN tells; nothing if it holds none of these AVPs.
[[nodiscard]] std::optional<ppp::ProxiedLink> read_proxy_avps(const Received& iccn);

}  // namespace l2tp::protocol
