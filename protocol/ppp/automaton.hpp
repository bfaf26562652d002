// SPDX-License-Identifier: GPL-2.0-or-later
// Automaton: executes the rows of RFC 1661, 4.1, for one protocol. It keeps state, Restart timer and counter;
// what the other actions mean is its owner's business.
#pragma once

#include "protocol/ppp/automaton_table.hpp"
#include "protocol/ppp/restart_timer.hpp"
#include "protocol/ppp/settings.hpp"

namespace l2tp::protocol::ppp {

class Automaton {
  public:
    explicit Automaton(const RestartLimits& limits) noexcept
        : limits_(limits), timer_(limits.restart_timer) {}

    // on takes an event and returns the actions to be performed. An event that cannot occur in the state does
    // nothing (4.4, Illegal-Event).
    AutomatonActions on(AutomatonEvent event, Time now) noexcept;

    // timeout returns TO+ or TO- once the Restart timer has expired.
    [[nodiscard]] std::optional<AutomatonEvent> timeout(Time now) const noexcept;

    // adopt enters Opened without an exchange: others had it (RFC 2661, 4.4.5).
    void adopt() noexcept;

    [[nodiscard]] AutomatonState state() const noexcept { return state_; }
    [[nodiscard]] std::optional<Time> deadline() const noexcept { return timer_.due(); }

  private:
    void perform(AutomatonAction action, const AutomatonActions& row, Time now) noexcept;

    RestartLimits limits_;
    AutomatonState state_ = AutomatonState::initial;
    RestartTimer timer_;
};

}  // namespace l2tp::protocol::ppp
