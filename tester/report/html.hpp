// SPDX-License-Identifier: GPL-2.0-or-later
// The report as one HTML file that needs nothing beside itself.
#pragma once

#include <string>

#include "tester/report/report.hpp"

namespace l2tp::tester {

[[nodiscard]] std::string report_html(const SuiteResult& result, const ReportHeader& header);

}  // namespace l2tp::tester
