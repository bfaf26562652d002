// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/selftest.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "codec/requirements.hpp"
#include "tester/text/printable.hpp"
#include "tester/virtual/trial.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t sound = static_cast<std::size_t>(-1);

// Cell is one field of the matrix: a scenario, and a defect of the result or none.
struct Cell {
    std::size_t scenario = 0;
    std::size_t defect = sound;
    Verdict verdict{};
    std::vector<Catch> catches{};
    std::vector<FalseAlarm> alarms{};
};

std::string requirement_text(codec::RequirementId id) {
    return id == codec::RequirementId::none ? "" : std::string(codec::requirement_of(id).id);
}

bool counts(Verdict verdict) {
    return verdict == Verdict::fail || verdict == Verdict::warn;
}

// note_alarms takes in what a sound device did not pass.
void note_alarms(Cell& cell, const TrialResult& trial) {
    const ScenarioResult& found = trial.result;
    const auto alarm = [&](Verdict verdict, codec::RequirementId requirement, std::string text) {
        cell.alarms.push_back({cell.scenario, verdict, requirement_text(requirement), std::move(text)});
    };
    if (found.verdict > Verdict::pass) {
        std::string text = found.seen;
        if (!found.because.empty()) text += text.empty() ? found.because : "; " + found.because;
        alarm(found.verdict, found.requirement, std::move(text));
    }
    if (found.tear_down.verdict > Verdict::pass)
        alarm(found.tear_down.verdict, codec::RequirementId::none, "tear-down: " + found.tear_down.seen);
    for (const protocol::JudgedFinding& finding : trial.findings) {
        const Verdict verdict = verdict_of(finding.verdict);
        if (counts(verdict))
            alarm(verdict, finding.first.requirement, "the judge: " + printable(finding.first.seen.view()));
    }
}

void note_catches(Cell& cell, const TrialResult& trial) {
    const ScenarioResult& found = trial.result;
    const auto caught = [&](Catch::By by, Verdict verdict, codec::RequirementId requirement) {
        if (counts(verdict)) cell.catches.push_back({cell.scenario, by, verdict, requirement});
    };
    caught(Catch::By::scenario, found.verdict, found.requirement);
    caught(Catch::By::tear_down, found.tear_down.verdict, codec::RequirementId::none);
    for (const protocol::JudgedFinding& finding : trial.findings)
        caught(Catch::By::judge, verdict_of(finding.verdict), finding.first.requirement);
}

Role role_of(protocol::Role role) {
    return role == protocol::Role::lns ? Role::lns : Role::lac;
}

bool is_wanted(const Scenario& scenario, const protocol::Defect& defect, Role role,
               const SelftestSettings& settings) {
    return scenario.role == role && (!settings.wanted || settings.wanted(scenario, defect));
}

std::vector<DefectOutcome> chosen_defects(std::span<const Scenario> scenarios,
                                          const SelftestSettings& settings) {
    std::vector<DefectOutcome> chosen;
    if (settings.against == SelftestSettings::Against::sound_only) return chosen;
    for (const protocol::Defect& defect : protocol::defects()) {
        if (!settings.defect.empty() && defect.name != settings.defect) continue;
        for (const Role role : {Role::lns, Role::lac}) {
            if (defect.role && role_of(*defect.role) != role) continue;
            const bool wanted = std::ranges::any_of(scenarios, [&](const Scenario& scenario) {
                return is_wanted(scenario, defect, role, settings);
            });
            if (!wanted) continue;
            chosen.push_back({&defect, role, DefectOutcome::Grade::missed, {}});
        }
    }
    return chosen;
}

std::vector<Cell> cells_of(std::span<const Scenario> scenarios, std::span<const DefectOutcome> defects,
                           const SelftestSettings& settings) {
    std::vector<Cell> cells;
    for (std::size_t s = 0; s < scenarios.size(); ++s) {
        cells.push_back({s, sound});
        for (std::size_t d = 0; d < defects.size(); ++d) {
            if (is_wanted(scenarios[s], *defects[d].defect, defects[d].role, settings))
                cells.push_back({s, d});
        }
    }
    return cells;
}

