// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec list: what would run.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>

#include "codec/requirements.hpp"
#include "tester/commands/commands.hpp"
#include "tester/commands/list_scenarios.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/json_decode.hpp"

namespace l2tp::tester {
namespace {

struct ListOptions {
    std::vector<std::string> selectors;
    std::string role;
    std::string scenarios;
    bool json = false;
};

Json list_json(std::span<const Scenario> scenarios) {
    Json list = Json::array();
    for (const Scenario& scenario : scenarios) {
        Json ids = Json::array();
        for (const codec::RequirementId id : scenario.requirements)
            ids.push_back(codec::requirement_of(id).id);
        list.push_back({{"id", scenario.id},
                        {"title", scenario.title},
                        {"role", role_name(scenario.role)},
                        {"level", codec::level_name(scenario.level)},
                        {"requirements", std::move(ids)}});
    }
    return list;
}

int list(const ListOptions& options) {
    std::vector<Scenario> all = load_scenarios(find_scenario_folder(options.scenarios));
    if (!options.role.empty()) {
        if (options.role != "lns" && options.role != "lac") throw UsageError("--role is lns or lac");
        std::erase_if(all,
                      [&](const Scenario& scenario) { return role_name(scenario.role) != options.role; });
    }
    const std::vector<Scenario> selected = select(all, options.selectors);
    if (options.json) {
        std::cout << list_json(selected).dump(2, ' ', true) << '\n';
    } else {
        list_scenarios(selected, std::cout);
    }
    return 0;
}

}  // namespace

void list_scenarios(std::span<const Scenario> scenarios, std::ostream& out) {
    for (const Scenario& scenario : scenarios) {
        out << fmt::format("{:<68} {:<6} {}\n", scenario.id, codec::level_name(scenario.level),
                           scenario.title);
        for (const codec::RequirementId id : scenario.requirements) {
            out << fmt::format("    {}\n", codec::requirement_of(id).id);
        }
    }
}

void add_list_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<ListOptions>();
    CLI::App* command = app.add_subcommand("list", "What would run, with requirement and level");
    command->add_option("selector", options->selectors, "Scenarios to list");
    command->add_option("--role", options->role, "Only those for this role of the device: lns or lac");
    command->add_option("--scenarios", options->scenarios, "Folder of scenarios");
    command->add_flag("--json", options->json, "An array of objects");
    command->callback([options, &context] { context.exit_status = list(*options); });
}

}  // namespace l2tp::tester
