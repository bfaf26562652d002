// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec merge: put the JSON reports of shards together.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

#include "tester/commands/commands.hpp"
#include "tester/suite/merge.hpp"
#include "tester/text/output_file.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

struct MergeOptions {
    std::vector<std::string> files;
    std::string json = "-";
    bool strict = false;
};

int merge(const MergeOptions& options) {
    std::vector<NamedReport> reports;
    for (const std::string& file : options.files) reports.push_back({file, read_json_file(file)});
    const Json merged = merge_reports(reports);
    OutputFile json(options.json);
    json.write(merged.dump(2, ' ', true));
    const Verdict verdict = report_verdict({options.json, merged});
    fmt::print(stderr, "{} report(s), {} scenario(s), {} finding(s) of the judge. Verdict: {}\n",
               reports.size(), merged["scenarios"].size(), merged["findings"].size(), verdict_name(verdict));
    return exit_code_of(verdict, options.strict ? Strictness::strict : Strictness::normal);
}

}  // namespace

void add_merge_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<MergeOptions>();
    CLI::App* command = app.add_subcommand("merge", "Put the JSON reports of shards together");
    command->add_option("report", options->files, "JSON reports of l2tpspec run --shard")->required();
    command->add_option("--json", options->json,
                        "Write the merged report to this file; by default to standard output");
    command->add_flag("--strict", options->strict, "A warn is a nonconformity");
    command->callback([options, &context] { context.exit_status = merge(*options); });
}

}  // namespace l2tp::tester
