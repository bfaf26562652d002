// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/ip_packet.hpp"

#include <algorithm>

namespace l2tp::tester {
namespace {

using codec::Octets;

constexpr std::uint8_t protocol_udp = 17;
constexpr std::uint8_t hop_by_hop = 0, routing = 43, fragmentation = 44, destination = 60;

constexpr bool is_extension_header(std::uint8_t protocol) noexcept {
    return protocol == hop_by_hop || protocol == routing || protocol == fragmentation ||
           protocol == destination;
}

std::uint32_t read_u32(Octets octets, std::size_t offset) noexcept {
    return std::uint32_t{codec::read_u16(octets, offset)} << 16 | codec::read_u16(octets, offset + 2);
}

codec::Endpoint address_at(Octets packet, std::size_t offset, codec::Endpoint::Family family) noexcept {
    codec::Endpoint endpoint;
    endpoint.family = family;
    const std::size_t size = family == codec::Endpoint::Family::ipv4 ? 4 : 16;
    std::copy_n(packet.begin() + static_cast<std::ptrdiff_t>(offset), size, endpoint.address.begin());
    return endpoint;
}

// set_payload takes what stands after a header of `header` octets, of a packet of `total` octets on the wire.
void set_payload(IpPacket& packet, Octets octets, std::size_t header, std::size_t total) noexcept {
    packet.payload = octets.subspan(header, std::min(octets.size(), total) - header);
    packet.wire = total - header;
}

std::optional<IpPacket> read_ipv4(Octets octets, std::size_t wire) noexcept {
    constexpr std::size_t fixed_header = 20;
    if (octets.size() < fixed_header) return std::nullopt;
    const std::size_t header = (octets[0] & 0x0fU) * 4;
    const std::size_t total = codec::read_u16(octets, 2) == 0 ? wire : codec::read_u16(octets, 2);
    if (header < fixed_header || total < header || octets.size() < header) return std::nullopt;
    IpPacket packet;
    packet.from = address_at(octets, 12, codec::Endpoint::Family::ipv4);
    packet.to = address_at(octets, 16, codec::Endpoint::Family::ipv4);
    packet.protocol = octets[9];
    set_payload(packet, octets, header, total);
    const std::uint16_t identification = codec::read_u16(octets, 4);
    const std::uint16_t place = codec::read_u16(octets, 6);
    constexpr std::uint16_t more_fragments = 0x2000;
    if ((place & 0x3fff) != 0) {
        packet.fragment = IpFragment{identification, (place & 0x1fffU) * 8, (place & more_fragments) != 0};
    } else {
        packet.made_up = identification == made_up_mark;
    }
    return packet;
}

// pass_extension_headers moves on to the upper layer, or to what a Fragment header cuts off. False: cut.
bool pass_extension_headers(IpPacket& packet) noexcept {
    while (is_extension_header(packet.protocol)) {
        const std::uint8_t kind = packet.protocol;
        if (packet.payload.size() < 8) return false;
        const Octets header = packet.payload;
        const std::size_t size = kind == fragmentation ? 8 : (std::size_t{header[1]} + 1) * 8;
        if (header.size() < size || packet.wire < size) return false;
        packet.protocol = header[0];
        packet.payload = header.subspan(size);
        packet.wire -= size;
        if (kind != fragmentation) continue;
        const std::uint16_t place = codec::read_u16(header, 2);
        if ((place & 0xfff9) == 0) continue;  // the only fragment (RFC 6946)
        packet.fragment = IpFragment{read_u32(header, 4), place & 0xfff8U, (place & 1) != 0};
        return true;
    }
    return true;
}

std::optional<IpPacket> read_ipv6(Octets octets, std::size_t wire) noexcept {
    constexpr std::size_t fixed_header = 40;
    if (octets.size() < fixed_header) return std::nullopt;
    const std::size_t payload_length = codec::read_u16(octets, 4);
    const std::size_t total =
        payload_length == 0 ? std::max(wire, fixed_header) : fixed_header + payload_length;
    IpPacket packet;
    packet.from = address_at(octets, 8, codec::Endpoint::Family::ipv6);
    packet.to = address_at(octets, 24, codec::Endpoint::Family::ipv6);
    packet.protocol = octets[6];
    packet.made_up = (read_u32(octets, 0) & 0xfffff) == made_up_mark;
    set_payload(packet, octets, fixed_header, total);
    if (!pass_extension_headers(packet)) return std::nullopt;
    return packet;
}

}  // namespace

std::optional<IpPacket> read_ip_packet(Octets packet, std::size_t wire) noexcept {
    if (packet.empty()) return std::nullopt;
    if (packet[0] >> 4 == 4) return read_ipv4(packet, wire);
    if (packet[0] >> 4 == 6) return read_ipv6(packet, wire);
    return std::nullopt;
}

bool may_hold_udp(const IpPacket& fragment) noexcept {
    const bool ipv6 = fragment.from.family == codec::Endpoint::Family::ipv6;
    return fragment.protocol == protocol_udp || (ipv6 && is_extension_header(fragment.protocol));
}

std::optional<codec::Datagram> udp_in_packet(const IpPacket& packet) noexcept {
    constexpr std::size_t udp_header = 8;
    const bool ipv6 = packet.from.family == codec::Endpoint::Family::ipv6;
    IpPacket inner = packet;
    // What was put together from IPv6 fragments may go on with extension headers.
    if (ipv6 && (!pass_extension_headers(inner) || inner.fragment)) return std::nullopt;
    if (inner.protocol != protocol_udp || inner.payload.size() < udp_header) return std::nullopt;
    const std::size_t length = codec::read_u16(inner.payload, 4);
    if (length < udp_header || length > inner.wire) return std::nullopt;
    codec::Datagram datagram;
    datagram.from = inner.from;
    datagram.to = inner.to;
    datagram.from.port = codec::read_u16(inner.payload, 0);
    datagram.to.port = codec::read_u16(inner.payload, 2);
    datagram.wire_length = length - udp_header;
    const Octets rest = inner.payload.subspan(udp_header);
    datagram.octets = rest.first(std::min(rest.size(), datagram.wire_length));
    if (!packet.made_up) datagram.udp_checksum = codec::read_u16(inner.payload, 6);
    return datagram;
}

}  // namespace l2tp::tester
