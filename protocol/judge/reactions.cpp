// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/reactions.hpp"

#include <array>
#include <vector>

#include "protocol/tolerance_rows.hpp"

namespace l2tp::protocol {
namespace {

// Index holds the reactions of every cell; it is built once, on first use.
class Index {
  public:
    Index() {
        for (const StateRow& row : state_rows()) add(row);
        for (const ReadingRow& row : reading_rows()) add(row);
        for (const ReadingRow& row : tolerance_rows) add(row);
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
            reactions.push_back({row.actions, row.next, Outlook::pass, row.id, {}, {}});
        });
    }

    void add(const ReadingRow& row) {
        for_each_cell(row, [&](std::vector<PossibleReaction>& reactions, State state) {
            for (const Outcome& outcome : row.view()) {
                reactions.push_back({outcome.actions, outcome.next.value_or(state), outcome.verdict, row.id,
                                     row.reading, row.breaks});
            }
        });
    }

    std::array<std::vector<PossibleReaction>, machine_count * state_count * event_count> cells_{};
};

Index& index() noexcept {
    static Index instance;
    return instance;
}

}  // namespace

std::span<const PossibleReaction> possible_reactions(Machine machine, State state, Event event) noexcept {
    return index().cell(machine, state, event);
}

Set<State> states_after(Machine machine, Action action) noexcept {
    Set<State> result;
    for (const StateRow& row : state_rows()) {
        if (row.machine == machine && row.actions.contains(action)) result = result | Set<State>(row.next);
    }
    return result;
}

}  // namespace l2tp::protocol
