// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/selftest_text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

#include "codec/requirements.hpp"

namespace l2tp::tester {
namespace {

constexpr std::array<std::string_view, 3> grade_names{"missed", "elsewhere", "caught"};
constexpr std::array<std::string_view, 3> by_names{"scenario", "tear-down", "judge"};

template <std::size_t size, typename Value>
std::string_view name_in(const std::array<std::string_view, size>& names, Value value) {
    return names[static_cast<std::size_t>(value)];
}

std::string requirement_text(codec::RequirementId id) {
    return id == codec::RequirementId::none ? "tear-down" : std::string(codec::requirement_of(id).id);
}

// Sighting is one requirement under which a defect was seen, and in which scenarios.
struct Sighting {
    codec::RequirementId requirement{};
    Catch::By by{};
    std::vector<std::size_t> scenarios;
};

std::vector<Sighting> sightings_of(const DefectOutcome& outcome) {
    std::vector<Sighting> sightings;
    for (const Catch& found : outcome.catches) {
        const auto known = std::ranges::find_if(sightings, [&](const Sighting& other) {
            return other.requirement == found.requirement && other.by == found.by;
        });
        if (known == sightings.end()) {
            sightings.push_back({found.requirement, found.by, {found.scenario}});
        } else {
            known->scenarios.push_back(found.scenario);
        }
    }
    return sightings;
}

std::string scenarios_text(const Sighting& sighting, std::span<const Scenario> scenarios,
                           MatrixDetail detail) {
    constexpr std::size_t most = 2;
    std::string text;
    for (std::size_t i = 0; i < sighting.scenarios.size(); ++i) {
        if (detail == MatrixDetail::normal && i == most)
            return text + fmt::format(" and {} more", sighting.scenarios.size() - most);
        text += (i == 0 ? "" : ", ") + scenarios[sighting.scenarios[i]].id;
    }
    return text;
}

void show_defect(std::string& text, const DefectOutcome& outcome, std::span<const Scenario> scenarios,
                 MatrixDetail detail) {
    text += fmt::format("{:<10} {} {:<48} {}\n", name_in(grade_names, outcome.grade), role_name(outcome.role),
                        outcome.defect->name, outcome.defect->requirement);
    for (const Sighting& sighting : sightings_of(outcome)) {
        text +=
            fmt::format("               {:<9} {}  in {}\n", name_in(by_names, sighting.by),
                        requirement_text(sighting.requirement), scenarios_text(sighting, scenarios, detail));
    }
}

std::size_t count(const SelftestResult& result, DefectOutcome::Grade grade) {
    return static_cast<std::size_t>(std::ranges::count(result.defects, grade, &DefectOutcome::grade));
}

void show_totals(std::string& text, const SelftestResult& result, std::span<const ExpectedCatch> escaped) {
    const auto passed = std::ranges::count(result.sound, Verdict::pass);
    const auto applicable = static_cast<std::ptrdiff_t>(result.sound.size()) -
                            std::ranges::count(result.sound, Verdict::not_applicable);
    text += fmt::format("\n{} of {} scenarios that apply pass on the sound device; {} false alarms\n", passed,
                        applicable, result.false_alarms.size());
    if (result.defects.empty()) return;
    using Grade = DefectOutcome::Grade;
    text += fmt::format(
        "{} defects (counted for each role): {} caught, {} seen under another requirement, {} missed; {} "
        "that "
        "should have been caught were not\n{} runs\n",
        result.defects.size(), count(result, Grade::caught), count(result, Grade::elsewhere),
        count(result, Grade::missed), escaped.size(), result.runs);
}

}  // namespace

std::string matrix_text(const SelftestResult& result, std::span<const Scenario> scenarios,
                        std::span<const ExpectedCatch> escaped, MatrixDetail detail) {
    std::string text;
    for (const DefectOutcome& outcome : result.defects) show_defect(text, outcome, scenarios, detail);
    if (!result.idle.empty()) text += "\nScenarios that catch no defect by their own verdict:\n";
    for (const std::size_t idle : result.idle) {
        const bool ran = result.sound[idle] != Verdict::not_applicable;
        text += fmt::format("  {}{}\n", scenarios[idle].id, ran ? "" : "  (not applicable)");
    }
    if (!result.false_alarms.empty()) text += "\nFalse alarms on the sound device:\n";
    for (const FalseAlarm& alarm : result.false_alarms)
        text += fmt::format("  {:<12} {}  {}\n               {}\n", verdict_name(alarm.verdict),
                            scenarios[alarm.scenario].id, alarm.requirement, alarm.text);
    if (!escaped.empty()) text += "\nDefects that have to be caught, and were not:\n";
    for (const ExpectedCatch& line : escaped)
        text += fmt::format("  {} {}, by {}\n", role_name(line.role), line.defect, line.scenario);
    show_totals(text, result, escaped);
    return text;
}

Json matrix_json(const SelftestResult& result, std::span<const Scenario> scenarios,
                 std::span<const ExpectedCatch> escaped) {
    Json json = {{"runs", result.runs},
                 {"false-alarms", Json::array()},
                 {"escaped", Json::array()},
                 {"scenarios", Json::array()},
                 {"defects", Json::array()}};
    for (const FalseAlarm& alarm : result.false_alarms)
        json["false-alarms"].push_back({{"scenario", scenarios[alarm.scenario].id},
                                        {"verdict", verdict_name(alarm.verdict)},
                                        {"requirement", alarm.requirement},
                                        {"text", alarm.text}});
    for (const ExpectedCatch& line : escaped)
        json["escaped"].push_back(
            {{"defect", line.defect}, {"role", role_name(line.role)}, {"scenario", line.scenario}});
    for (std::size_t i = 0; i < scenarios.size(); ++i)
        json["scenarios"].push_back({{"id", scenarios[i].id},
                                     {"sound", verdict_name(result.sound[i])},
                                     {"catches", std::ranges::find(result.idle, i) == result.idle.end()}});
    for (const DefectOutcome& outcome : result.defects) {
        Json catches = Json::array();
        for (const Catch& found : outcome.catches)
            catches.push_back({{"scenario", scenarios[found.scenario].id},
                               {"by", name_in(by_names, found.by)},
                               {"verdict", verdict_name(found.verdict)},
                               {"requirement", requirement_text(found.requirement)}});
        json["defects"].push_back({{"name", outcome.defect->name},
                                   {"role", role_name(outcome.role)},
                                   {"requirement", outcome.defect->requirement},
                                   {"grade", name_in(grade_names, outcome.grade)},
                                   {"catches", std::move(catches)}});
    }
    return json;
}

}  // namespace l2tp::tester
