// SPDX-License-Identifier: GPL-2.0-or-later
// StateSet: the states that one end of a tunnel or session can be in by what was seen. What it sends are
// steps that were taken; what it was sent are events that it has dealt with up to some index, in order: the
// set is one of pairs, an index and a state.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "codec/datagram.hpp"
#include "protocol/judge/reactions.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol {

// Passing is a row that the end can only have passed: nothing where several explain the same.
struct Passing {
    const PossibleReaction* reaction = nullptr;
    std::optional<State> from{};
};

// Step is what became of a message that the end sent.
struct Step {
    bool possible = true;
    Set<State> from{};                          // if it was not: the states that the end can have been in
    const PossibleReaction* at_best = nullptr;  // if every explanation has a verdict other than pass
    Passing silent{};                           // the last row before it that sends nothing
    Passing sending{};                          // the row that sends the message
};

class StateSet {
  public:
    // A fresh set knows nothing: every state is possible, and stays so until a message shows one.
    StateSet() noexcept = default;

    // begin starts in known states, unless something came that the end may deal with only now: a message
    // behind those `before`, which a set that knew nothing did not keep.
    void begin(Machine machine, Set<State> states, std::uint64_t before);
    void forget() noexcept;

    [[nodiscard]] bool known() const noexcept { return known_; }
    // begun tells that begin was called before, whatever is known now.
    [[nodiscard]] bool begun() const noexcept { return begun_; }
    [[nodiscard]] Machine machine() const noexcept { return machine_; }

    // may_receive adds a message that the peer sent; `index` is its place in the peer's stream. To go on as
    // if it were acceptable is blamed by `if_accepted`, unless null.
    void may_receive(Set<Event> events, std::uint64_t index, const PossibleReaction* if_accepted = nullptr);

    // sent takes the step of a message that the end sent when it had received all messages before `received`
    // and, as it was long enough ago, dealt with all before `dealt_with`. If it was not possible, the set
    // becomes what the tables give after such a message.
    Step sent(Action action, std::uint64_t received, std::uint64_t dealt_with);

    // require narrows the set to `states`, by the same arguments, for a message that is no step. If none is
    // possible the set stays as it is.
    Step require(Set<State> states, std::uint64_t received, std::uint64_t dealt_with);

    // possible returns the states that the end can be in if it has received all messages before `received`
    // and nothing happened at the end itself since it last sent something.
    [[nodiscard]] Set<State> possible(std::uint64_t received) const;

  private:
    struct Input {
        Set<Event> events;
        std::uint64_t index = 0;
        const PossibleReaction* if_accepted = nullptr;
    };

    static constexpr std::size_t max_inputs = 16;

    // Grid holds, for each number of inputs dealt with and each state, the best explanation: none, a clean
    // one, or one that a reading blames.
    struct Cell {
        bool reached = false;
        const PossibleReaction* blame = nullptr;
        Passing silent{};
        Passing sending{};
        bool silent_unclear = false;  // reached in several ways that are as good
        bool sending_unclear = false;
    };
    using Grid =
        std::vector<std::array<Cell, state_count>>;  // only as many rows as there are inputs to look at

    [[nodiscard]] std::size_t inputs_before(std::uint64_t index) const noexcept;
    enum class Local : std::uint8_t { no, yes };  // whether local events count
    [[nodiscard]] Grid closure(std::size_t received, Local local) const;
    // reach takes an explanation into a cell unless it has a better one; true: the cell became better.
    static bool reach(Cell& cell, const Cell& way) noexcept;
    static void merge_ways(Cell& cell, const Cell& way) noexcept;
    [[nodiscard]] static Cell after_silence(const Cell& cell, State from, const PossibleReaction& reaction,
                                            const PossibleReaction* blame) noexcept;
    Step adopt(const Grid& grid, std::size_t received, std::size_t dealt_with, Set<State> before);
    [[nodiscard]] static Set<State> states_of_grid(const Grid& grid, std::size_t received) noexcept;
    [[nodiscard]] Set<State> states_before_inputs() const noexcept;

    Machine machine_{};
    bool known_ = false;
    bool begun_ = false;
    std::uint64_t floor_ = 0;   // messages before it were dealt with when the set began
    std::uint64_t missed_ = 0;  // behind the last message that came while nothing was known
    std::vector<Input> inputs_;
    // Of the grid only what is reached, as input count and state.
    struct Pair {
        std::uint8_t inputs = 0;
        State state{};
    };
    std::vector<Pair> pairs_;

    // The last answer of possible(), which is asked with every data message.
    mutable std::optional<Set<State>> last_possible_;
    mutable std::size_t last_inputs_ = 0;
};

}  // namespace l2tp::protocol
