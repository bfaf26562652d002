// SPDX-License-Identifier: GPL-2.0-or-later
// Random: fresh, unpredictable identifiers, challenges and vectors; repeatable with a seed.
#pragma once

#include <cstdint>
#include <random>
#include <set>

#include "codec/octets.hpp"

namespace l2tp::tester {

class Random {
  public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    // from_entropy seeds from the operating system.
    [[nodiscard]] static Random from_entropy() {
        std::random_device device;
        return Random(std::uint64_t{device()} << 32 | device());
    }

    // fresh_id returns an identifier from 1 to 65535 that it has not returned before (until all were).
    [[nodiscard]] std::uint16_t fresh_id() {
        if (used_.size() == 0xffff) used_.clear();
        for (;;) {
            const auto id = static_cast<std::uint16_t>(engine_());
            if (id != 0 && used_.insert(id).second) return id;
        }
    }

    [[nodiscard]] std::uint64_t number() { return engine_(); }

    [[nodiscard]] codec::OctetString octets(std::size_t count) {
        codec::OctetString out;
        for (std::size_t i = 0; i < count; ++i) out.push_back(static_cast<std::uint8_t>(engine_()));
        return out;
    }

  private:
    std::mt19937_64 engine_;
    std::set<std::uint16_t> used_;
};

}  // namespace l2tp::tester
