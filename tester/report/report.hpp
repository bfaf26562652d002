// SPDX-License-Identifier: GPL-2.0-or-later
// The JSON report of a run.
#pragma once

#include <string>

#include "tester/suite/suite.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// ReportHeader is what identifies a run beyond its result.
struct ReportHeader {
    std::string version;
    std::string command_line;  // secrets already taken out
    std::string device;        // the profile's name for it
    Role role = Role::lns;
    std::string peer;
    std::string recording;  // path, or empty
};

[[nodiscard]] Json report_json(const SuiteResult& result, const ReportHeader& header);

// redacted_command_line joins the arguments and puts *** in place of what --secret was given.
[[nodiscard]] std::string redacted_command_line(const std::vector<std::string>& arguments);

}  // namespace l2tp::tester
