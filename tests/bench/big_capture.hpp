// SPDX-License-Identifier: GPL-2.0-or-later
// A capture for measuring: a hundred LACs with fifty calls each on one LNS, set up, used and cleared by the
// RFC. The same number of packets always gives the same octets.
#pragma once

#include <cstdint>
#include <string>

namespace l2tp::bench {

inline constexpr std::uint64_t fewest_packets = 40'000;  // set-up and tear-down need most of them

// write_big_capture writes a pcap of exactly `packets` packets (at least fewest_packets).
void write_big_capture(const std::string& path, std::uint64_t packets);

}  // namespace l2tp::bench
