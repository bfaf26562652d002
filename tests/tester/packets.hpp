// SPDX-License-Identifier: GPL-2.0-or-later
// Packets and captures, written octet by octet.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codec/octets.hpp"

namespace l2tp::tester::test {

// From 192.0.2.1:40000 to 192.0.2.2:1701, or the same at 2001:db8::; Identification 7, UDP checksum 0x1234.
[[nodiscard]] codec::OctetString udp_over_ipv4(codec::Octets payload);
[[nodiscard]] codec::OctetString udp_over_ipv6(codec::Octets payload);

// fragment_of cuts `size` octets at `offset` of what the packet carries into a fragment; the last one if
// nothing is behind it.
[[nodiscard]] codec::OctetString fragment_of(codec::Octets packet, std::size_t offset, std::size_t size);

struct PcapFrame {
    codec::OctetString octets;
    unsigned milliseconds = 0;
    std::size_t cut = 0;  // octets that the snap length left out
};

void write_pcap(const std::string& path, std::uint32_t link_type, const std::vector<PcapFrame>& frames);

}  // namespace l2tp::tester::test
