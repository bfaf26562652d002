// SPDX-License-Identifier: GPL-2.0-or-later
// DeadlineQueue: who has to be woken next, among many.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "codec/datagram.hpp"

namespace l2tp::protocol {

// DeadlineQueue keeps at most one deadline for each key.
template <typename Key>
class DeadlineQueue {
  public:
    void set(Key key, std::optional<codec::Time> deadline) {
        const auto known = deadlines_.find(key);
        if (known != deadlines_.end()) {
            if (deadline == known->second) return;
            order_.erase({known->second, key});
            deadlines_.erase(known);
        }
        if (!deadline) return;
        deadlines_.emplace(key, *deadline);
        order_.emplace(*deadline, key);
    }

    void erase(Key key) { set(key, std::nullopt); }

    [[nodiscard]] std::optional<codec::Time> next() const {
        if (order_.empty()) return std::nullopt;
        return order_.begin()->first;
    }

    // take_due removes and returns the key with the earliest deadline if that has come.
    [[nodiscard]] std::optional<Key> take_due(codec::Time now) {
        if (order_.empty() || order_.begin()->first > now) return std::nullopt;
        const Key key = order_.begin()->second;
        erase(key);
        return key;
    }

  private:
    std::map<Key, codec::Time> deadlines_;
    std::set<std::pair<codec::Time, Key>> order_;
};

}  // namespace l2tp::protocol
