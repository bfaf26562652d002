// SPDX-License-Identifier: GPL-2.0-or-later
// The full state x event matrix of a machine: each cell with its rows, as text lines and as a page.
#pragma once

#include <string>
#include <vector>

#include "protocol/state_table.hpp"

namespace l2tp::protocol::docs {

// Cell is what the tables say of one state and one event: rows of the RFC (two where it says a thing twice),
// a reading, or nothing.
struct Cell {
    Machine machine{};
    State state{};
    Event event{};
    std::vector<const StateRow*> rows;
    const ReadingRow* reading = nullptr;

    [[nodiscard]] bool empty() const noexcept { return rows.empty() && reading == nullptr; }
};

[[nodiscard]] Cell cell_of(Machine machine, State state, Event event);

// matrix_text has one line for each cell: STATE | EVENT | what follows, or "-".
[[nodiscard]] std::string matrix_text(Machine machine);

// matrix_page is the machine's Markdown page: diagram, rows, readings, matrix, and why cells are empty.
[[nodiscard]] std::string matrix_page(Machine machine);

}  // namespace l2tp::protocol::docs
