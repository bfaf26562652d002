// SPDX-License-Identifier: GPL-2.0-or-later
// NumberMap: numbers by a 64-bit key, one beside the other in memory, for a look-up with every datagram.
#pragma once

#include <cstdint>
#include <vector>

namespace l2tp::protocol {

class NumberMap {
  public:
    // find returns 0 for a key that was never set.
    [[nodiscard]] std::uint32_t find(std::uint64_t key) const noexcept {
        return slots_.empty() ? 0 : slots_[place_of(key)].number;
    }

    // set gives a key (not 0) another number (not 0).
    void set(std::uint64_t key, std::uint32_t number) {
        if (2 * used_ >= slots_.size()) grow();
        Slot& slot = slots_[place_of(key)];
        if (slot.number == 0) ++used_;
        slot = {key, number};
    }

  private:
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t number = 0;  // 0: the slot is free
    };

    // mix spreads the bits of a number (the finalizer of MurmurHash3's 64-bit form).
    [[nodiscard]] static constexpr std::uint64_t mix(std::uint64_t number) noexcept {
        number ^= number >> 33;
        number *= 0xff51afd7ed558ccdULL;
        number ^= number >> 33;
        number *= 0xc4ceb9fe1a85ec53ULL;
        return number ^ number >> 33;
    }

    // place_of returns where a key is, or the free slot where it would be: half of them are free.
    [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept {
        const std::size_t last = slots_.size() - 1;
        std::size_t place = static_cast<std::size_t>(mix(key)) & last;
        while (slots_[place].number != 0 && slots_[place].key != key) place = (place + 1) & last;
        return place;
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
        old.swap(slots_);
        for (const Slot& slot : old) {
            if (slot.number != 0) slots_[place_of(slot.key)] = slot;
        }
    }

    std::vector<Slot> slots_;  // a power of two of them
    std::size_t used_ = 0;
};

}  // namespace l2tp::protocol
