// SPDX-License-Identifier: GPL-2.0-or-later
// The Markdown page of a machine.
#include <algorithm>

#include "docs/states/empty_cells.hpp"
#include "docs/states/matrix.hpp"
#include "docs/states/words.hpp"

namespace l2tp::protocol::docs {
namespace {

std::string table_line(const std::vector<std::string>& columns) {
    return "| " + join(columns, " | ") + " |\n";
}

std::string table_head(const std::vector<std::string>& columns) {
    return table_line(columns) + table_line(std::vector<std::string>(columns.size(), "---"));
}

std::string code(std::string_view text) {
    return "`" + std::string(text) + "`";
}

// Rows are numbered on their page so that the matrix stays narrow; the ids are what is stable.
template <typename Row>
std::vector<const Row*> rows_of(std::span<const Row> rows, Machine machine) {
    std::vector<const Row*> out;
    for (const Row& row : rows) {
        if (row.machine == machine) out.push_back(&row);
    }
    return out;
}

template <typename Row>
std::string number_of(const std::vector<const Row*>& rows, const Row* row) {
    return std::to_string(std::ranges::find(rows, row) - rows.begin() + 1);
}

std::string rfc_part(Machine machine) {
    std::string out =
        "## Rows of the RFC\n\n" + table_head({"", "line", "state", "event", "actions", "new state", "row"});
    int number = 0;
    for (const StateRow* row : rows_of(state_rows(), machine)) {
        out += table_line({std::to_string(++number), std::to_string(row->line),
                           in_words(machine, row->states), in_words(row->events), in_words(row->actions),
                           std::string(name_of(row->next)), code(row->id)});
    }
    return out;
}

std::string reading_part(Machine machine) {
    std::string out =
        "\n## Readings\n\nWhat the RFC's table leaves open. The first outcome is what our own endpoint "
        "does.\n\n" +
        table_head({"", "reading", "state", "event", "outcomes", "row"});
    int number = 0;
    for (const ReadingRow* row : rows_of(reading_rows(), machine)) {
        std::vector<std::string> outcomes;
        for (const Outcome& outcome : row->view()) outcomes.push_back(in_words(outcome));
        out += table_line({"R" + std::to_string(++number), std::string(row->reading),
                           in_words(machine, row->states), in_words(row->events), join(outcomes, "<br>"),
                           code(row->id)});
    }
    return out;
}

std::string cell_text(const Cell& cell, std::vector<const EmptyCells*>& classes) {
    if (!cell.rows.empty()) {
        const auto rows = rows_of(state_rows(), cell.machine);
        std::vector<std::string> numbers;
        for (const StateRow* row : cell.rows) numbers.push_back(number_of(rows, row));
        return "**" + join(numbers, ", ") + "** " + std::string(name_of(cell.rows.front()->next));
    }
    if (cell.reading != nullptr) {
        const Outcome& first = cell.reading->outcomes[0];
        return "*R" + number_of(rows_of(reading_rows(), cell.machine), cell.reading) + "* " + next_of(first);
    }
    const EmptyCells* why = explanation_of(cell);
    if (why == nullptr) return "?";
    auto found = std::ranges::find(classes, why);
    if (found == classes.end()) found = classes.insert(classes.end(), why);
    return std::string(1, static_cast<char>('a' + (found - classes.begin())));
}

std::string matrix_part(Machine machine) {
    std::vector<std::string> head{"event"};
    for (State state : states_of(machine)) head.emplace_back(name_of(state));
    std::string out =
        "\n## Every event in every state\n\nA number names the row above and is followed by the new state; "
        "a letter says why the cell is empty.\n\n" +
        table_head(head);
    std::vector<const EmptyCells*> classes;
    for (Event event : all_events()) {
        std::vector<std::string> line{std::string(name_of(event))};
        for (State state : states_of(machine))
            line.push_back(cell_text(cell_of(machine, state, event), classes));
        out += table_line(line);
    }
    out += '\n';
    for (std::size_t i = 0; i < classes.size(); ++i) {
        out += std::string("- **") + static_cast<char>('a' + i) + "** " + std::string(classes[i]->why) + "\n";
    }
    return out;
}

}  // namespace

std::string matrix_page(Machine machine) {
    const std::string file = file_name(machine);
    std::string title(name_of(machine));
    title[0] = title[0] == 'c' ? 'C' : title[0];
    return "# " + title + " (RFC 2661, " + std::string(section_of(machine)) +
           ")\n\nWritten by the target state-docs from the rows; [what is what](README.md).\n\n[![diagram](" +
           file + ".svg)](" + file + ".svg)\n\n" + rfc_part(machine) + reading_part(machine) +
           matrix_part(machine);
}

}  // namespace l2tp::protocol::docs
