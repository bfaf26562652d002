// SPDX-License-Identifier: GPL-2.0-or-later
#include "docs/states/diagram.hpp"

#include <algorithm>

#include "docs/states/words.hpp"

namespace l2tp::protocol::docs {
namespace {

constexpr std::string_view colour_of_rows = "#1f3a5f";
constexpr std::string_view colour_of_readings = "#a04000";

std::string quoted(std::string_view text) {
    return '"' + std::string(text) + '"';
}

// The left idle is where a machine starts, the right one where it ends: that way all edges run one way.
std::string start_of(State state) {
    return std::string(name_of(state));
}

std::string end_of(State from, State to) {
    if (from == to) return std::string(name_of(from)) + ", kept";
    return to == State::idle ? "idle, again" : std::string(name_of(to));
}

// wrapped breaks a list at commas so that labels stay narrow.
std::string wrapped(std::string text) {
    constexpr std::size_t widest = 34;
    std::size_t line = 0;
    for (std::size_t at = text.find(", "); at != std::string::npos; at = text.find(", ", at + 1)) {
        const std::size_t next = std::min(text.find(", ", at + 1), text.size());
        if (next - line <= widest) continue;
        text.replace(at, 2, ",\\n");
        line = at + 3;
    }
    return text;
}

struct Edge {
    std::string_view row;
    std::string_view reading;
    Set<Event> events;
    Actions actions;
    std::string_view colour;
    std::string_view style;
};

// A label lies in a box on its edge, so that it is clear whose it is.
std::string edge_lines(const Edge& edge, State from, State to) {
    const std::string row_class = xml_id(edge.row);
    const std::string id = row_class + "__" + std::string(name_of(from));
    std::string label = wrapped(in_words(edge.events)) + "\\n" + wrapped("/ " + in_words(edge.actions));
    if (!edge.reading.empty()) label = std::string(edge.reading) + ": " + label;
    const std::string look = ", class=" + quoted(row_class) + ", style=\"filled," + std::string(edge.style) +
                             "\"" + ", color=" + quoted(edge.colour) + ", tooltip=" + quoted(edge.row);
    return "    " + quoted(id) + " [id=" + quoted(id) + look + ", label=" + quoted(label) +
           ", fontcolor=" + quoted(edge.colour) + ", fontsize=10, height=0.2, margin=\"0.06,0.03\"];\n    " +
           quoted(start_of(from)) + " -> " + quoted(id) + " [id=" + quoted(id + "__in") + look +
           ", arrowhead=none, weight=4];\n    " + quoted(id) + " -> " + quoted(end_of(from, to)) +
           " [id=" + quoted(id + "__out") + look + "];\n";
}

std::string nodes(Machine machine, Set<State> kept) {
    std::string out;
    for (State state : states_of(machine)) {
        const std::string name(name_of(state));
        out += "    " + quoted(name) + " [id=" + quoted("state_" + name) + "];\n";
        if (kept.contains(state)) {
            out += "    " + quoted(end_of(state, state)) + " [label=" + quoted(name) +
                   ", style=\"filled,rounded,dotted\", fontsize=11, height=0.3];\n";
        }
    }
    return out + "    \"idle, again\" [label=\"idle\"];\n";
}

}  // namespace

std::string diagram(Machine machine) {
    std::string edges;
    Set<State> kept;
    const auto draw = [&](const Edge& edge, Set<State> states, std::optional<State> next) {
        for (State from : members(machine, states)) {
            const State to = next.value_or(from);
            if (from == to) kept = kept | Set<State>(from);
            edges += edge_lines(edge, from, to);
        }
    };
    for (const StateRow& row : state_rows()) {
        if (row.machine != machine) continue;
        draw({row.id, {}, row.events, row.actions, colour_of_rows, "solid"}, row.states, row.next);
    }
    for (const ReadingRow& row : reading_rows()) {
        if (row.machine != machine) continue;
        const Outcome& first = row.outcomes[0];
        draw({row.id, row.reading, row.events, first.actions, colour_of_readings, "dashed"}, row.states,
             first.next);
    }
    return "digraph " + quoted(name_of(machine)) +
           " {\n    rankdir=LR; outputorder=edgesfirst; ranksep=0.5; nodesep=0.1;\n" +
           "    fontname=\"Helvetica\"; labelloc=t; fontsize=18; label=" +
           quoted(std::string(name_of(machine)) + " (RFC 2661, " + std::string(section_of(machine)) + ")") +
           ";\n    node [shape=box, style=\"filled,rounded\", fillcolor=white, fontname=\"Helvetica\", "
           "fontsize=14];\n" +
           "    edge [arrowsize=0.7];\n" + nodes(machine, kept) + edges + "}\n";
}

}  // namespace l2tp::protocol::docs
