// SPDX-License-Identifier: GPL-2.0-or-later
// The judge: takes the datagrams of a conversation in time order and says which requirements were broken.
// Plugin, auditor and tester share it. So far it judges what a single message shows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "codec/finding.hpp"

namespace l2tp::protocol {

// JudgedFinding is one breach, however often it was repeated.
struct JudgedFinding {
    codec::Finding first;     // as it was seen first
    codec::Endpoint culprit;  // who sent it
    std::uint64_t first_reference = 0;
    std::uint64_t last_reference = 0;
    std::uint64_t count = 0;
};

// Whether a datagram's sender is judged: the tester tells its own datagrams apart from the DUT's.
enum class Judged : std::uint8_t { yes, no };

class Judge {
  public:
    // on_datagram decodes and judges one datagram. The result is valid until the next call and borrows
    // the datagram's octets. `secret` (may be empty) un-hides AVPs.
    const codec::DecodedMessage& on_datagram(const codec::Datagram& datagram, codec::Octets secret = {},
                                             Judged judged = Judged::yes);

    // findings are in the order in which they were first seen.
    [[nodiscard]] std::span<const JudgedFinding> findings() const noexcept { return findings_; }

  private:
    void record(const codec::Finding& finding, const codec::Datagram& datagram);

    codec::DecodedMessage current_;
    std::vector<JudgedFinding> findings_;
};

}  // namespace l2tp::protocol
