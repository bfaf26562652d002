// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec merge: put the JSON reports of shards together.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "tester/commands/commands.hpp"
#include "tester/report/merge.hpp"
#include "tester/report/report_files.hpp"

namespace l2tp::tester {
namespace {

struct MergeOptions {
    std::vector<std::string> files;
    ReportPaths reports;
    bool strict = false;
};

int merge(const MergeOptions& options, const CommandContext& context) {
    ReportPaths paths = options.reports;
    if (paths.json.empty() && paths.junit.empty() && paths.html.empty()) paths.json = "-";
    std::vector<NamedReport> reports;
    for (const std::string& file : options.files)
        reports.push_back({file, read_report(file, read_json_file(file))});
    ReportFiles files(paths);
    ReadReport merged = merge_reports(std::move(reports));
    merged.header.command_line = redacted_command_line(context.arguments);
    if (options.strict) merged.header.strictness = Strictness::strict;
    files.write(merged.result, merged.header);
    fmt::print(stderr, "{} report(s), {} scenario(s), {} finding(s) of the judge. Verdict: {}\n",
               options.files.size(), merged.result.entries.size(), merged.result.findings.size(),
               verdict_name(merged.result.verdict));
    return exit_code_of(merged.result.verdict, options.strict ? Strictness::strict : Strictness::normal);
}

}  // namespace

void add_merge_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<MergeOptions>();
    CLI::App* command = app.add_subcommand("merge", "Put the JSON reports of shards together");
    command->add_option("report", options->files, "JSON reports of l2tpspec run --shard")->required();
    command->add_option("--json", options->reports.json,
                        "Write the merged report to this file; without any of the three to standard output");
    command->add_option("--junit", options->reports.junit, "Write it as JUnit XML to this file");
    command->add_option("--html", options->reports.html, "Write it as a page for people to this file");
    command->add_flag("--strict", options->strict, "A warn is a nonconformity");
    command->callback([options, &context] { context.exit_status = merge(*options, context); });
}

}  // namespace l2tp::tester
