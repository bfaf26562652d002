// SPDX-License-Identifier: GPL-2.0-or-later
// What a live capture beside a run has seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codec/datagram.hpp"
#include "tester/capture/frame_datagrams.hpp"

namespace l2tp::tester {

// WireRemark is something that only the frames of a datagram show, not the socket that it came to.
struct WireRemark {
    enum class What : std::uint8_t { no_checksum, wrong_checksum, in_fragments };

    What what{};
    codec::Endpoint from;
    codec::Endpoint to;
    codec::Time time{};
    std::uint64_t frame = 0;  // of the capture, from 1
    std::uint8_t first_octet = 0;
    std::uint16_t seen = 0;   // the checksum
    std::uint16_t right = 0;  // what it ought to be
};

struct CaptureResult {
    std::string interface;
    std::string file{};  // what the frames were written to; empty: nothing
    FrameCounts counts{};
    std::uint64_t dropped = 0;           // frames, by the kernel
    std::vector<WireRemark> remarks{};   // in order, about datagrams of other hosts
    std::uint64_t remarks_left_out = 0;  // there were too many
    std::uint64_t fragmented = 0;        // datagrams of the device's that came in fragments
    std::string trouble{};               // why it ended early, or why the file is not complete
};

}  // namespace l2tp::tester
