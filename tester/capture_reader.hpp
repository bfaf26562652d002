// SPDX-License-Identifier: GPL-2.0-or-later
// CaptureReader: the UDP datagrams of a pcap or pcapng file. Ethernet (with VLAN tags), raw IP, Linux cooked
// v1 and v2, and loopback; IPv4 and IPv6.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "codec/datagram.hpp"

struct pcap;

namespace l2tp::tester {

// udp_datagram finds the UDP datagram in one captured packet of a link type (LINKTYPE_ value as libpcap gives
// it). Nothing: the packet holds none, or is a later fragment. Of a first fragment, and of a packet that a
// snap length cut, the octets are fewer than wire_length. Time and reference are left to the caller.
[[nodiscard]] std::optional<codec::Datagram> udp_datagram(int link_type, codec::Octets packet);

class CaptureReader {
  public:
    // Throws InputError if the file cannot be opened, is no capture, or has a link type that is not
    // supported.
    explicit CaptureReader(const std::string& path);

    // next returns the next UDP datagram, valid until the next call, with the frame number (from 1) as its
    // reference; nothing at the end. A damaged file gives what could be read, and then throws InputError.
    [[nodiscard]] std::optional<codec::Datagram> next();

    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

  private:
    struct Close {
        void operator()(pcap* capture) const noexcept;
    };

    std::string path_;
    std::unique_ptr<pcap, Close> capture_;
    int link_type_ = 0;
    std::uint64_t frames_ = 0;
};

}  // namespace l2tp::tester
