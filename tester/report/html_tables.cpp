// SPDX-License-Identifier: GPL-2.0-or-later
// The tables of the HTML report.
#include <fmt/format.h>

#include "codec/requirements.hpp"
#include "tester/report/html_parts.hpp"
#include "tester/report/markup.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

// Verdicts as columns, the ones that matter first.
constexpr std::array shown_order{Verdict::pass,         Verdict::warn,  Verdict::fail,
                                 Verdict::inconclusive, Verdict::error, Verdict::not_applicable};

// in_short is what fits into a table; the whole text stands with the scenario.
std::string in_short(std::string_view text) {
    constexpr std::size_t longest = 240;
    return still_printable(text, longest);
}

std::string requirement_cell(codec::RequirementId id) {
    if (id == codec::RequirementId::none) return "<td></td>";
    const codec::Requirement& requirement = codec::requirement_of(id);
    return fmt::format("<td><code>{}</code> <b>{}</b><br>{}</td>", requirement.id,
                       codec::level_name(requirement.level), escaped(requirement.text));
}

std::string count_row(std::string_view name, const VerdictCounts& counts, std::string_view element) {
    std::string row = fmt::format("<tr><th>{}</th>", escaped(name));
    std::size_t all = 0;
    for (const Verdict verdict : shown_order) {
        const std::size_t count = counts[static_cast<std::size_t>(verdict)];
        all += count;
        if (count == 0) {
            row += fmt::format("<{} class=\"n\">&middot;</{}>", element, element);
        } else {
            row +=
                fmt::format("<{} class=\"n c-{}\">{}</{}>", element, verdict_name(verdict), count, element);
        }
    }
    return row + fmt::format("<{} class=\"n\">{}</{}></tr>", element, all, element);
}

// filter_html is shown where scripts run: without them the whole table is there.
std::string filter_html(const std::vector<SectionCounts>& sections) {
    std::string html = "<form class=\"filter\" hidden><fieldset><legend>Verdict</legend>";
    for (const Verdict verdict : shown_order) {
        html +=
            fmt::format("<label><input type=\"checkbox\" name=\"verdict\" value=\"{0}\" checked> {0}</label>",
                        verdict_name(verdict));
    }
    html += "</fieldset><label>Section <select name=\"section\"><option value=\"\">all</option>";
    for (const SectionCounts& section : sections)
        html += fmt::format("<option>{}</option>", escaped(section.section));
    return html +
           "</select></label><label>Text <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>"
           "<output name=\"shown\"></output></form>";
}

}  // namespace

std::string certificate_html(const SuiteResult& result, const ReportHeader& header) {
    std::string html = "<section id=\"certificate\"><dl class=\"cert\">";
    for (const auto& [label, value] : certificate(result, header)) html += term_html(label, value);
    return html + "</dl></section>\n";
}

std::string summary_html(const SuiteResult& result) {
    std::string html =
        "<section id=\"summary\"><h2>Summary</h2><div class=\"wide\"><table "
        "class=\"counts\"><thead><tr><th>Section</th>";
    for (const Verdict verdict : shown_order) html += fmt::format("<th>{}</th>", verdict_name(verdict));
    html += "<th>all</th></tr></thead><tbody>";
    VerdictCounts sum{};
    for (const SectionCounts& section : count_by_section(result.entries)) {
        html += count_row(section.section, section.counts, "td");
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += section.counts[i];
    }
    return html + "</tbody><tfoot>" + count_row("all", sum, "th") + "</tfoot></table></div></section>\n";
}

std::string scenario_table_html(const SuiteResult& result, const PageIndex& index) {
    std::string html =
        "<section id=\"scenarios\"><h2>Scenarios</h2>" + filter_html(count_by_section(result.entries));
    html +=
        "<div class=\"wide\"><table class=\"list\"><thead><tr><th>Verdict</th><th>Scenario</th><th>Level</th>"
        "<th>Seen</th><th>Time</th></tr></thead><tbody>\n";
    for (const SuiteEntry& entry : result.entries) {
        const Scenario& scenario = *entry.scenario;
        const ScenarioResult& run = entry.result;
        const Verdict verdict = shown_verdict(entry);
        html += fmt::format(
            "<tr data-v=\"{}\" data-s=\"{}\"><td>{}</td><td>{}<br>{}</td><td>{}</td><td>{}</td>"
            "<td class=\"n\">{}</td></tr>\n",
            verdict_name(verdict), escaped(section_of(scenario)), verdict_html(verdict),
            index.link(scenario.id), escaped(scenario.title), codec::level_name(scenario.level),
            escaped(in_short(run.seen.empty() ? run.because : run.seen)),
            run.ended == Time{} ? "" : seconds_text(run.ended - run.started));
    }
    return html + "</tbody></table></div></section>\n";
}

std::string findings_html(const SuiteResult& result, const PageIndex& index) {
    std::string html = "<section id=\"findings\"><h2>What the judge found in the device's own messages</h2>";
    if (result.findings.empty()) return html + "<p>Nothing.</p></section>\n";
    html +=
        "<div "
        "class=\"wide\"><table><thead><tr><th>Verdict</th><th>Requirement</th><th>Expected</th><th>Seen</th>"
        "<th>Count</th><th>First in</th></tr></thead><tbody>\n";
    for (const SuiteFinding& finding : result.findings) {
        html += fmt::format("<tr><td>{}</td>{}<td>{}</td><td>{}</td><td class=\"n\">{}</td><td>{}",
                            verdict_html(finding.verdict), requirement_cell(finding.requirement),
                            escaped(finding.expected), escaped(finding.seen), finding.count,
                            index.link(finding.scenario));
        if (finding.frame != 0) html += fmt::format("<br>frame {}", finding.frame);
        if (!finding.recording.empty()) html += fmt::format(" of {}", escaped(finding.recording));
        html += "</td></tr>\n";
    }
    return html + "</tbody></table></div></section>\n";
}

std::string requirements_html(const SuiteResult& result, const PageIndex& index) {
    std::string html =
        "<section id=\"requirements\"><h2>Requirements</h2><div "
        "class=\"wide\"><table><thead><tr><th>Verdict</th>"
        "<th>Requirement</th><th>Shown by</th></tr></thead><tbody>\n";
    for (const RequirementVerdict& row : requirement_matrix(result)) {
        html += fmt::format("<tr><td>{}</td>{}<td>", verdict_html(row.verdict), requirement_cell(row.id));
        for (const auto& [entry, verdict] : row.scenarios) {
            html += fmt::format("<div>{} {}</div>", verdict_html(verdict), index.link(entry->scenario->id));
        }
        if (row.found != 0) {
            html += fmt::format("<div>the judge: {} times, first in {}</div>", row.found,
                                index.link(row.found_in));
        }
        html += "</td></tr>\n";
    }
    return html + "</tbody></table></div></section>\n";
}

}  // namespace l2tp::tester
