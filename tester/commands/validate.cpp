// SPDX-License-Identifier: GPL-2.0-or-later
// l2tpspec validate: check scenario and profile files.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>

#include "tester/commands/commands.hpp"
#include "tester/scenario/scenario_library.hpp"
#include "tester/scenario/scenario_parser.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

struct ValidateOptions {
    std::vector<std::string> files;
    std::string scenarios;
};

void validate_file(const std::string& file, const std::filesystem::path& folder) {
    const Json document = read_json_file(file);
    if (looks_like_profile(document)) {
        static_cast<void>(parse_profile(file, document, SecretLookup::never));
        return;
    }
    for (const Scenario& scenario : parse_scenarios(scenario_id(folder, file), file, document)) {
        if (!scenario.twin.empty() && !scenario_exists(folder, scenario.twin)) {
            throw InputError(file, "/twin", fmt::format("no such scenario: {}", printable(scenario.twin)));
        }
    }
}

int validate(const ValidateOptions& options) {
    const std::filesystem::path folder = find_scenario_folder(options.scenarios);
    int status = 0;
    for (const std::string& file : options.files) {
        try {
            validate_file(file, folder);
            fmt::print("{}: valid\n", printable(file));
        } catch (const InputError& error) {
            fmt::print(stderr, "l2tpspec: {}\n", error.what());
            status = 2;
        }
    }
    return status;
}

}  // namespace

void add_validate_command(CLI::App& app, CommandContext& context) {
    auto options = std::make_shared<ValidateOptions>();
    CLI::App* command = app.add_subcommand("validate", "Check scenario and profile files");
    command->add_option("file", options->files, "Files to check")->required();
    command->add_option("--scenarios", options->scenarios, "Folder of scenarios, for twins");
    command->callback([options, &context] { context.exit_status = validate(*options); });
}

}  // namespace l2tp::tester
