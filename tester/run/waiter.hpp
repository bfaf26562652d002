// SPDX-License-Identifier: GPL-2.0-or-later
// Waiter: a step that takes time. The run hands it what arrives and the time until it is done.
#pragma once

#include <optional>
#include <string>

#include "tester/run/outcome_match.hpp"

namespace l2tp::tester {

enum class Progress : std::uint8_t {
    waiting,
    done,       // the next step
    tear_down,  // the scenario is over
    abandon,    // so is the run: nothing answers any more
};

class Waiter {
  public:
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;
    virtual ~Waiter() = default;

    virtual Progress begin(Time now) = 0;
    virtual Progress on_arrival(const Arrival& arrival) = 0;
    // on_time is called after anything happened, and when the deadline has come.
    virtual Progress on_time(Time now) = 0;
    [[nodiscard]] virtual std::optional<Time> deadline() const = 0;
    // activity says what is waited for.
    [[nodiscard]] virtual std::string activity() const = 0;
};

}  // namespace l2tp::tester
