// SPDX-License-Identifier: GPL-2.0-or-later
// Datagram: one UDP payload as it was captured or received, the one input of decoder and judge.
#pragma once

#include <array>
#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>

#include "codec/octets.hpp"

namespace l2tp::codec {

// Time counts nanoseconds from an epoch that the driver chooses (a capture's, or a virtual one).
using Time = std::chrono::nanoseconds;

// Endpoint is an IP address and a UDP port. IPv4 addresses stand in the first four octets.
struct Endpoint {
    enum class Family : std::uint8_t { none, ipv4, ipv6 };

    Family family = Family::none;
    std::array<std::uint8_t, 16> address{};
    std::uint16_t port = 0;

    friend auto operator<=>(const Endpoint&, const Endpoint&) = default;
};

// Datagram borrows its octets: they must outlive whatever was decoded from them.
struct Datagram {
    Octets octets;                // as captured; fewer than wire_length where a snap length cut it
    std::size_t wire_length = 0;  // octets of UDP payload on the wire
    Endpoint from;
    Endpoint to;
    Time time{};
    std::uint64_t reference = 0;                  // the caller's name for it: a frame number, an index
    std::optional<std::uint16_t> udp_checksum{};  // as captured; nothing where no real frame was seen
};

}  // namespace l2tp::codec
