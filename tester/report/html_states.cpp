// SPDX-License-Identifier: GPL-2.0-or-later
// The state diagrams in the HTML report: those of docs/states, coloured by what the run visited.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>

#include "protocol/state_table.hpp"
#include "tester/report/html_parts.hpp"
#include "tester/report/markup.hpp"
#include "tester/report/page/embedded.hpp"

namespace l2tp::tester {
namespace {

using protocol::Machine;

struct MachineDiagram {
    Machine machine{};
    const std::string_view* svg = nullptr;
};

using enum protocol::Machine;
constexpr std::array lns_machines{MachineDiagram{control_connection, &embedded::control_connection},
                                  MachineDiagram{lns_incoming_call, &embedded::lns_incoming_call},
                                  MachineDiagram{lns_outgoing_call, &embedded::lns_outgoing_call}};
constexpr std::array lac_machines{MachineDiagram{control_connection, &embedded::control_connection},
                                  MachineDiagram{lac_incoming_call, &embedded::lac_incoming_call},
                                  MachineDiagram{lac_outgoing_call, &embedded::lac_outgoing_call}};

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

// without_attribute takes NAME="..." out of a tag.
void without_attribute(std::string& line, std::string_view name) {
    const std::string start = fmt::format(" {}=\"", name);
    for (std::size_t at = line.find(start); at != std::string::npos; at = line.find(start, at)) {
        const std::size_t end = line.find('"', at + start.size());
        if (end == std::string::npos) return;
        line.erase(at, end + 1 - at);
    }
}

// inline_svg makes a file of graphviz fit for a page: no prologue, no identifiers that another diagram has
// too, sizes and colours left to the style sheet. A row's id stays as the tooltip of its elements.
std::string inline_svg(std::string_view file) {
    std::string out;
    bool drop_group_end = false;
    file.remove_prefix(std::min(file.find("<svg"), file.size()));
    while (!file.empty()) {
        const std::size_t end = std::min(file.find('\n'), file.size());
        std::string line(file.substr(0, end));
        file.remove_prefix(std::min(end + 1, file.size()));
        const bool row_group = line.starts_with("<g id=\"a_");
        if (line.starts_with("<!--") || line.starts_with("<title>")) continue;
        if (line.starts_with("</a>")) {
            drop_group_end = true;
            continue;
        }
        if (drop_group_end && line.starts_with("</g>")) {
            drop_group_end = false;
            continue;
        }
        replace_all(line, "&#45;", "-");
        if (row_group) {
            const std::size_t title = line.find("xlink:title=\"");
            if (title == std::string::npos) continue;
            const std::size_t start = title + 13;
            out += "<title>" + line.substr(start, line.find('"', start) - start) + "</title>";
            continue;
        }
        for (const std::string_view name : {"id", "width", "height", "font-family", "xmlns", "xmlns:xlink"})
            without_attribute(line, name);
        out += line + '\n';
    }
    return out;
}

std::string class_of(std::string_view row) {
    std::string name(row);
    std::ranges::replace(name, '/', '_');
    return name;
}

bool is_class(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

// colours_of is a style sheet: one rule for each verdict.
std::string colours_of(const std::vector<RowVisits>& visits) {
    std::map<Verdict, std::vector<std::string>> by_verdict;
    for (const RowVisits& row : visits) {
        if (is_class(class_of(row.row))) by_verdict[row.verdict].push_back(".sd ." + class_of(row.row));
    }
    std::string style = "<style>";
    for (const auto& [verdict, classes] : by_verdict) {
        style += fmt::format("{}{{--row:var(--{});--row-width:3px;--row-fill:var(--{}-soft)}}\n",
                             fmt::join(classes, ","), verdict_name(verdict), verdict_name(verdict));
    }
    return style + "</style>";
}

std::string row_html(std::string_view id, std::string_view reading, const std::vector<RowVisits>& visits,
                     const PageIndex& index) {
    const auto found = std::ranges::find(visits, id, &RowVisits::row);
    std::string html = fmt::format("<tr><td><code>{}</code>{}{}</td>", escaped(id),
                                   reading.empty() ? "" : " ", escaped(reading));
    if (found == visits.end()) return html + "<td class=\"k\">not visited</td><td></td><td></td></tr>\n";
    html += fmt::format("<td>{}</td><td class=\"n\">{}</td><td>", verdict_html(found->verdict), found->count);
    for (const std::string& scenario : found->scenarios)
        html += fmt::format("<div>{}</div>", index.link(scenario));
    return html + "</td></tr>\n";
}

std::string machine_html(const MachineDiagram& diagram, const std::vector<RowVisits>& visits,
                         const PageIndex& index) {
    std::string rows;
    std::size_t all = 0;
    std::size_t visited = 0;
    const auto add = [&](std::string_view id, std::string_view reading) {
        ++all;
        if (std::ranges::find(visits, id, &RowVisits::row) != visits.end()) ++visited;
        rows += row_html(id, reading, visits, index);
    };
    for (const protocol::StateRow& row : protocol::state_rows()) {
        if (row.machine == diagram.machine) add(row.id, {});
    }
    for (const protocol::ReadingRow& row : protocol::reading_rows()) {
        if (row.machine == diagram.machine) add(row.id, row.reading);
    }
    return fmt::format(
        "<h3>{} ({})</h3><p class=\"k\">{} of {} rows visited</p><div class=\"sd "
        "scroll\">{}</div><details><summary>Rows"
        "</summary><div "
        "class=\"wide\"><table><thead><tr><th>Row</th><th>Verdict</th><th>Count</th><th>Scenarios</th></tr></"
        "thead><tbody>"
        "{}</tbody></table></div></details>\n",
        protocol::name_of(diagram.machine), protocol::section_of(diagram.machine), visited, all,
        inline_svg(*diagram.svg), rows);
}

}  // namespace

std::string states_html(const SuiteResult& result, Role role, const PageIndex& index) {
    const std::vector<RowVisits> visits = visited_rows(result);
    std::string html =
        "<section id=\"states\"><h2>State machines of the device</h2><p>Coloured are the rows that the "
        "device must have passed in this run, by the gravest verdict; grey ones were not visited. "
        "Dashed rows are readings of what the RFC leaves open.</p>" +
        colours_of(visits);
    for (const MachineDiagram& diagram : role == Role::lns ? lns_machines : lac_machines)
        html += machine_html(diagram, visits, index);
    return html + "</section>\n";
}

}  // namespace l2tp::tester
