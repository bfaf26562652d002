// SPDX-License-Identifier: GPL-2.0-or-later
// A JSON report read back into what it was made from, so that other reports can be made of it.
#pragma once

#include <deque>
#include <string>

#include "tester/report/report.hpp"

namespace l2tp::tester {

struct ReadReport {
    std::deque<Scenario> scenarios;  // what reports say of them; their steps are not known
    SuiteResult result;              // its entries point into `scenarios`
    ReportHeader header;
};

// read_report takes the JSON report in a file. Written again, it is the same. What is no report of this
// version's is an InputError that names the place.
[[nodiscard]] ReadReport read_report(const std::string& file, const Json& json);

}  // namespace l2tp::tester
