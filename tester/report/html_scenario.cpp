// SPDX-License-Identifier: GPL-2.0-or-later
// One scenario in the HTML report.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "codec/requirements.hpp"
#include "tester/report/datagram_html.hpp"
#include "tester/report/html_parts.hpp"
#include "tester/report/ladder.hpp"
#include "tester/report/markup.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

std::string requirements_of(const Scenario& scenario) {
    std::string html;
    for (const codec::RequirementId id : scenario.requirements) {
        const codec::Requirement& requirement = codec::requirement_of(id);
        html += fmt::format("<p class=\"req\"><code>{}</code> <b>{}</b> {}</p>", requirement.id,
                            codec::level_name(requirement.level), escaped(requirement.text));
    }
    return html;
}

std::string facts_of(const ScenarioResult& result) {
    std::string html = "<dl>" + term_html("Sent", result.sent) + term_html("Expected", result.expected) +
                       term_html("Seen", result.seen) + term_html("Because", result.because) +
                       term_html("Datagram", result.datagram);
    if (!result.frames.empty())
        html += term_html("Frames", fmt::format("{}", fmt::join(result.frames, ", ")));
    if (!result.tear_down.seen.empty()) {
        html += fmt::format("<dt>Tear-down</dt><dd>{} {}</dd>", verdict_html(result.tear_down.verdict),
                            escaped(result.tear_down.seen));
    }
    return html + term_html("Reboot", result.reboot) + "</dl>";
}

std::string judge_findings_of(const ScenarioResult& result) {
    std::string html;
    for (const AttemptFinding& finding : result.findings) {
        const codec::Requirement& requirement = codec::requirement_of(finding.requirement);
        html +=
            fmt::format("<p class=\"bad\">{} <code>{}</code> the judge: expected {}; seen {}; {} times</p>",
                        verdict_html(finding.verdict), requirement.id, escaped(finding.expected),
                        escaped(finding.seen), finding.count);
    }
    return html;
}

std::string rows_of(const ScenarioResult& result) {
    if (result.rows.empty()) return {};
    std::string html = "<p class=\"k\">State rows:";
    for (const VisitedRow& row : result.rows)
        html +=
            fmt::format(" <span class=\"row r-{}\">{}</span>", verdict_name(row.verdict), escaped(row.row));
    return html + "</p>";
}

std::string ladder_of(const ScenarioResult& result, const std::string& attempt, std::size_t most) {
    if (result.exchange.datagrams.empty()) return {};
    const std::vector<std::size_t> chosen = chosen_datagrams(result.exchange, most);
    std::string html =
        fmt::format("<div class=\"pair w-{}\"><div class=\"scroll\">{}</div><div class=\"decodes\">",
                    verdict_name(result.verdict), ladder_svg(result.exchange, chosen, attempt));
    for (const std::size_t position : chosen) {
        const ExchangedDatagram& datagram = result.exchange.datagrams[position];
        html += fmt::format("<div id=\"{}\" class=\"dec{}\" tabindex=\"-1\">{}</div>",
                            decode_anchor(attempt, position), datagram.decided ? " on" : "",
                            datagram_html(datagram));
    }
    return html + "</div></div>";
}

std::string attempt_html(const ScenarioResult& result, const std::string& attempt, std::size_t number,
                         std::size_t count, std::size_t most) {
    std::string html;
    if (count > 1) html += fmt::format("<h4>Attempt {} {}</h4>", number, verdict_html(result.verdict));
    html += fmt::format("<p class=\"k\">{} to {} UTC</p>", utc_text(result.started), utc_text(result.ended));
    html += facts_of(result) + judge_findings_of(result) + rows_of(result) + ladder_of(result, attempt, most);
    if (!result.log.empty()) {
        const std::string_view log = result.log;
        html += fmt::format("<details><summary>The device's log</summary><pre>{}</pre></details>",
                            escaped_lines(log.substr(log.size() - std::min(log.size(), longest_log))));
    }
    return html;
}

std::string steps_of(const std::vector<const ScenarioResult*>& attempts) {
    if (attempts.empty() || attempts.front()->steps.empty()) return {};
    std::string html = "<details class=\"steps\"><summary>Steps</summary><ol>";
    for (const std::string& step : attempts.front()->steps) html += fmt::format("<li>{}</li>", escaped(step));
    return html + "</ol></details>";
}

}  // namespace

std::string scenario_html(const SuiteEntry& entry, const PageIndex& index, std::size_t most) {
    const Scenario& scenario = *entry.scenario;
    const Verdict verdict = shown_verdict(entry);
    const std::vector<const ScenarioResult*> attempts = attempts_of(entry);
    const std::string anchor = index.anchor(scenario.id);
    std::string html = fmt::format(
        "<details class=\"sc\" id=\"{}\" data-v=\"{}\" data-s=\"{}\"{}><summary>{} <code>{}</code></summary>"
        "<h3>{}</h3>",
        anchor, verdict_name(verdict), escaped(section_of(scenario)), verdict == Verdict::fail ? " open" : "",
        verdict_html(verdict), escaped(scenario.id), escaped(scenario.title));
    if (!scenario.why.empty()) html += fmt::format("<p>{}</p>", escaped(scenario.why));
    html += requirements_of(scenario) + "<dl>" + term_html("Reading", scenario.reading);
    if (!scenario.twin.empty()) html += fmt::format("<dt>Twin</dt><dd>{}</dd>", index.link(scenario.twin));
    html += term_html("Interop", scenario.interop) + term_html("Configuration", scenario.configuration) +
            term_html("Recording", entry.recording);
    if (attempts.empty()) html += term_html("Not run", entry.result.because);
    html += "</dl>" + steps_of(attempts);
    for (std::size_t i = 0; i < attempts.size(); ++i) {
        html += attempt_html(*attempts[i], fmt::format("{}-{}", anchor, i), i + 1, attempts.size(), most);
    }
    return html + "</details>\n";
}

}  // namespace l2tp::tester
