// SPDX-License-Identifier: GPL-2.0-or-later
// A pcap file of UDP datagrams over IPv4, written octet by octet so that it is the same on every machine.
#pragma once

#include <string>
#include <vector>

#include "codec/octets.hpp"

namespace l2tp::captures {

enum class Direction : std::uint8_t { lac_to_lns, lns_to_lac };

// PcapFile gathers datagrams between port 1701 of 192.0.2.1 (LAC) and port 1701 of 192.0.2.2 (LNS), 10 ms
// apart from 2000-01-01 on, of link type raw IP.
class PcapFile {
  public:
    PcapFile();

    // add appends one datagram; only the first `snap_length` octets of its frame are kept.
    void add(codec::Octets payload, Direction direction, std::size_t snap_length = 0x40000);

    // write_to throws std::runtime_error when the file cannot be written.
    void write_to(const std::string& path) const;

  private:
    codec::OctetString octets_;
    std::uint32_t frames_ = 0;
};

}  // namespace l2tp::captures
