// SPDX-License-Identifier: GPL-2.0-or-later
// FrameDatagrams finds the UDP datagrams in captured frames: Ethernet (with VLAN tags), raw IP, Linux cooked
// v1 and v2, and loopback; IPv4 and IPv6; fragments put together again.
#pragma once

#include <cstdint>
#include <optional>

#include "codec/datagram.hpp"
#include "tester/capture/reassembly.hpp"

namespace l2tp::tester {

// FrameCounts counts the frames of a capture by what could be made of them.
struct FrameCounts {
    std::uint64_t frames = 0;
    std::uint64_t udp = 0;    // whole datagrams, each in one frame
    std::uint64_t other = 0;  // another protocol, or cut before the end of its UDP header
    FragmentCounts fragments;
};

struct CapturedFrame {
    codec::Octets octets;
    std::size_t wire = 0;
    codec::Time time{};
};

class FrameDatagrams {
  public:
    // A link type that supports_link_type knows.
    explicit FrameDatagrams(int link_type) : link_type_(link_type) {}

    // look_at returns the datagram that a frame holds or completes, with the number of that frame, from 1, as
    // its reference. It is valid until the next call, and as long as the frame's octets.
    [[nodiscard]] std::optional<codec::Datagram> look_at(const CapturedFrame& frame);

    // take_incomplete returns the beginning of a datagram whose fragments never came together, if it is time;
    // without a time, of each that is left.
    [[nodiscard]] std::optional<codec::Datagram> take_incomplete(std::optional<codec::Time> now);

    [[nodiscard]] std::uint64_t frames() const noexcept { return counts_.frames; }
    [[nodiscard]] FrameCounts counts() const;
    [[nodiscard]] bool waits_for_fragments() const noexcept { return !reassembly_.empty(); }

  private:
    int link_type_;
    Reassembly reassembly_;
    FrameCounts counts_;
};

}  // namespace l2tp::tester
