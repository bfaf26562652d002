// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/scenario_library.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "codec/requirements.hpp"
#include "tester/scenario/families.hpp"
#include "tester/scenario/scenario_parser.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/json_place.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

namespace fs = std::filesystem;

bool starts_with_components(std::string_view id, std::string_view selector) {
    while (!selector.empty() && selector.back() == '/') selector.remove_suffix(1);
    return !selector.empty() && id.starts_with(selector) &&
           (id.size() == selector.size() || id[selector.size()] == '/');
}

std::vector<fs::path> scenario_files(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    if (error) throw UsageError(fmt::format("{}: {}", printable(folder.string()), error.message()));
    for (; entry != fs::recursive_directory_iterator(); entry.increment(error)) {
        const fs::path& path = entry->path();
        if (entry->is_directory() && path.filename() == "profiles") entry.disable_recursion_pending();
        const std::string name = path.filename().string();
        if (entry->is_regular_file() && name.ends_with(".json") && !name.ends_with(".schema.json")) {
            files.push_back(path);
        }
    }
    if (error) throw UsageError(fmt::format("{}: {}", printable(folder.string()), error.message()));
    std::sort(files.begin(), files.end());
    return files;
}

// A case of a family and a file in a folder of the family's name could have one id.
void check_ids(const std::vector<Scenario>& sorted) {
    const auto twice = std::ranges::adjacent_find(sorted, {}, &Scenario::id);
    if (twice != sorted.end()) {
        throw InputError(twice->file, "", fmt::format("its id {} is that of another file too", twice->id));
    }
}

void check_twins(const std::vector<Scenario>& scenarios) {
    std::set<std::string_view> ids;
    for (const Scenario& scenario : scenarios) ids.insert(scenario.id);
    for (const Scenario& scenario : scenarios) {
        if (!scenario.twin.empty() && !ids.contains(scenario.twin)) {
            throw InputError(scenario.file, "/twin", "no such scenario");
        }
    }
}

}  // namespace

fs::path find_scenario_folder(const std::string& named) {
    if (!named.empty()) return named;
    if (const char* variable = std::getenv("L2TPSPEC_SCENARIOS"); variable != nullptr && *variable != '\0') {
        return variable;
    }
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    const fs::path installed = program.parent_path() / L2TPSPEC_SCENARIOS_FROM_BIN;
    if (!error && fs::is_directory(installed, error)) return installed.lexically_normal();
    if (fs::is_directory(L2TPSPEC_SOURCE_SCENARIOS, error)) return L2TPSPEC_SOURCE_SCENARIOS;
    throw UsageError("no scenario folder found; name one with --scenarios DIR or L2TPSPEC_SCENARIOS");
}

std::string scenario_id(const fs::path& folder, const fs::path& file) {
    const fs::path relative =
        fs::absolute(file).lexically_normal().lexically_relative(fs::absolute(folder).lexically_normal());
    if (relative.empty() || *relative.begin() == "..") return file.stem().string();
    return (relative.parent_path() / relative.stem()).generic_string();
}

bool scenario_exists(const fs::path& folder, const std::string& id) {
    std::error_code error;
    if (fs::is_regular_file(folder / (id + ".json"), error)) {
        return read_cases(id, read_json_file((folder / (id + ".json")).string())).empty();
    }
    const std::size_t slash = id.rfind('/');
    if (slash == std::string::npos) return false;
    const fs::path family = folder / (id.substr(0, slash) + ".json");
    if (!fs::is_regular_file(family, error)) return false;
    const std::vector<FamilyCase> cases = read_cases(family.string(), read_json_file(family.string()));
    return std::ranges::any_of(cases,
                               [&](const FamilyCase& one) { return one.slug == id.substr(slash + 1); });
}

std::vector<Scenario> load_scenarios(const fs::path& folder) {
    std::vector<Scenario> scenarios;
    for (const fs::path& file : scenario_files(folder)) {
        const Json document = read_json_file(file.string());
        for (Scenario& scenario : parse_scenarios(scenario_id(folder, file), file.string(), document)) {
            scenarios.push_back(std::move(scenario));
        }
    }
    std::sort(scenarios.begin(), scenarios.end(),
              [](const Scenario& a, const Scenario& b) { return a.id < b.id; });
    check_ids(scenarios);
    check_twins(scenarios);
    return scenarios;
}

bool matches_selector(const Scenario& scenario, std::string_view selector) {
    if (starts_with_components(scenario.id, selector)) return true;
    return std::any_of(scenario.requirements.begin(), scenario.requirements.end(),
                       [&](codec::RequirementId id) {
                           return starts_with_components(codec::requirement_of(id).id, selector);
                       });
}

std::vector<Scenario> select(std::span<const Scenario> all, std::span<const std::string> selectors) {
    for (const std::string& selector : selectors) {
        if (std::none_of(all.begin(), all.end(),
                         [&](const Scenario& scenario) { return matches_selector(scenario, selector); })) {
            throw UsageError(fmt::format("no scenario matches \"{}\"", printable(selector)));
        }
    }
    std::vector<Scenario> selected;
    for (const Scenario& scenario : all) {
        if (selectors.empty() ||
            std::any_of(selectors.begin(), selectors.end(),
                        [&](const std::string& selector) { return matches_selector(scenario, selector); })) {
            selected.push_back(scenario);
        }
    }
    return selected;
}

}  // namespace l2tp::tester
