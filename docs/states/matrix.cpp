// SPDX-License-Identifier: GPL-2.0-or-later
#include "docs/states/matrix.hpp"

#include "docs/states/words.hpp"

namespace l2tp::protocol::docs {
namespace {

std::string in_words(const Cell& cell) {
    if (cell.empty()) return "-";
    std::vector<std::string> parts;
    for (const StateRow* row : cell.rows) {
        parts.push_back(docs::in_words(row->actions) + " -> " + std::string(name_of(row->next)) + " | " +
                        std::string(row->id));
    }
    if (cell.reading != nullptr) {
        std::vector<std::string> outcomes;
        for (const Outcome& outcome : cell.reading->view()) outcomes.push_back(docs::in_words(outcome));
        const std::string_view number = cell.reading->reading;
        parts.push_back(join(outcomes, "; ") + " | " + std::string(cell.reading->id) +
                        (number.empty() ? "" : " " + std::string(number)));
    }
    return join(parts, " | ");
}

}  // namespace

Cell cell_of(Machine machine, State state, Event event) {
    Cell cell{machine, state, event, {}, nullptr};
    const auto covers = [&](const auto& row) {
        return row.machine == machine && row.states.contains(state) && row.events.contains(event);
    };
    for (const StateRow& row : state_rows()) {
        if (covers(row)) cell.rows.push_back(&row);
    }
    for (const ReadingRow& row : reading_rows()) {
        if (covers(row)) cell.reading = &row;
    }
    return cell;
}

std::string matrix_text(Machine machine) {
    std::string out;
    for (State state : states_of(machine)) {
        for (Event event : all_events()) {
            out += std::string(name_of(state)) + " | " + std::string(name_of(event)) + " | " +
                   in_words(cell_of(machine, state, event)) + "\n";
        }
    }
    return out;
}

}  // namespace l2tp::protocol::docs
