// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/reactions.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "protocol/tolerance_rows.hpp"

namespace l2tp::protocol {
namespace {

constexpr Set<Action> messages{Action::send_sccrq,   Action::send_sccrp, Action::send_scccn,
                               Action::send_stopccn, Action::send_icrq,  Action::send_icrp,
                               Action::send_iccn,    Action::send_ocrq,  Action::send_ocrp,
                               Action::send_occn,    Action::send_cdn};

bool sends_message(const Actions& actions) noexcept {
    return std::ranges::any_of(actions.view(), [](Action action) { return messages.contains(action); });
}

// Index holds the reactions of every cell; it is built once, on first use.
class Index {
  public:
    Index() {
        for (const StateRow& row : state_rows()) add(row);
        for (const ReadingRow& row : reading_rows()) add(row);
        for (const ReadingRow& row : tolerance_rows) add(row);
        for (std::size_t m = 0; m < machine_count; ++m) {
            for (std::size_t s = 0; s < state_count; ++s)
                collect_silent(static_cast<Machine>(m), static_cast<State>(s));
        }
    }

    [[nodiscard]] std::vector<const PossibleReaction*>& silent(Machine machine, State state) noexcept {
        return silent_[static_cast<std::size_t>(machine) * state_count + static_cast<std::size_t>(state)];
    }

    [[nodiscard]] std::vector<PossibleReaction>& cell(Machine machine, State state, Event event) noexcept {
        return cells_[(static_cast<std::size_t>(machine) * state_count + static_cast<std::size_t>(state)) *
                          event_count +
                      static_cast<std::size_t>(event)];
    }

  private:
    template <typename Row, typename Function>
    void for_each_cell(const Row& row, Function&& function) {
        for (State state : states_of(row.machine)) {
            if (!row.states.contains(state)) continue;
            for (std::size_t e = 0; e < event_count; ++e) {
                const auto event = static_cast<Event>(e);
                if (row.events.contains(event)) function(cell(row.machine, state, event), state);
            }
        }
    }

    void add(const StateRow& row) {
        for_each_cell(row, [&](std::vector<PossibleReaction>& reactions, State) {
            reactions.push_back(
                {row.actions, row.next, Outlook::pass, row.id, {}, {}, sends_message(row.actions)});
        });
    }

    void add(const ReadingRow& row) {
        for_each_cell(row, [&](std::vector<PossibleReaction>& reactions, State state) {
            for (const Outcome& outcome : row.view()) {
                reactions.push_back({outcome.actions, outcome.next.value_or(state), outcome.verdict, row.id,
                                     row.reading, row.breaks, sends_message(outcome.actions)});
            }
        });
    }

    void collect_silent(Machine machine, State state) {
        for (Event event : local_events) {
            for (const PossibleReaction& reaction : cell(machine, state, event)) {
                if (!reaction.sends) silent(machine, state).push_back(&reaction);
            }
        }
    }

    std::array<std::vector<PossibleReaction>, machine_count * state_count * event_count> cells_{};
    std::array<std::vector<const PossibleReaction*>, machine_count * state_count> silent_{};
};

Index& index() noexcept {
    static Index instance;
    return instance;
}

}  // namespace

std::span<const PossibleReaction> possible_reactions(Machine machine, State state, Event event) noexcept {
    return index().cell(machine, state, event);
}

std::span<const PossibleReaction* const> silent_reactions(Machine machine, State state) noexcept {
    return index().silent(machine, state);
}

Set<State> states_after(Machine machine, Action action) noexcept {
    Set<State> result;
    for (const StateRow& row : state_rows()) {
        if (row.machine == machine && row.actions.contains(action)) result = result | Set<State>(row.next);
    }
    return result;
}

}  // namespace l2tp::protocol
