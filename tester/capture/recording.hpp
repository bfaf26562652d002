// SPDX-License-Identifier: GPL-2.0-or-later
// Recording: a pcap file of UDP datagrams under IP and UDP headers that are made up around them, with the
// real addresses and ports, sound checksums and made_up_mark. Raw IP (LINKTYPE_RAW), nanosecond times.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "codec/datagram.hpp"

struct pcap;
struct pcap_dumper;

namespace l2tp::tester {

class Recording {
  public:
    // Opens the file, replacing one that is there; throws OutputError if that fails.
    explicit Recording(const std::string& path);
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    // add appends a datagram and returns its frame number, counted from 1. Its time counts from the Unix
    // epoch; both its endpoints must be of one family. A datagram too long for UDP or a failing disk:
    // OutputError.
    std::uint64_t add(const codec::Datagram& datagram);

    // flush writes out what is buffered; it throws OutputError if that fails.
    void flush();

    [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

  private:
    struct CloseCapture {
        void operator()(pcap* capture) const noexcept;
    };
    struct CloseDumper {
        void operator()(pcap_dumper* dumper) const noexcept;
    };

    std::string path_;
    std::unique_ptr<pcap, CloseCapture> capture_;
    std::unique_ptr<pcap_dumper, CloseDumper> dumper_;
    std::uint64_t frames_ = 0;
};

// ip_packet wraps a datagram's octets in UDP and IP headers; empty if they do not fit.
[[nodiscard]] codec::OctetString ip_packet(const codec::Datagram& datagram);

}  // namespace l2tp::tester
