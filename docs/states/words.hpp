// SPDX-License-Identifier: GPL-2.0-or-later
// The rows in words, shared by matrices and diagrams.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "protocol/state_table.hpp"

namespace l2tp::protocol::docs {

inline constexpr std::array machines{
    Machine::control_connection, Machine::lac_incoming_call, Machine::lns_incoming_call,
    Machine::lac_outgoing_call,  Machine::lns_outgoing_call,
};
static_assert(machines.size() == machine_count);

[[nodiscard]] std::vector<Event> all_events();
[[nodiscard]] std::vector<State> members(Machine machine, Set<State> states);

// file_name returns the machine's name as a file's, without an extension: "lac-incoming-call".
[[nodiscard]] std::string file_name(Machine machine);

// xml_id makes an identifier that XML and style sheets accept from a row's id: its slashes become
// underscores, which no id has. "control/idle/sccrp" becomes "control_idle_sccrp".
[[nodiscard]] std::string xml_id(std::string_view row_id);

[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);

// in_words lists the members of a set, or actions in their order. A message that stands in both halves,
// acceptable and not, is named once without a qualifier, as in the RFC.
[[nodiscard]] std::string in_words(Machine machine, Set<State> states);
[[nodiscard]] std::string in_words(Set<Event> events);
[[nodiscard]] std::string in_words(const Actions& actions);
[[nodiscard]] std::string_view in_words(Outlook verdict);

// in_words of an outcome: "keeps-state (pass): Acknowledge -> same state".
[[nodiscard]] std::string in_words(const Outcome& outcome);
[[nodiscard]] std::string next_of(const Outcome& outcome);

}  // namespace l2tp::protocol::docs
