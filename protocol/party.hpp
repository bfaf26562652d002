// SPDX-License-Identifier: GPL-2.0-or-later
// Party: anything sans-I/O that exchanges datagrams. A driver, real or simulated, owns sockets and clock.
#pragma once

#include <optional>
#include <vector>

#include "codec/datagram.hpp"

namespace l2tp::protocol {

// OutgoingDatagram is a datagram that a party wants sent.
struct OutgoingDatagram {
    codec::OctetString octets;
    codec::Endpoint from;  // the party's own address and port
    codec::Endpoint to;
};

// Party is driven by calls whose times never decrease. After each call the driver takes what is to be sent.
class Party {
  public:
    Party() = default;
    Party(const Party&) = delete;
    Party& operator=(const Party&) = delete;
    virtual ~Party() = default;

    // on_datagram hands in what arrived at `datagram.time`.
    virtual void on_datagram(const codec::Datagram& datagram) = 0;
    // on_timeout is called when next_deadline has come; calling it early does nothing.
    virtual void on_timeout(codec::Time now) = 0;
    [[nodiscard]] virtual std::optional<codec::Time> next_deadline() const = 0;
    [[nodiscard]] virtual std::vector<OutgoingDatagram> take_outgoing(codec::Time now) = 0;
};

}  // namespace l2tp::protocol
