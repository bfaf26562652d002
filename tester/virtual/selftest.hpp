// SPDX-License-Identifier: GPL-2.0-or-later
// Selftest: scenarios and judge are judged. Every scenario runs in virtual time against the sound built-in
// device, where it has to pass, and against each planted defect: what catches what is the kill matrix.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "codec/requirement.hpp"
#include "protocol/defects/defect.hpp"
#include "tester/run/scenario_result.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// Catch is one thing that gave a defect away.
struct Catch {
    enum class By : std::uint8_t { scenario, tear_down, judge };

    std::size_t scenario = 0;  // its index
    By by = By::scenario;
    Verdict verdict = Verdict::fail;
    codec::RequirementId requirement = codec::RequirementId::none;
};

// DefectOutcome is one defect in one role of the device.
struct DefectOutcome {
    // `elsewhere`: something was seen, but not under the requirement that the defect breaks.
    enum class Grade : std::uint8_t { missed, elsewhere, caught };

    const protocol::Defect* defect = nullptr;
    Role role = Role::lns;
    Grade grade = Grade::missed;
    std::vector<Catch> catches;  // in the order of scenarios
};

// FalseAlarm is a sound device that did not pass.
struct FalseAlarm {
    std::size_t scenario = 0;
    Verdict verdict = Verdict::fail;
    std::string requirement;
    std::string text;  // printable
};

struct SelftestResult {
    std::vector<Verdict> sound;  // of each scenario
    std::vector<FalseAlarm> false_alarms;
    std::vector<DefectOutcome> defects;
    std::vector<std::size_t> idle;  // scenarios that catch no defect by themselves
    std::uint64_t runs = 0;
};

struct SelftestSettings {
    enum class Against : std::uint8_t { sound_and_defects, sound_only };

    unsigned jobs = 1;  // threads
    std::uint64_t seed = 0;
    Against against = Against::sound_and_defects;
    std::string_view defect{};  // only this one; empty: all
    // Whether a defect is tried with a scenario; empty: each with all.
    std::function<bool(const Scenario&, const protocol::Defect&)> wanted{};
    std::function<void(std::size_t done, std::size_t all)> on_progress{};  // called from one thread at a time
};

// selftest runs the matrix. The scenarios outlive the result's indices.
[[nodiscard]] SelftestResult selftest(std::span<const Scenario> scenarios, const SelftestSettings& settings);

// is_right tells that a catch names the requirement that the defect breaks, or that the scenario is about it.
[[nodiscard]] bool is_right(const Catch& found, const Scenario& scenario, const protocol::Defect& defect);

}  // namespace l2tp::tester
