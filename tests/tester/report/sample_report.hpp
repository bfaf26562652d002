// SPDX-License-Identifier: GPL-2.0-or-later
// A run as a report sees it, made by hand: every verdict, two attempts, copies, a withheld datagram, states,
// and a device whose strings are as hostile as they can be.
#pragma once

#include <vector>

#include "tester/report/report.hpp"

namespace l2tp::tester::test {

// The device's strings try markup, the end of CDATA, terminal escapes, invalid UTF-8, NUL, marks that turn
// text around, and the longest value that an AVP can have.
[[nodiscard]] std::string hostile_text();

struct SampleRun {
    explicit SampleRun(std::size_t scenario_count = 0);  // so many more that pass
    SampleRun(const SampleRun&) = delete;
    SampleRun& operator=(const SampleRun&) = delete;

    std::vector<Scenario> scenarios;
    SuiteResult result;
    ReportHeader header;
};

}  // namespace l2tp::tester::test
