// SPDX-License-Identifier: GPL-2.0-or-later
// The report files of a run: opened before it begins, so that a wrong path costs nothing, and written at its
// end.
#pragma once

#include <string>

#include "tester/report/report.hpp"
#include "tester/text/output_file.hpp"

namespace l2tp::tester {

struct ReportPaths {
    std::string json{};  // an empty path: this format is not wanted; "-": standard output
    std::string junit{};
    std::string html{};
};

class ReportFiles {
  public:
    // A path that cannot be written, or standard output for two reports: UsageError.
    explicit ReportFiles(const ReportPaths& paths);

    // write writes every report that is wanted. One that cannot be written keeps no other from being
    // written; OutputError says then what is missing.
    void write(const SuiteResult& result, const ReportHeader& header);

    // uses_standard_output tells that a report goes where a person would read.
    [[nodiscard]] bool uses_standard_output() const noexcept;

  private:
    OutputFile json_;
    OutputFile junit_;
    OutputFile html_;
};

}  // namespace l2tp::tester
