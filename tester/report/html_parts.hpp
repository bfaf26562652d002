// SPDX-License-Identifier: GPL-2.0-or-later
// The parts of the HTML report; html.cpp puts them together.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "tester/report/report.hpp"

namespace l2tp::tester {

// PageIndex knows where in the page a scenario is.
class PageIndex {
  public:
    explicit PageIndex(std::span<const SuiteEntry> entries);

    [[nodiscard]] std::string anchor(std::string_view scenario_id) const;
    // link is the scenario's id as a link, or as text where it is not in this report.
    [[nodiscard]] std::string link(std::string_view scenario_id) const;

  private:
    std::unordered_map<std::string_view, std::size_t> positions_;
};

// verdict_html is the verdict as a coloured word.
[[nodiscard]] std::string verdict_html(Verdict verdict);

// term_html is one line of a list of terms; nothing where there is no text.
[[nodiscard]] std::string term_html(std::string_view label, std::string_view text);

// html_tables.cpp
[[nodiscard]] std::string certificate_html(const SuiteResult& result, const ReportHeader& header);
[[nodiscard]] std::string summary_html(const SuiteResult& result);
[[nodiscard]] std::string scenario_table_html(const SuiteResult& result, const PageIndex& index);
[[nodiscard]] std::string findings_html(const SuiteResult& result, const PageIndex& index);
[[nodiscard]] std::string requirements_html(const SuiteResult& result, const PageIndex& index);

// html_scenario.cpp: one scenario in full; `most` datagrams of an attempt are drawn.
[[nodiscard]] std::string scenario_html(const SuiteEntry& entry, const PageIndex& index, std::size_t most);

// html_states.cpp: the machines of the device's role with the rows that this run visited.
[[nodiscard]] std::string states_html(const SuiteResult& result, Role role, const PageIndex& index);

}  // namespace l2tp::tester
