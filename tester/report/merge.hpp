// SPDX-License-Identifier: GPL-2.0-or-later
// Merging the reports of shards into the report of the whole suite.
#pragma once

#include <string>
#include <vector>

#include "tester/report/read_report.hpp"

namespace l2tp::tester {

struct NamedReport {
    std::string file;
    ReadReport report;
};

// merge_reports puts at least one report into one: all scenarios, findings counted together, the worst
// verdict. A scenario that stands in two of them, or reports about different devices, suites or versions:
// InputError. Its command line is left to the caller.
[[nodiscard]] ReadReport merge_reports(std::vector<NamedReport> reports);

}  // namespace l2tp::tester
