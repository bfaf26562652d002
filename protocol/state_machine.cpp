// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/state_machine.hpp"

#include <algorithm>

namespace l2tp::protocol {
namespace {

template <typename Row>
bool covers(const Row& row, Machine machine, State state, Event event) noexcept {
    return row.machine == machine && row.states.contains(state) && row.events.contains(event);
}

// chosen_outcome returns the outcome that the rules name for this reading, or its first.
const Outcome& chosen_outcome(const Rules& rules, const ReadingRow& row) noexcept {
    for (const Outcome& outcome : row.view()) {
        const bool chosen = std::ranges::any_of(rules.outcomes, [&](std::string_view choice) {
            return choice.size() == row.id.size() + 1 + outcome.slug.size() && choice.starts_with(row.id) &&
                   choice[row.id.size()] == '=' && choice.ends_with(outcome.slug);
        });
        if (chosen) return outcome;
    }
    return row.outcomes[0];
}

}  // namespace

Reaction react(const Rules& rules, Machine machine, State state, Event event) noexcept {
    for (std::span<const StateRow> rows : {std::span<const StateRow>(rules.changed), state_rows()}) {
        for (const StateRow& row : rows) {
            if (covers(row, machine, state, event)) return {row.id, {}, row.actions, state, row.next};
        }
    }
    for (const ReadingRow& row : reading_rows()) {
        if (!covers(row, machine, state, event)) continue;
        const Outcome& outcome = chosen_outcome(rules, row);
        return {row.id, outcome.slug, outcome.actions, state, outcome.next.value_or(state)};
    }
    return {.from = state, .to = state};
}

Reaction StateMachine::on_event(Event event) noexcept {
    const Reaction reaction = react(*rules_, machine_, state_, event);
    state_ = reaction.to;
    return reaction;
}

}  // namespace l2tp::protocol
