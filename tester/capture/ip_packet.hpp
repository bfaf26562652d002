// SPDX-License-Identifier: GPL-2.0-or-later
// IP packets (RFC 791, RFC 8200) as far as UDP datagrams have to be found in them.
#pragma once

#include <cstdint>
#include <optional>

#include "codec/datagram.hpp"
#include "codec/octets.hpp"

namespace l2tp::tester {

// Headers that are made up around a datagram carry this where a header that was sent has a value without
// meaning for a whole packet: as Identification (IPv4), or as Flow Label (IPv6). What such a header says is
// never judged. A real packet that has the value by chance only escapes that.
inline constexpr std::uint16_t made_up_mark = 0x6c32;

struct IpFragment {
    std::uint32_t identification = 0;
    std::uint32_t offset = 0;  // in octets
    bool more = false;         // fragments follow
};

// IpPacket is a packet without its headers, or one fragment of a packet.
struct IpPacket {
    codec::Endpoint from;  // without port
    codec::Endpoint to;
    std::uint8_t protocol = 0;
    codec::Octets payload;  // as captured
    std::size_t wire = 0;   // octets of payload on the wire
    std::optional<IpFragment> fragment{};
    bool made_up = false;  // by us, not sent by anyone
};

// read_ip_packet reads the headers of a packet, extension headers too. `wire` is its size on the wire where
// its header does not say (segmentation offload). Nothing: this is no IP packet, or it is cut inside its
// headers.
[[nodiscard]] std::optional<IpPacket> read_ip_packet(codec::Octets packet, std::size_t wire) noexcept;

// may_hold_udp tells of a fragment whether it can be one of a UDP datagram.
[[nodiscard]] bool may_hold_udp(const IpPacket& fragment) noexcept;

// udp_in_packet returns the UDP datagram in a whole packet. Where the packet is cut, its octets are fewer
// than wire_length. Time and reference are left to the caller. Nothing: another protocol, no whole UDP
// header, or a Length that cannot be: a host discards that.
[[nodiscard]] std::optional<codec::Datagram> udp_in_packet(const IpPacket& packet) noexcept;

}  // namespace l2tp::tester
