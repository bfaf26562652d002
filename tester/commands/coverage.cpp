// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec coverage: every requirement, how it is treated and which scenarios test it.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <iostream>
#include <memory>

#include "codec/requirements.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/requirement_words.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/text/json_decode.hpp"

namespace l2tp::tester {
namespace {

using codec::Treatment;

constexpr std::array treatments{Treatment::decoding, Treatment::in_context, Treatment::by_scenario,
                                Treatment::implied, Treatment::not_testable};

struct CoverageOptions {
    std::string scenarios;
    bool json = false;
};

struct CoveredRequirement {
    const codec::Requirement* row;
    std::vector<std::string_view> scenarios;
};

struct Total {
    std::size_t requirements = 0;
    std::size_t with_scenarios = 0;
};

std::vector<CoveredRequirement> coverage_of(std::span<const Scenario> scenarios) {
    std::vector<CoveredRequirement> all;
    const auto rows = codec::requirements();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        all.push_back({&rows[i], scenarios_testing(static_cast<codec::RequirementId>(i), scenarios)});
    }
    return all;
}

Total total_of(std::span<const CoveredRequirement> all, Treatment treatment) {
    Total total;
    for (const CoveredRequirement& requirement : all) {
        if (requirement.row->treatment != treatment) continue;
        ++total.requirements;
        if (!requirement.scenarios.empty()) ++total.with_scenarios;
    }
    return total;
}

Json coverage_json(std::span<const CoveredRequirement> all) {
    Json list = Json::array();
    for (const auto& [row, scenarios] : all) {
        Json entry = {{"id", row->id},
                      {"level", codec::level_name(row->level)},
                      {"party", codec::party_name(row->party)},
                      {"text", row->text},
                      {"treatment", codec::treatment_name(row->treatment)}};
        if (row->line != 0) entry["lines"] = {row->line, row->last_line};
        if (!row->reading.empty()) entry["reading"] = row->reading;
        if (row->treatment == Treatment::implied) entry["implied_by"] = codec::implied_by(*row);
        if (row->treatment == Treatment::not_testable) entry["reason"] = row->because;
        entry["scenarios"] = scenarios;
        list.push_back(std::move(entry));
    }
    Json totals = Json::object();
    for (const Treatment treatment : treatments) {
        const Total total = total_of(all, treatment);
        totals[std::string(codec::treatment_name(treatment))] = {{"requirements", total.requirements},
                                                                 {"with_scenarios", total.with_scenarios}};
    }
    return {{"requirements", std::move(list)}, {"totals", std::move(totals)}};
}

void print_coverage(std::span<const CoveredRequirement> all) {
    for (const auto& [row, scenarios] : all) {
        std::cout << fmt::format("{:<60} {:<6} {}\n", row->id, codec::level_name(row->level),
                                 treatment_in_words(*row));
        for (const std::string_view scenario : scenarios) {
            std::cout << fmt::format("    tested by {}\n", scenario);
        }
    }
    std::cout << fmt::format("\n{:<20} {:>12} {:>15}\n", "", "requirements", "with scenarios");
    Total sum;
    for (const Treatment treatment : treatments) {
        const Total total = total_of(all, treatment);
        std::cout << fmt::format("{:<20} {:>12} {:>15}\n", codec::treatment_name(treatment),
                                 total.requirements, total.with_scenarios);
        sum.requirements += total.requirements;
        sum.with_scenarios += total.with_scenarios;
    }
    std::cout << fmt::format("{:<20} {:>12} {:>15}\n", "all", sum.requirements, sum.with_scenarios);
}

int coverage(const CoverageOptions& options) {
    const std::vector<Scenario> scenarios = load_scenarios(find_scenario_folder(options.scenarios));
    const std::vector<CoveredRequirement> all = coverage_of(scenarios);
    if (options.json) {
        std::cout << coverage_json(all).dump(2, ' ', true) << '\n';
    } else {
        print_coverage(all);
    }
    return 0;
}

}  // namespace

void add_coverage_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<CoverageOptions>();
    CLI::App* command =
        app.add_subcommand("coverage", "Every requirement, how it is treated and which scenarios test it");
    command->add_option("--scenarios", options->scenarios, "Folder of scenarios");
    command->add_flag("--json", options->json, "An object with requirements and totals");
    command->callback([options, &context] { context.exit_status = coverage(*options); });
}

}  // namespace l2tp::tester
