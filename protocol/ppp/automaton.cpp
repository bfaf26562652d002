// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/automaton.hpp"

namespace l2tp::protocol::ppp {

AutomatonActions Automaton::on(AutomatonEvent event, Time now) noexcept {
    const AutomatonRow* row = find_row(state_, event);
    if (row == nullptr) return {};
    state_ = row->next.value_or(state_);
    for (const AutomatonAction action : row->actions.view()) perform(action, row->actions, now);
    if (!timer_runs(state_)) timer_.stop();
    return row->actions;
}

// perform does the actions that concern timer and counter. Only these three start the timer (4.1).
void Automaton::perform(AutomatonAction action, const AutomatonActions& row, Time now) noexcept {
    switch (action) {
        case AutomatonAction::irc:
            timer_.set_count(row.contains(AutomatonAction::str) ? limits_.max_terminate
                                                                : limits_.max_configure);
            break;
        case AutomatonAction::zrc:
            timer_.set_count(0);
            timer_.start(now);
            break;
        case AutomatonAction::scr:
        case AutomatonAction::str:
            timer_.start_after_transmission(now);
            break;
        default:
            break;
    }
}

std::optional<AutomatonEvent> Automaton::timeout(Time now) const noexcept {
    if (!timer_.expired(now)) return std::nullopt;
    return timer_.used_up() ? AutomatonEvent::to_minus : AutomatonEvent::to_plus;
}

void Automaton::adopt() noexcept {
    state_ = AutomatonState::opened;
    timer_.set_count(limits_.max_configure);  // Opened is left with scr, without irc
    timer_.stop();
}

}  // namespace l2tp::protocol::ppp
