// SPDX-License-Identifier: GPL-2.0-or-later
// DataStream: the sequence numbers of the data that one end of a session sent (RFC 2661, 5.4).
#pragma once

#include <cstdint>
#include <optional>

#include "codec/datagram.hpp"

namespace l2tp::protocol {

struct DataStream {
    std::optional<std::uint16_t> highest{};  // the last number that was not late
    std::uint64_t content = 0;               // a digest of the payload that had it
    codec::Time advanced{};                  // when it was seen
    std::optional<codec::Time> late_since{};
    unsigned repeated = 0;

    // Whether the end sends numbers, and since when, by at least two frames.
    std::optional<bool> numbered{};
    unsigned same_mode = 0;
    codec::Time mode_since{};

    std::uint64_t missing = 0;  // numbers that were never seen
};

}  // namespace l2tp::protocol
