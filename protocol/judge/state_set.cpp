// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/state_set.hpp"

#include <algorithm>
#include <bit>

namespace l2tp::protocol {
namespace {

constexpr Set<Event> acceptance{Event::sccrq_acceptable, Event::sccrp_acceptable, Event::scccn_acceptable,
                                Event::icrq_acceptable,  Event::icrp_acceptable,  Event::iccn_acceptable,
                                Event::ocrq_acceptable,  Event::ocrp_acceptable,  Event::occn_acceptable};

unsigned gravity(const PossibleReaction* blame) noexcept {
    return blame == nullptr ? 0 : static_cast<unsigned>(blame->verdict);
}

// graver returns the explanation with the graver verdict: a way is as bad as its worst step.
const PossibleReaction* graver(const PossibleReaction* a, const PossibleReaction& b) noexcept {
    if (b.verdict == Outlook::pass) return a;
    return gravity(a) >= static_cast<unsigned>(b.verdict) ? a : &b;
}

// blame_for adds what is wrong with taking a message for acceptable.
const PossibleReaction* blame_for(const PossibleReaction* blame, Event event,
                                  const PossibleReaction* if_accepted) noexcept {
    return if_accepted != nullptr && acceptance.contains(event) ? graver(blame, *if_accepted) : blame;
}

// merge keeps what two equally good ways have in common.
void merge(Passing& passing, bool& unclear, const Passing& other, bool other_unclear) noexcept {
    const auto row_of = [](const PossibleReaction* reaction) {
        return reaction == nullptr ? std::string_view{} : reaction->row;
    };
    if (unclear) return;
    unclear = other_unclear || row_of(passing.reaction) != row_of(other.reaction);
    if (unclear) passing = {};
    if (passing.from != other.from) passing.from.reset();
}

template <typename Function>
void for_each_event(Set<Event> events, Function&& function) {
    for (std::uint64_t left = events.bits(); left != 0; left &= left - 1)
        function(static_cast<Event>(std::countr_zero(left)));
}

}  // namespace

void StateSet::begin(Machine machine, Set<State> states, std::uint64_t before) {
    machine_ = machine;
    begun_ = true;
    floor_ = before;
    known_ = missed_ <= before;
    last_possible_.reset();
    inputs_.clear();
    pairs_.clear();
    last_possible_.reset();
    for (std::size_t s = 0; s < state_count; ++s) {
        if (states.contains(static_cast<State>(s))) pairs_.push_back({0, static_cast<State>(s)});
    }
}

void StateSet::forget() noexcept {
    if (!inputs_.empty()) missed_ = std::max(missed_, inputs_.back().index + 1);
    last_possible_.reset();
    known_ = false;
    inputs_.clear();
    pairs_.clear();
}

void StateSet::may_receive(Set<Event> events, std::uint64_t index, const PossibleReaction* if_accepted) {
    if (known_ && index < floor_) return;  // the states are those of an end that has dealt with it
    if (known_ && inputs_.size() == max_inputs) forget();
    if (!known_) {
        missed_ = std::max(missed_, index + 1);
        return;
    }
    inputs_.push_back({events, index, if_accepted});
    last_possible_.reset();
}

std::size_t StateSet::inputs_before(std::uint64_t index) const noexcept {
    if (inputs_.empty()) return 0;
    return static_cast<std::size_t>(
        std::ranges::count_if(inputs_, [&](const Input& input) { return input.index < index; }));
}

void StateSet::merge_ways(Cell& cell, const Cell& way) noexcept {
    merge(cell.silent, cell.silent_unclear, way.silent, way.silent_unclear);
    merge(cell.sending, cell.sending_unclear, way.sending, way.sending_unclear);
}

bool StateSet::reach(Cell& cell, const Cell& way) noexcept {
    if (cell.reached && gravity(cell.blame) == gravity(way.blame)) merge_ways(cell, way);
    if (cell.reached && gravity(cell.blame) <= gravity(way.blame)) return false;
    cell = way;
    cell.reached = true;
    return true;
}

// after_silence: a row that keeps the state and sends nothing shows nothing.
StateSet::Cell StateSet::after_silence(const Cell& cell, State from, const PossibleReaction& reaction,
                                       const PossibleReaction* blame) noexcept {
    Cell way = cell;
    way.blame = blame;
    if (reaction.next == from && reaction.verdict == Outlook::pass) return way;
    way.silent = {&reaction, from};
    way.silent_unclear = false;
    return way;
}

// closure adds what the end may have done without sending anything.
StateSet::Grid StateSet::closure(std::size_t received, Local local) const {
    Grid grid(received + 1);
    for (const Pair& pair : pairs_) {
        if (pair.inputs <= received) grid[pair.inputs][static_cast<std::size_t>(pair.state)].reached = true;
    }
    const auto spread = [&](std::size_t inputs) {
        for (bool grown = true; grown;) {
            grown = false;
            for (std::size_t s = 0; s < state_count; ++s) {
                if (!grid[inputs][s].reached) continue;
                const Cell cell = grid[inputs][s];
                for (const PossibleReaction* r : silent_reactions(machine_, static_cast<State>(s))) {
                    grown |= reach(grid[inputs][static_cast<std::size_t>(r->next)],
                                   after_silence(cell, static_cast<State>(s), *r, cell.blame));
                }
            }
        }
    };
    for (std::size_t inputs = 0; inputs <= received; ++inputs) {
        if (local == Local::yes) spread(inputs);
        if (inputs == received) break;
        for (std::size_t s = 0; s < state_count; ++s) {
            const Cell& cell = grid[inputs][s];
            if (!cell.reached) continue;
            for_each_event(inputs_[inputs].events, [&](Event event) {
                const auto reactions = possible_reactions(machine_, static_cast<State>(s), event);
                const PossibleReaction* blame = blame_for(cell.blame, event, inputs_[inputs].if_accepted);
                if (reactions.empty()) reach(grid[inputs + 1][s], cell);
                for (const PossibleReaction& r : reactions) {
                    if (!r.sends)
                        reach(grid[inputs + 1][static_cast<std::size_t>(r.next)],
                              after_silence(cell, static_cast<State>(s), r, graver(blame, r)));
                }
            });
        }
    }
    return grid;
}

Set<State> StateSet::states_of_grid(const Grid& grid, std::size_t received) noexcept {
    Set<State> result;
    for (std::size_t inputs = 0; inputs <= received; ++inputs) {
        for (std::size_t s = 0; s < state_count; ++s) {
            if (grid[inputs][s].reached) result = result | Set<State>(static_cast<State>(s));
        }
    }
    return result;
}

// adopt takes a grid over. Explanations by which the end has not yet dealt with what came long ago count only
// if there are no others.
Step StateSet::adopt(const Grid& grid, std::size_t received, std::size_t dealt_with, Set<State> before) {
    std::size_t first = dealt_with;
    const auto reached_from = [&](std::size_t from) {
        for (std::size_t inputs = from; inputs <= received; ++inputs) {
            for (const Cell& cell : grid[inputs]) {
                if (cell.reached) return true;
            }
        }
        return false;
    };
    if (!reached_from(first)) first = 0;
    if (!reached_from(first)) return {false, before, nullptr};
    Step step;
    Cell best;
    bool clean = false;
    last_possible_.reset();
    pairs_.clear();
    std::size_t least = received;
    for (std::size_t inputs = first; inputs <= received; ++inputs) {
        for (std::size_t s = 0; s < state_count; ++s) {
            const Cell& cell = grid[inputs][s];
            if (!cell.reached) continue;
            if (cell.blame == nullptr) clean = true;
            if (step.at_best == nullptr || gravity(cell.blame) < gravity(step.at_best))
                step.at_best = cell.blame;
            reach(best, cell);
            pairs_.push_back({static_cast<std::uint8_t>(inputs), static_cast<State>(s)});
            least = std::min(least, inputs);
        }
    }
    if (clean) step.at_best = nullptr;
    step.silent = best.silent;
    step.sending = best.sending;
    inputs_.erase(inputs_.begin(), inputs_.begin() + static_cast<std::ptrdiff_t>(least));
    for (Pair& pair : pairs_) pair.inputs = static_cast<std::uint8_t>(pair.inputs - least);
    return step;
}

Step StateSet::sent(Action action, std::uint64_t received, std::uint64_t dealt_with) {
    if (!known_) return {};
    const std::size_t count = inputs_before(received);
    const Grid before = closure(count, Local::yes);
    Grid after(count + 1);
    const auto take = [&](State state, Event event, const Cell& cell, const PossibleReaction* blame,
                          std::size_t inputs_after) {
        for (const PossibleReaction& r : possible_reactions(machine_, state, event)) {
            if (!r.actions.contains(action)) continue;
            Cell way = cell;
            way.blame = graver(blame, r);
            way.sending = {&r, state};
            reach(after[inputs_after][static_cast<std::size_t>(r.next)], way);
        }
    };
    for (std::size_t inputs = 0; inputs <= count; ++inputs) {
        for (std::size_t s = 0; s < state_count; ++s) {
            const Cell& cell = before[inputs][s];
            if (!cell.reached) continue;
            const auto state = static_cast<State>(s);
            for (Event event : local_events) take(state, event, cell, cell.blame, inputs);
            if (inputs == count) continue;
            for_each_event(inputs_[inputs].events, [&](Event event) {
                take(state, event, cell, blame_for(cell.blame, event, inputs_[inputs].if_accepted),
                     inputs + 1);
            });
        }
    }
    const Step step = adopt(after, count, inputs_before(dealt_with), states_of_grid(before, count));
    if (!step.possible) {
        last_possible_.reset();
        std::erase_if(inputs_, [&](const Input& input) { return input.index < received; });
        pairs_.clear();
        for (std::size_t s = 0; s < state_count; ++s) {
            if (states_after(machine_, action).contains(static_cast<State>(s)))
                pairs_.push_back({0, static_cast<State>(s)});
        }
        if (pairs_.empty()) forget();  // the machine never sends it: nothing is known any more
    }
    return step;
}

Step StateSet::require(Set<State> states, std::uint64_t received, std::uint64_t dealt_with) {
    if (!known_) return {};
    const std::size_t count = inputs_before(received);
    // Nothing came since, and there is nothing to narrow: so it is with every message of a call.
    const bool alone = pairs_.size() == 1 && pairs_.front().inputs == 0;
    if (count == 0 && alone && states == Set<State>(pairs_.front().state)) return {};
    const Grid before = closure(count, Local::yes);
    Grid after(count + 1);
    for (std::size_t inputs = 0; inputs <= count; ++inputs) {
        for (std::size_t s = 0; s < state_count; ++s) {
            if (states.contains(static_cast<State>(s))) after[inputs][s] = before[inputs][s];
        }
    }
    return adopt(after, count, inputs_before(dealt_with), states_of_grid(before, count));
}

Set<State> StateSet::states_before_inputs() const noexcept {
    Set<State> result;
    for (const Pair& pair : pairs_) {
        if (pair.inputs == 0) result = result | Set<State>(pair.state);
    }
    return result;
}

Set<State> StateSet::possible(std::uint64_t received) const {
    if (!known_) return {};
    const std::size_t inputs = inputs_before(received);
    if (!last_possible_ || last_inputs_ != inputs) {
        last_possible_ =
            inputs == 0 ? states_before_inputs() : states_of_grid(closure(inputs, Local::no), inputs);
        last_inputs_ = inputs;
    }
    return *last_possible_;
}

}  // namespace l2tp::protocol
