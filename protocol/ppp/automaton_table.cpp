// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/automaton_table.hpp"

#include "protocol/ppp/automaton_rows.hpp"

namespace l2tp::protocol::ppp {
namespace {

// The arrays are indexed by their enumerators.
constexpr std::array<std::string_view, automaton_state_count> state_names{
    "Initial",  "Starting", "Closed",   "Stopped",  "Closing",
    "Stopping", "Req-Sent", "Ack-Rcvd", "Ack-Sent", "Opened",
};

constexpr std::array<std::string_view, automaton_event_count> event_names{
    "Up",  "Down", "Open", "Close", "TO+", "TO-",  "RCR+", "RCR-",
    "RCA", "RCN",  "RTR",  "RTA",   "RUC", "RXJ+", "RXJ-", "RXR",
};

constexpr std::array<std::string_view, automaton_action_count> action_names{
    "tlu", "tld", "tls", "tlf", "irc", "zrc", "scr", "sca", "scn", "str", "sta", "scj", "ser",
};

}  // namespace

std::span<const AutomatonRow> automaton_rows() noexcept {
    return automaton_row_table;
}

const AutomatonRow* find_row(AutomatonState state, AutomatonEvent event) noexcept {
    for (const AutomatonRow& row : automaton_row_table) {
        if (row.states.contains(state) && row.events.contains(event)) return &row;
    }
    return nullptr;
}

bool timer_runs(AutomatonState state) noexcept {
    return find_row(state, AutomatonEvent::to_plus) != nullptr;
}

std::string_view name_of(AutomatonState state) noexcept {
    return state_names[static_cast<std::size_t>(state)];
}

std::string_view name_of(AutomatonEvent event) noexcept {
    return event_names[static_cast<std::size_t>(event)];
}

std::string_view name_of(AutomatonAction action) noexcept {
    return action_names[static_cast<std::size_t>(action)];
}

}  // namespace l2tp::protocol::ppp
