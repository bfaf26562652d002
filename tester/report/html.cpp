// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/html.hpp"

#include <fmt/format.h>

#include "tester/report/html_parts.hpp"
#include "tester/report/markup.hpp"
#include "tester/report/page/embedded.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

// A page stays quick to open: once it has grown so far, scenarios that passed show fewer datagrams.
constexpr std::size_t page_budget = 6'000'000;
constexpr std::size_t most_datagrams = 120;
constexpr std::size_t few_datagrams = 12;

std::string title_of(const ReportHeader& header) {
    const std::string device = header.device.empty() ? header.peer : header.device;
    return escaped(printable(fmt::format("l2tpspec: {} as {}", device, role_name(header.role))));
}

}  // namespace

PageIndex::PageIndex(std::span<const SuiteEntry> entries) {
    for (std::size_t i = 0; i < entries.size(); ++i) positions_.emplace(entries[i].scenario->id, i);
}

std::string PageIndex::anchor(std::string_view scenario_id) const {
    const auto found = positions_.find(scenario_id);
    return found == positions_.end() ? std::string() : fmt::format("s{}", found->second);
}

std::string PageIndex::link(std::string_view scenario_id) const {
    const std::string to = anchor(scenario_id);
    if (to.empty()) return fmt::format("<code>{}</code>", escaped(scenario_id));
    return fmt::format("<a href=\"#{}\">{}</a>", to, escaped(scenario_id));
}

std::string verdict_html(Verdict verdict) {
    return fmt::format("<span class=\"v {0}\">{0}</span>", verdict_name(verdict));
}

std::string term_html(std::string_view label, std::string_view text) {
    if (text.empty()) return {};
    return fmt::format("<dt>{}</dt><dd>{}</dd>", label, escaped_lines(text));
}

std::string report_html(const SuiteResult& result, const ReportHeader& header) {
    const PageIndex index(result.entries);
    const std::string title = title_of(header);
    std::string page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"data:,\">"
        "<title>{}</title><style>{}</style></head><body>\n<header><h1>{} {}</h1>",
        title, embedded::style, title, verdict_html(result.verdict));
    page +=
        "<nav><a href=\"#summary\">Summary</a><a href=\"#scenarios\">Scenarios</a><a href=\"#findings\">"
        "Findings</a><a href=\"#requirements\">Requirements</a><a href=\"#states\">State machines</a></nav>"
        "</header>\n<main>";
    page += certificate_html(result, header) + summary_html(result) + scenario_table_html(result, index);
    page += "<section id=\"details\"><h2>Each scenario</h2>\n";
    for (const SuiteEntry& entry : result.entries) {
        const bool passed = shown_verdict(entry) <= Verdict::pass;
        const bool few = passed && page.size() > page_budget;
        page += scenario_html(entry, index, few ? few_datagrams : most_datagrams);
    }
    page += "</section>\n" + findings_html(result, index) + requirements_html(result, index) +
            states_html(result, header.role, index);
    page += fmt::format("</main><footer>l2tpspec {}</footer>\n<script>{}</script></body></html>",
                        escaped(header.version), embedded::script);
    return page;
}

}  // namespace l2tp::tester
