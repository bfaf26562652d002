// SPDX-License-Identifier: GPL-2.0-or-later
// All reactions that the RFC's rows, the readings and the tolerances allow in a cell of a state machine, each
// with its verdict. The endpoint takes one of them; the judge has to reckon with all.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "codec/requirement.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol {

// PossibleReaction is one way to react in a cell.
struct PossibleReaction {
    Actions actions{};
    State next{};
    Outlook verdict = Outlook::pass;
    std::string_view row{};  // id of the row or reading
    std::string_view reading{};
    codec::RequirementId breaks = codec::RequirementId::none;  // named where the verdict is not pass
    bool sends = false;                                        // a message
};

// What happens at the end itself. That its tunnel or its channel went away is left out: after that it sends
// nothing more.
inline constexpr std::array local_events{Event::local_open,    Event::local_close,    Event::bearer_drop,
                                         Event::bearer_answer, Event::bearer_failure, Event::tunnel_open};

// possible_reactions returns them, the RFC's own first. Empty: nothing speaks of this cell.
[[nodiscard]] std::span<const PossibleReaction> possible_reactions(Machine machine, State state,
                                                                   Event event) noexcept;

// silent_reactions returns those to local events that send no message.
[[nodiscard]] std::span<const PossibleReaction* const> silent_reactions(Machine machine,
                                                                        State state) noexcept;

// states_after returns the states that a machine can be in once it has taken `action`.
[[nodiscard]] Set<State> states_after(Machine machine, Action action) noexcept;

}  // namespace l2tp::protocol
