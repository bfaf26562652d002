// SPDX-License-Identifier: GPL-2.0-or-later
// UDP checksums (RFC 768; RFC 8200, 8.1): what they ought to be, and what a captured one says.
#pragma once

#include <cstdint>

#include "codec/datagram.hpp"
#include "codec/octets.hpp"

namespace l2tp::tester {

// InternetChecksum sums up octets of several parts (RFC 1071), each of even length but the last.
class InternetChecksum {
  public:
    void add(codec::Octets octets) noexcept {
        for (std::size_t i = 0; i < octets.size(); i += 2) {
            sum_ += static_cast<std::uint32_t>(octets[i] << 8) + (i + 1 < octets.size() ? octets[i + 1] : 0U);
        }
    }
    void add(std::uint32_t number) noexcept { sum_ += number; }
    [[nodiscard]] std::uint16_t sum() const noexcept {
        std::uint64_t sum = sum_;
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return static_cast<std::uint16_t>(sum);
    }
    [[nodiscard]] std::uint16_t value() const noexcept { return static_cast<std::uint16_t>(~sum()); }

  private:
    std::uint64_t sum_ = 0;
};

// right_udp_checksum is that of a whole datagram, with both its addresses and ports.
[[nodiscard]] std::uint16_t right_udp_checksum(const codec::Datagram& datagram) noexcept;

enum class UdpChecksum : std::uint8_t {
    unknown,  // no real header was seen, or the datagram is cut
    right,
    none,      // 0
    unfilled,  // of the pseudo-header only: the sender's hardware was to fill it in, and the frame never saw
               // it
    wrong,
};

// state_of looks at the checksum that was captured with a datagram.
[[nodiscard]] UdpChecksum state_of_checksum(const codec::Datagram& datagram) noexcept;

}  // namespace l2tp::tester
