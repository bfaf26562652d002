// SPDX-License-Identifier: GPL-2.0-or-later
// CaptureReader: the UDP datagrams of a pcap or pcapng file. Ethernet (with VLAN tags), raw IP, Linux cooked
// v1 and v2, and loopback; IPv4 and IPv6; fragments put together again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "codec/datagram.hpp"
#include "tester/capture/reassembly.hpp"

struct pcap;

namespace l2tp::tester {

// FrameCounts counts the frames of a capture by what could be made of them.
struct FrameCounts {
    std::uint64_t frames = 0;
    std::uint64_t udp = 0;    // whole datagrams, each in one frame
    std::uint64_t other = 0;  // another protocol, or cut before the end of its UDP header
    FragmentCounts fragments;
};

class CaptureReader {
  public:
    // Throws InputError if the file cannot be opened, is no capture, or has a link type that is not
    // supported. "-" is standard input.
    explicit CaptureReader(const std::string& path);

    // next returns the next UDP datagram, valid until the next call, with the frame number (from 1) as its
    // reference; nothing at the end. A datagram in fragments has number and time of the fragment that
    // completed it; one that was never completed is given, cut, within Reassembly::patience of its first
    // fragment. A damaged file gives what could be read, and then throws InputError.
    [[nodiscard]] std::optional<codec::Datagram> next();

    [[nodiscard]] std::uint64_t frames() const noexcept { return counts_.frames; }
    [[nodiscard]] FrameCounts counts() const;
    // part_read is how much of the file was read, from 0 to 1; nothing where its size is not known.
    [[nodiscard]] std::optional<double> part_read() const;

  private:
    struct Close {
        void operator()(pcap* capture) const noexcept;
    };
    // Frame is one that libpcap has read.
    struct Frame {
        codec::Octets octets;
        std::size_t wire = 0;
        codec::Time time{};
    };
    enum class Stage : std::uint8_t { reading, draining, over };

    void check_link_type();
    bool read_frame();
    std::optional<codec::Datagram> take_incomplete();
    std::optional<codec::Datagram> look_at_frame();

    std::string path_;
    std::unique_ptr<pcap, Close> capture_;
    int link_type_ = 0;
    std::uint64_t size_ = 0;  // of the file; 0: not known
    Stage stage_ = Stage::reading;
    std::string failure_;  // why reading ended early
    std::optional<Frame> frame_;
    Reassembly reassembly_;
    FrameCounts counts_;
};

}  // namespace l2tp::tester
