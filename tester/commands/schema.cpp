// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec schema: print the JSON Schema of scenario files (for those who change the tables).
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "tester/commands/commands.hpp"
#include "tester/scenario/scenario_schema.hpp"
#include "tester/suite/profile_schema.hpp"

namespace l2tp::tester {

void add_schema_command(CLI::App& app, CommandContext& context) {
    auto profile = std::make_shared<bool>(false);
    CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of scenario files");
    command->add_flag("--profile", *profile, "That of profile files: scenarios/profile.schema.json");
    command->group("");  // not in the help: scenarios/scenario.schema.json is its output
    command->callback([&context, profile] {
        std::cout << (*profile ? profile_schema() : scenario_schema()).dump(2) << '\n';
        context.exit_status = 0;
    });
}

}  // namespace l2tp::tester
