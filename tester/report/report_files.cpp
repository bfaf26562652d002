// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/report_files.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "tester/report/html.hpp"
#include "tester/report/junit.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {

ReportFiles::ReportFiles(const ReportPaths& paths)
    : json_(paths.json), junit_(paths.junit), html_(paths.html) {
    const std::array all{&paths.json, &paths.junit, &paths.html};
    if (std::ranges::count_if(all, [](const std::string* path) { return *path == "-"; }) > 1)
        throw UsageError("only one report can go to standard output");
}

void ReportFiles::write(const SuiteResult& result, const ReportHeader& header) {
    std::string trouble;
    const auto attempt = [&trouble](OutputFile& file, const auto& make) {
        if (!file.wanted()) return;
        try {
            file.write(make());
        } catch (const OutputError& error) {
            if (!trouble.empty()) trouble += "; ";
            trouble += error.what();
        }
    };
    attempt(json_, [&] { return report_json(result, header).dump(2, ' ', true); });
    attempt(junit_, [&] { return report_junit(result, header); });
    attempt(html_, [&] { return report_html(result, header); });
    if (!trouble.empty()) throw OutputError(trouble);
}

bool ReportFiles::uses_standard_output() const noexcept {
    return json_.is_standard_output() || junit_.is_standard_output() || html_.is_standard_output();
}

}  // namespace l2tp::tester
