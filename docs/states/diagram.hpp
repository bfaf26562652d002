// SPDX-License-Identifier: GPL-2.0-or-later
// The diagram of a machine in the DOT language.
#pragma once

#include <string>

#include "protocol/state_table.hpp"

namespace l2tp::protocol::docs {

// diagram returns the DOT source: one edge for each row and each state it starts from. Its class is the row's
// id (xml_id), its id that and the state, so that a report can colour what was visited.
[[nodiscard]] std::string diagram(Machine machine);

}  // namespace l2tp::protocol::docs
