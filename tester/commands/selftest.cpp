// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec selftest: the kill matrix.
#include <fmt/format.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <memory>
#include <thread>

#include "tester/commands/commands.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/output_file.hpp"
#include "tester/text/printable.hpp"
#include "tester/virtual/selftest_text.hpp"

namespace l2tp::tester {
namespace {

struct SelftestOptions {
    std::vector<std::string> selectors;
    std::string scenarios;
    std::string defect;
    std::string json;
    unsigned jobs = 0;
    std::uint64_t seed = 1;
    bool list_defects = false;
    bool sound = false;
    bool update = false;
    bool quick = false;
    bool verbose = false;
};

int list_defects() {
    for (const protocol::Defect& defect : protocol::defects()) std::cout << defect.name << '\n';
    std::cout << std::flush;
    return exit_code::conforms;
}

SelftestSettings make_settings(const SelftestOptions& options) {
    SelftestSettings settings;
    settings.jobs = options.jobs != 0 ? options.jobs : std::max(1U, std::thread::hardware_concurrency());
    settings.seed = options.seed;
    if (!options.defect.empty() && protocol::find_defect(options.defect) == nullptr)
        throw UsageError(fmt::format("no defect is called \"{}\"; see l2tpspec selftest --list-defects",
                                     printable(options.defect)));
    settings.defect = options.defect;
    if (options.sound) settings.against = SelftestSettings::Against::sound_only;
    if (isatty(fileno(stderr)) != 0) {
        settings.on_progress = [](std::size_t done, std::size_t all) {
            constexpr std::size_t step = 64;
            if (done % step == 0 || done == all) fmt::print(stderr, "\r{} of {} runs", done, all);
            if (done == all) fmt::print(stderr, "\r\033[K");
        };
    }
    return settings;
}

void update_table(const std::filesystem::path& file, const SelftestResult& result,
                  std::span<const Scenario> scenarios) {
    std::string text = table_text(expected_catches(result, scenarios));
    text.pop_back();  // write ends the line
    OutputFile(file.string()).write(text);
}

// only wants each defect tried with the scenario that is aimed at it.
std::function<bool(const Scenario&, const protocol::Defect&)> only(std::span<const ExpectedCatch> expected) {
    return [expected](const Scenario& scenario, const protocol::Defect& defect) {
        return std::ranges::any_of(expected, [&](const ExpectedCatch& line) {
            return line.scenario == scenario.id && line.defect == defect.name;
        });
    };
}

int run(const SelftestOptions& options) {
    if (options.list_defects) return list_defects();
    if (options.update &&
        (!options.selectors.empty() || !options.defect.empty() || options.sound || options.quick))
        throw UsageError("--update needs the whole matrix");
    const auto started = std::chrono::steady_clock::now();
    const std::filesystem::path folder = find_scenario_folder(options.scenarios);
    const std::vector<Scenario> scenarios = select(load_scenarios(folder), options.selectors);
    const std::filesystem::path table = folder / "selftest.tsv";
    OutputFile json(options.json);
    SelftestSettings settings = make_settings(options);
    const std::vector<ExpectedCatch> expected =
        options.update ? std::vector<ExpectedCatch>{} : read_expected_catches(table);
    if (options.quick) settings.wanted = only(expected);
    const SelftestResult result = selftest(scenarios, settings);
    if (options.update) update_table(table, result, scenarios);
    const std::vector<ExpectedCatch> missing = escaped(expected, result, scenarios);
    if (json.wanted()) json.write(matrix_json(result, scenarios, missing).dump(2, ' ', true));
    if (!json.is_standard_output()) {
        const auto detail = options.verbose ? MatrixDetail::verbose : MatrixDetail::normal;
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
        std::cout << matrix_text(result, scenarios, missing, detail)
                  << fmt::format("{:.1f} s\n", took.count()) << std::flush;
    }
    return result.false_alarms.empty() && missing.empty() ? exit_code::conforms : exit_code::nonconformity;
}

}  // namespace

void add_selftest_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<SelftestOptions>();
    CLI::App* command = app.add_subcommand("selftest", "Scenarios against planted defects: the kill matrix");
    command->add_option("selector", options->selectors, "Scenarios to run");
    command->add_option("--scenarios", options->scenarios, "Folder of scenarios");
    command->add_option("--defect", options->defect, "Only this defect");
    command->add_option("--json", options->json, "Write the matrix to this file; - is standard output");
    command->add_option("--jobs", options->jobs, "Threads; by default one for each processor")
        ->check(CLI::Range(1U, 64U));
    command->add_option("--seed", options->seed, "Of everything that is chosen at random");
    command->add_flag("--list-defects", options->list_defects, "Print the names of the defects");
    command->add_flag("--quick", options->quick,
                      "Each defect only with the scenario that selftest.tsv names");
    command->add_flag("--sound", options->sound, "Only the sound device");
    command->add_flag("--update", options->update, "Write what has to be caught to selftest.tsv");
    command->add_flag("-v,--verbose", options->verbose, "Name every scenario that catches a defect");
    command->callback([options, &context] { context.exit_status = run(*options); });
}

}  // namespace l2tp::tester
