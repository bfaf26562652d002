// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/state_table.hpp"

#include "protocol/reading_rows.hpp"
#include "protocol/state_rows.hpp"

namespace l2tp::protocol {
namespace {

using enum State;

constexpr std::array control_states{idle, wait_ctl_reply, wait_ctl_conn, established};
constexpr std::array lac_incoming_states{idle, wait_tunnel, wait_reply, established};
constexpr std::array lns_incoming_states{idle, wait_connect, established};
constexpr std::array lac_outgoing_states{idle, wait_cs_answer, established};
constexpr std::array lns_outgoing_states{idle, wait_tunnel, wait_reply, wait_connect, established};

// MachineRow and the arrays below are indexed by their enumerators.
struct MachineRow {
    std::string_view name;
    std::string_view section;
    std::span<const State> states;
};

constexpr std::array machine_rows{
    MachineRow{"control connection", "7.2.1", control_states},
    MachineRow{"LAC incoming call", "7.4.1", lac_incoming_states},
    MachineRow{"LNS incoming call", "7.4.2", lns_incoming_states},
    MachineRow{"LAC outgoing call", "7.5.1", lac_outgoing_states},
    MachineRow{"LNS outgoing call", "7.5.2", lns_outgoing_states},
};
static_assert(machine_rows.size() == machine_count);

constexpr std::array<std::string_view, state_count> state_names{
    "idle",       "wait-ctl-reply", "wait-ctl-conn",  "wait-tunnel",
    "wait-reply", "wait-connect",   "wait-cs-answer", "established",
};

constexpr std::array<std::string_view, event_count> event_names{
    "Local open request",
    "Local close request",
    "Bearer line drop",
    "Bearer answer, framing detected",
    "Bearer failure",
    "tunnel-open",
    "tunnel down",
    "Channel failed",
    "Receive SCCRQ, acceptable",
    "Receive SCCRQ, not acceptable",
    "Receive SCCRQ, win tie-breaker",
    "Receive SCCRQ, lose tie-breaker",
    "Receive SCCRQ, equal tie-breaker",
    "Receive SCCRP, acceptable",
    "Receive SCCRP, not acceptable",
    "Receive SCCCN, acceptable",
    "Receive SCCCN, not acceptable",
    "Receive StopCCN",
    "Receive HELLO",
    "Receive ICRQ, acceptable",
    "Receive ICRQ, not acceptable",
    "Receive ICRP, acceptable",
    "Receive ICRP, not acceptable",
    "Receive ICCN, acceptable",
    "Receive ICCN, not acceptable",
    "Receive OCRQ, acceptable",
    "Receive OCRQ, not acceptable",
    "Receive OCRP, acceptable",
    "Receive OCRP, not acceptable",
    "Receive OCCN, acceptable",
    "Receive OCCN, not acceptable",
    "Receive CDN",
    "Receive WEN",
    "Receive SLI",
    "Receive what is unknown and mandatory",
    "Receive what is unknown and optional",
    "Receive a malformed message",
};
static_assert(static_cast<std::size_t>(Event::malformed) + 1 == event_count);

constexpr std::array action_names{
    std::string_view{"none"},
    std::string_view{"Send SCCRQ"},
    std::string_view{"Send SCCRP"},
    std::string_view{"Send SCCCN"},
    std::string_view{"Send StopCCN"},
    std::string_view{"Send ICRQ"},
    std::string_view{"Send ICRP"},
    std::string_view{"Send ICCN"},
    std::string_view{"Send OCRQ"},
    std::string_view{"Send OCRP"},
    std::string_view{"Send OCCN"},
    std::string_view{"Send CDN"},
    std::string_view{"Clean up"},
    std::string_view{"Send tunnel-open event to waiting sessions"},
    std::string_view{"Initiate local tunnel open"},
    std::string_view{"Re-queue SCCRQ for idle state"},
    std::string_view{"Open bearer"},
    std::string_view{"Prepare for data"},
    std::string_view{"Acknowledge"},
};
static_assert(static_cast<std::size_t>(Action::acknowledge) + 1 == action_names.size());

const MachineRow& row_of(Machine machine) noexcept {
    return machine_rows[static_cast<std::size_t>(machine)];
}

}  // namespace

std::span<const StateRow> state_rows() noexcept {
    return rfc_state_rows;
}

std::span<const ReadingRow> reading_rows() noexcept {
    return reading_row_table;
}

std::span<const State> states_of(Machine machine) noexcept {
    return row_of(machine).states;
}

std::string_view section_of(Machine machine) noexcept {
    return row_of(machine).section;
}

std::string_view name_of(Machine machine) noexcept {
    return row_of(machine).name;
}

std::string_view name_of(State state) noexcept {
    return state_names[static_cast<std::size_t>(state)];
}

std::string_view name_of(Event event) noexcept {
    return event_names[static_cast<std::size_t>(event)];
}

std::string_view name_of(Action action) noexcept {
    return action_names[static_cast<std::size_t>(action)];
}

}  // namespace l2tp::protocol
