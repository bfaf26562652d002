// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec show: one scenario or one requirement.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>

#include "codec/requirements.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/requirement_words.hpp"
#include "tester/scenario/reading_outcomes.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/scenario/step_text.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

struct ShowOptions {
    std::string id;
    std::string scenarios;
};

// The text of a reading, and what each of its outcomes means where the scenario cites a case of it.
std::string reading_line(const std::string& number) {
    const Reading* reading = find_reading(number);
    return reading == nullptr ? number : fmt::format("{}  {}", number, reading->text);
}

void show_scenario(const Scenario& scenario) {
    const auto line = [](std::string_view label, std::string_view text) {
        if (!text.empty()) std::cout << fmt::format("  {:<13} {}\n", label, printable(text));
    };
    std::cout << fmt::format("{}\n  {}\n  {}\n\n", scenario.id, printable(scenario.title),
                             printable(scenario.why));
    line("role", role_name(scenario.role));
    line("level", codec::level_name(scenario.level));
    for (const codec::RequirementId id : scenario.requirements) {
        const codec::Requirement& requirement = codec::requirement_of(id);
        line("requirement", fmt::format("{}  {}", requirement.id, requirement.text));
    }
    if (!scenario.reading.empty()) line("reading", reading_line(scenario.reading));
    line("needs", scenario.needs.text());
    line("configuration", scenario.configuration);
    line("twin", scenario.twin);
    line("seen in", scenario.interop);
    line("file", scenario.file);
    std::cout << '\n';
    std::size_t number = 0;
    for (const Step& step : scenario.steps) {
        const std::vector<std::string> lines = step_lines(step);
        std::cout << fmt::format("  {:>2}. {}\n", ++number, lines.front());
        for (std::size_t i = 1; i < lines.size(); ++i) std::cout << fmt::format("      {}\n", lines[i]);
    }
}

// A family by its file's id: what its cases are.
bool show_family(const std::string& id, const std::vector<Scenario>& scenarios) {
    bool found = false;
    for (const Scenario& scenario : scenarios) {
        if (!scenario.id.starts_with(id + "/") || !scenario.file.ends_with(id + ".json")) continue;
        std::cout << fmt::format("{:<68} {}\n", scenario.id, printable(scenario.title));
        found = true;
    }
    return found;
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
    } else if (!show_family(options.id, scenarios)) {
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
