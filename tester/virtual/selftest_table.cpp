// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/selftest_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

#include "codec/requirements.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

constexpr std::string_view heading =
    "# SPDX-License-Identifier: GPL-2.0-or-later\n"
    "# Planted defects, the role of the device that has them, and the scenario that has to catch them under\n"
    "# the requirement that they break. l2tpspec selftest --update writes this file.\n";

ExpectedCatch parse_line(const std::string& file, std::size_t number, const std::string& line) {
    const std::size_t first = line.find('\t');
    const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
    const auto fail = [&](const char* why) { throw InputError(file, fmt::format("line {}", number), why); };
    if (second == std::string::npos || line.find('\t', second + 1) != std::string::npos)
        fail("must have three fields");
    ExpectedCatch expected;
    expected.defect = line.substr(0, first);
    const auto role = std::ranges::find(role_names, line.substr(first + 1, second - first - 1));
    if (role == role_names.end()) fail("the second field is lac or lns");
    expected.role = static_cast<Role>(role - role_names.begin());
    expected.scenario = line.substr(second + 1);
    if (protocol::find_defect(expected.defect) == nullptr) fail("no such defect");
    return expected;
}

// How well a catch fits a defect: a scenario's own verdict before the judge's finding, the defect's own
// requirement before another one of the scenario's.
int fitness(const Catch& found, const protocol::Defect& defect) {
    const bool same = found.requirement != codec::RequirementId::none &&
                      codec::requirement_of(found.requirement).id == defect.requirement;
    return (found.by == Catch::By::scenario ? 2 : 0) + (same ? 1 : 0);
}

const Catch* best_catch(const DefectOutcome& outcome, std::span<const Scenario> scenarios) {
    const Catch* best = nullptr;
    for (const Catch& found : outcome.catches) {
        if (!is_right(found, scenarios[found.scenario], *outcome.defect)) continue;
        if (best == nullptr || fitness(found, *outcome.defect) > fitness(*best, *outcome.defect))
            best = &found;
    }
    return best;
}

}  // namespace

std::vector<ExpectedCatch> read_expected_catches(const std::filesystem::path& file) {
    std::vector<ExpectedCatch> table;
    std::ifstream in(file);
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        if (!line.empty() && !line.starts_with('#')) table.push_back(parse_line(file.string(), number, line));
    }
    return table;
}

std::vector<ExpectedCatch> expected_catches(const SelftestResult& result,
                                            std::span<const Scenario> scenarios) {
    std::vector<ExpectedCatch> table;
    for (const DefectOutcome& outcome : result.defects) {
        const Catch* best = best_catch(outcome, scenarios);
        if (best != nullptr)
            table.push_back({std::string(outcome.defect->name), outcome.role, scenarios[best->scenario].id});
    }
    return table;
}

std::string table_text(std::span<const ExpectedCatch> table) {
    std::string text(heading);
    for (const ExpectedCatch& line : table)
        text += fmt::format("{}\t{}\t{}\n", line.defect, role_name(line.role), line.scenario);
    return text;
}

std::vector<ExpectedCatch> escaped(std::span<const ExpectedCatch> table, const SelftestResult& result,
                                   std::span<const Scenario> scenarios) {
    std::vector<ExpectedCatch> missing;
    for (const ExpectedCatch& line : table) {
        const bool ran = std::ranges::find(scenarios, line.scenario, &Scenario::id) != scenarios.end();
        const auto outcome = std::ranges::find_if(result.defects, [&](const DefectOutcome& other) {
            return other.defect->name == line.defect && other.role == line.role;
        });
        if (!ran || outcome == result.defects.end()) continue;
        if (outcome->grade != DefectOutcome::Grade::caught) missing.push_back(line);
    }
    return missing;
}

}  // namespace l2tp::tester