// Workers fill in the cells: each takes the next one until there are none.
class Workers {
  public:
    Workers(std::span<Cell> cells, std::span<const Scenario> scenarios,
            std::span<const DefectOutcome> defects, const SelftestSettings& settings)
        : cells_(cells), scenarios_(scenarios), defects_(defects), settings_(settings) {}

    void run() {
        std::vector<std::thread> threads;
        for (unsigned i = 1; i < settings_.jobs; ++i) threads.emplace_back([this] { work(); });
        work();
        for (std::thread& thread : threads) thread.join();
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    void work() {
        for (std::size_t i = next_++; i < cells_.size(); i = next_++) {
            try {
                fill(cells_[i]);
            } catch (...) {
                const std::lock_guard lock(mutex_);
                failure_ = std::current_exception();
                next_ = cells_.size();
            }
        }
    }

    void fill(Cell& cell) {
        const Scenario& scenario = scenarios_[cell.scenario];
        const protocol::Defect* defect = cell.defect == sound ? nullptr : defects_[cell.defect].defect;
        const TrialResult trial = try_scenario(scenario, profiles_[static_cast<std::size_t>(scenario.role)],
                                               defect, settings_.seed);
        cell.verdict = trial.result.verdict;
        if (defect == nullptr) {
            note_alarms(cell, trial);
        } else {
            note_catches(cell, trial);
        }
        const std::lock_guard lock(mutex_);
        if (settings_.on_progress) settings_.on_progress(++done_, cells_.size());
    }

    std::span<Cell> cells_;
    std::span<const Scenario> scenarios_;
    std::span<const DefectOutcome> defects_;
    const SelftestSettings& settings_;
    const std::array<Profile, 2> profiles_{built_in_profile(Role::lac), built_in_profile(Role::lns)};
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;
    std::size_t done_ = 0;
    std::exception_ptr failure_;
};

void grade(DefectOutcome& outcome, std::span<const Scenario> scenarios) {
    if (outcome.catches.empty()) return;
    const bool right = std::ranges::any_of(outcome.catches, [&](const Catch& found) {
        return is_right(found, scenarios[found.scenario], *outcome.defect);
    });
    outcome.grade = right ? DefectOutcome::Grade::caught : DefectOutcome::Grade::elsewhere;
}

}  // namespace

bool is_right(const Catch& found, const Scenario& scenario, const protocol::Defect& defect) {
    if (requirement_text(found.requirement) == defect.requirement) return true;
    return found.by == Catch::By::scenario &&
           std::ranges::any_of(scenario.requirements, [&](codec::RequirementId id) {
               return requirement_text(id) == defect.requirement;
           });
}

SelftestResult selftest(std::span<const Scenario> scenarios, const SelftestSettings& settings) {
    SelftestResult result;
    result.defects = chosen_defects(scenarios, settings);
    std::vector<Cell> cells = cells_of(scenarios, result.defects, settings);
    Workers(cells, scenarios, result.defects, settings).run();
    result.runs = cells.size();
    result.sound.assign(scenarios.size(), Verdict::not_applicable);
    std::vector<bool> useful(scenarios.size());
    for (const Cell& cell : cells) {
        result.false_alarms.insert(result.false_alarms.end(), cell.alarms.begin(), cell.alarms.end());
        if (cell.defect == sound) {
            result.sound[cell.scenario] = cell.verdict;
            continue;
        }
        auto& catches = result.defects[cell.defect].catches;
        catches.insert(catches.end(), cell.catches.begin(), cell.catches.end());
        if (counts(cell.verdict)) useful[cell.scenario] = true;
    }
    for (DefectOutcome& outcome : result.defects) grade(outcome, scenarios);
    const bool whole = !result.defects.empty() && !settings.wanted;
    for (std::size_t i = 0; i < scenarios.size() && whole; ++i) {
        if (!useful[i]) result.idle.push_back(i);
    }
    return result;
}

}  // namespace l2tp::tester
