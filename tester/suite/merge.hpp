// SPDX-License-Identifier: GPL-2.0-or-later
// Merging the JSON reports of shards into the report of the whole suite.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tester/text/json_place.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

struct NamedReport {
    std::string file;
    Json report;
};

// merge_reports puts the reports into one: all scenarios, findings counted together, the worst verdict. A
// scenario that stands in two of them, reports about different devices, or a file that is no report:
// InputError.
[[nodiscard]] Json merge_reports(const std::vector<NamedReport>& reports);

// report_verdict reads a report's own verdict.
[[nodiscard]] Verdict report_verdict(const NamedReport& report);

}  // namespace l2tp::tester
