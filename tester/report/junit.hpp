// SPDX-License-Identifier: GPL-2.0-or-later
// The report as JUnit XML, as GitLab, GitHub's actions and Jenkins read it.
#pragma once

#include <string>

#include "tester/report/report.hpp"

namespace l2tp::tester {

// report_junit has one test suite for each section and one for the judge's findings. A fail is a failure; an
// inconclusive scenario and an error of the tester's own are errors, since they prove nothing about the
// device; what does not apply is skipped; a warn is a failure in a strict run only.
[[nodiscard]] std::string report_junit(const SuiteResult& result, const ReportHeader& header);

}  // namespace l2tp::tester
