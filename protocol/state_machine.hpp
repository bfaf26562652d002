// SPDX-License-Identifier: GPL-2.0-or-later
// StateMachine executes the rows: it holds a state, looks up the row of an event and hands out its actions.
// Rules, and which outcome of a reading is taken, are arguments, so that a planted defect is a changed row.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "protocol/state_table.hpp"

namespace l2tp::protocol {

// Rules is what a machine executes: rows that replace others first, then the RFC's rows and the readings.
// `outcomes` names reading outcomes ("READING-ID=SLUG") that are taken instead of the first.
struct Rules {
    std::vector<StateRow> changed;
    std::vector<std::string_view> outcomes;
};

// Reaction is what a machine does on an event. Without a row nothing happens.
struct Reaction {
    std::string_view row{};  // id of the row, or of the reading and its outcome's slug in `outcome`
    std::string_view outcome{};
    Actions actions{};
    State from{};
    State to{};

    [[nodiscard]] bool found() const noexcept { return !row.empty(); }
};

// react looks a cell up without changing anything.
[[nodiscard]] Reaction react(const Rules& rules, Machine machine, State state, Event event) noexcept;

class StateMachine {
  public:
    StateMachine(Machine machine, const Rules& rules) noexcept : machine_(machine), rules_(&rules) {}

    // on_event moves to the row's next state and returns what has to be done.
    Reaction on_event(Event event) noexcept;

    [[nodiscard]] Machine machine() const noexcept { return machine_; }
    [[nodiscard]] State state() const noexcept { return state_; }

  private:
    Machine machine_;
    const Rules* rules_;
    State state_ = State::idle;
};

}  // namespace l2tp::protocol
