// SPDX-License-Identifier: GPL-2.0-or-later
// A console reporter that also sets the times of one run in relation to each other: ratios can be compared
// between machines and days, times cannot.
#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace l2tp::bench {

// Ratio is one line: the time of the one benchmark over that of the other.
struct Ratio {
    std::string_view of;
    std::string_view to;
};

class RatioReporter : public benchmark::ConsoleReporter {
  public:
    explicit RatioReporter(std::vector<Ratio> ratios) : ratios_(std::move(ratios)) {}

    void ReportRuns(const std::vector<Run>& runs) override;
    void Finalize() override;

  private:
    std::vector<Ratio> ratios_;
    std::map<std::string, double, std::less<>> seconds_;
};

}  // namespace l2tp::bench
