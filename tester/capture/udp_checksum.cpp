// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/udp_checksum.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t udp_header = 8;
constexpr std::uint32_t udp_protocol = 17;

InternetChecksum of_pseudo_header(const codec::Datagram& datagram) noexcept {
    const std::size_t address = datagram.from.family == codec::Endpoint::Family::ipv6 ? 16 : 4;
    InternetChecksum checksum;
    checksum.add(codec::Octets(datagram.from.address).first(address));
    checksum.add(codec::Octets(datagram.to.address).first(address));
    checksum.add(udp_protocol);
    checksum.add(static_cast<std::uint32_t>(datagram.wire_length + udp_header));
    return checksum;
}

}  // namespace

std::uint16_t right_udp_checksum(const codec::Datagram& datagram) noexcept {
    InternetChecksum checksum = of_pseudo_header(datagram);
    checksum.add(datagram.from.port);
    checksum.add(datagram.to.port);
    checksum.add(static_cast<std::uint32_t>(datagram.wire_length + udp_header));
    checksum.add(datagram.octets);
    return checksum.value() == 0 ? 0xffff : checksum.value();  // 0 means "none" (RFC 768)
}

UdpChecksum state_of_checksum(const codec::Datagram& datagram) noexcept {
    if (!datagram.udp_checksum) return UdpChecksum::unknown;
    const std::uint16_t seen = *datagram.udp_checksum;
    if (seen == 0) return UdpChecksum::none;
    if (datagram.octets.size() != datagram.wire_length) return UdpChecksum::unknown;
    if (seen == right_udp_checksum(datagram)) return UdpChecksum::right;
    return seen == of_pseudo_header(datagram).sum() ? UdpChecksum::unfilled : UdpChecksum::wrong;
}

}  // namespace l2tp::tester
