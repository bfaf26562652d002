// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/bench/ratios.hpp"

#include <iomanip>

namespace l2tp::bench {

void RatioReporter::ReportRuns(const std::vector<Run>& runs) {
    ConsoleReporter::ReportRuns(runs);
    for (const Run& run : runs) {
        if (run.iterations == 0) continue;
        seconds_[run.run_name.function_name] = run.cpu_accumulated_time / static_cast<double>(run.iterations);
    }
}

void RatioReporter::Finalize() {
    ConsoleReporter::Finalize();
    std::ostream& out = GetOutputStream();
    out << "\nratios within this run\n" << std::fixed << std::setprecision(1);
    for (const Ratio& ratio : ratios_) {
        const auto of = seconds_.find(ratio.of);
        const auto to = seconds_.find(ratio.to);
        if (of == seconds_.end() || to == seconds_.end() || to->second <= 0) continue;
        out << std::setw(10) << of->second / to->second << "  " << ratio.of << " / " << ratio.to << '\n';
    }
}

}  // namespace l2tp::bench
