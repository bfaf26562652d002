// SPDX-License-Identifier: GPL-2.0-or-later
// Random: the one source of randomness of a party, seeded by its owner so that runs can be repeated.
#pragma once

#include <cstdint>
#include <random>

#include "codec/octets.hpp"

namespace l2tp::protocol {

class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    [[nodiscard]] std::uint64_t number() { return engine_(); }
    // below returns a number from 0 up to, but not including, `limit` (at least 1).
    [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return engine_() % limit; }
    // chance is true with probability `parts` in a million.
    [[nodiscard]] bool chance(std::uint64_t parts) { return below(1'000'000) < parts; }
    [[nodiscard]] std::uint16_t nonzero_u16() { return static_cast<std::uint16_t>(1 + below(0xffff)); }
    [[nodiscard]] codec::OctetString octets(std::size_t count) {
        codec::OctetString result(count);
        for (std::uint8_t& octet : result) octet = static_cast<std::uint8_t>(engine_());
        return result;
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace l2tp::protocol
