// SPDX-License-Identifier: GPL-2.0-or-later
// Shards: a suite cut into parts that run on different machines. Which part a scenario belongs to follows
// from its id alone, so that it stays there when others come and go.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

struct Shard {
    std::uint64_t number = 1;  // from 1
    std::uint64_t of = 1;

    [[nodiscard]] bool has(std::string_view scenario_id) const noexcept {
        std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
        for (const char character : scenario_id) {
            hash = (hash ^ static_cast<std::uint8_t>(character)) * 0x100000001b3;
        }
        // The low bits of FNV mix badly for a small `of`.
        return (hash ^ hash >> 32) % of == number - 1;
    }
};

// parse_shard reads "2/5"; anything else is a UsageError.
[[nodiscard]] Shard parse_shard(std::string_view text);

}  // namespace l2tp::tester
