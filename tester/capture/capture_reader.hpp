// SPDX-License-Identifier: GPL-2.0-or-later
// CaptureReader: the UDP datagrams of a pcap or pcapng file. Ethernet (with VLAN tags), raw IP, Linux cooked
// v1 and v2, and loopback; IPv4 and IPv6; fragments put together again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "codec/datagram.hpp"
#include "tester/capture/frame_datagrams.hpp"

struct pcap;

namespace l2tp::tester {

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

    [[nodiscard]] std::uint64_t frames() const noexcept { return datagrams_->frames(); }
    [[nodiscard]] FrameCounts counts() const { return datagrams_->counts(); }
    // part_read is how much of the file was read, from 0 to 1; nothing where its size is not known.
    [[nodiscard]] std::optional<double> part_read() const;

  private:
    struct Close {
        void operator()(pcap* capture) const noexcept;
    };
    enum class Stage : std::uint8_t { reading, draining, over };

    void check_link_type();
    bool read_frame();

    std::string path_;
    std::unique_ptr<pcap, Close> capture_;
    std::uint64_t size_ = 0;  // of the file; 0: not known
    Stage stage_ = Stage::reading;
    std::string failure_;  // why reading ended early
    std::optional<CapturedFrame> frame_;
    std::optional<FrameDatagrams> datagrams_;  // set by the constructor
};

}  // namespace l2tp::tester
