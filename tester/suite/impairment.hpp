// SPDX-License-Identifier: GPL-2.0-or-later
// Impairment: a bad network between a run and its sockets, made inside the tester, the same again with a
// seed.
#pragma once

#include <cstdint>
#include <random>
#include <string_view>

#include "codec/datagram.hpp"

namespace l2tp::tester {

struct Impairment {
    double loss = 0;  // parts of 1
    double duplication = 0;
    double reordering = 0;
    codec::Time delay{};
    std::uint64_t seed = 0;

    [[nodiscard]] bool any() const noexcept {
        return loss > 0 || duplication > 0 || reordering > 0 || delay > codec::Time::zero();
    }
};

// parse_impairment reads "loss=1%,dup=1%,reorder=1%,delay=10ms,seed=7"; anything else is a UsageError.
[[nodiscard]] Impairment parse_impairment(std::string_view text);

// Impairer decides the fate of one datagram after the other, in both directions.
class Impairer {
  public:
    // A datagram is held back for so long to be overtaken.
    static constexpr codec::Time overtaken_within = std::chrono::milliseconds(50);

    struct Fate {
        unsigned copies = 1;  // 0: lost
        codec::Time delay{};  // of all copies
        bool odd = false;     // it was lost, doubled or held back
    };

    explicit Impairer(const Impairment& impairment) : impairment_(impairment), engine_(impairment.seed) {}

    [[nodiscard]] Fate next();

  private:
    [[nodiscard]] bool happens(double share);

    Impairment impairment_;
    std::mt19937_64 engine_;
};

}  // namespace l2tp::tester
