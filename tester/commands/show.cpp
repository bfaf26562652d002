// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec show: one scenario or one requirement.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <memory>

#include "codec/requirements.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/requirement_words.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

struct ShowOptions {
    std::string id;
    std::string scenarios;
};

void show_scenario(const Scenario& scenario) {
    std::cout << fmt::format("{}\n  {}\n  {}\n  level {}\n", scenario.id, scenario.title, scenario.why,
                             codec::level_name(scenario.level));
    for (const codec::RequirementId id : scenario.requirements) {
        const codec::Requirement& requirement = codec::requirement_of(id);
        std::cout << fmt::format("  {}  {}\n", requirement.id, requirement.text);
    }
    if (!scenario.reading.empty()) std::cout << fmt::format("  reading {}\n", scenario.reading);
    if (!scenario.twin.empty()) std::cout << fmt::format("  twin {}\n", scenario.twin);
    std::cout << fmt::format("  file {}\n\n", printable(scenario.file));
    std::cout << std::ifstream(scenario.file).rdbuf();
}

// source_of says where the statement stands: "RFC 2661, section 5.8, lines 2548 to 2551 of its text".
std::string source_of(const codec::Requirement& requirement) {
    if (requirement.line == 0) return std::string(requirement.document());
    std::string_view document = requirement.document();
    const std::string_view rfc = "rfc";
    const std::string name = document.starts_with(rfc) ? fmt::format("RFC {}", document.substr(rfc.size()))
                                                       : std::string(document);
    const std::string lines = requirement.line == requirement.last_line
                                  ? fmt::format("line {}", requirement.line)
                                  : fmt::format("lines {} to {}", requirement.line, requirement.last_line);
    return fmt::format("{}, section {}, {} of its text", name, requirement.section(), lines);
}

void show_requirement(const codec::Requirement& requirement, codec::RequirementId id,
                      const std::vector<Scenario>& scenarios) {
    std::cout << fmt::format("{}\n  {}  {}\n", requirement.id, codec::level_name(requirement.level),
                             requirement.text);
    std::cout << fmt::format("  to obey    {}\n", codec::party_name(requirement.party));
    std::cout << fmt::format("  source     {}\n", source_of(requirement));
    if (!requirement.reading.empty()) std::cout << fmt::format("  reading    {}\n", requirement.reading);
    std::cout << fmt::format("  treatment  {}\n", treatment_in_words(requirement));
    for (const std::string_view scenario : scenarios_testing(id, scenarios)) {
        std::cout << fmt::format("  tested by  {}\n", scenario);
    }
}

int show(const ShowOptions& options) {
    const std::vector<Scenario> scenarios = load_scenarios(find_scenario_folder(options.scenarios));
    const auto scenario = std::ranges::find(scenarios, options.id, &Scenario::id);
    if (scenario != scenarios.end()) {
        show_scenario(*scenario);
    } else if (const auto requirement = codec::find_requirement(options.id)) {
        show_requirement(codec::requirement_of(*requirement), *requirement, scenarios);
    } else {
        throw UsageError(fmt::format("\"{}\" is no scenario and no requirement", printable(options.id)));
    }
    return 0;
}

}  // namespace

void add_show_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<ShowOptions>();
    CLI::App* command = app.add_subcommand("show", "One scenario or requirement");
    command->add_option("id", options->id, "Its id")->required();
    command->add_option("--scenarios", options->scenarios, "Folder of scenarios");
    command->callback([options, &context] { context.exit_status = show(*options); });
}

}  // namespace l2tp::tester
