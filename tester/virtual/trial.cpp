// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/trial.hpp"

#include <fmt/format.h>

#include "tester/suite/scenario_measure.hpp"
#include "tester/suite/suite.hpp"
#include "tester/text/printable.hpp"
#include "tester/virtual/virtual_driver.hpp"

namespace l2tp::tester {
namespace {

TrialResult error(std::string because) {
    TrialResult trial;
    trial.result.verdict = Verdict::error;
    trial.result.because = std::move(because);
    return trial;
}

RunSettings run_settings(const Scenario& scenario, const Lane& lane) {
    RunSettings settings;
    settings.peer = lane.peer;
    if (is_dialled(scenario)) settings.listen = lane.listen;
    settings.other_source = lane.other_source;
    settings.reached_before = true;
    return settings;
}

// Choice is a configuration of the device under which a scenario applies.
struct Choice {
    const Configuration* configuration = nullptr;
    std::string why_not;  // empty: it does
};

Choice choose_configuration(const Scenario& scenario, const Profile& profile) {
    Choice choice{nullptr, why_not_applicable(scenario, profile)};
    if (choice.why_not.empty()) return choice;
    for (const Configuration& other : configurations()) {
        if (!other.item.empty() && why_not_applicable(scenario, configured(profile, &other)).empty())
            return {&other, {}};
    }
    return choice;
}

}  // namespace

TrialResult try_scenario(const Scenario& scenario, const Profile& profile, const protocol::Defect* defect,
                         std::uint64_t seed) {
    Choice choice{find_configuration(scenario.configuration), {}};
    if (scenario.configuration.empty()) choice = choose_configuration(scenario, profile);
    if (!choice.why_not.empty()) {
        TrialResult trial;
        trial.result.because = choice.why_not;
        return trial;
    }
    if (!scenario.configuration.empty() && choice.configuration == nullptr) {
        return error(fmt::format("the built-in device has no configuration \"{}\"",
                                 printable(scenario.configuration)));
    }
    VirtualRunSettings settings;
    settings.lane = built_in_lane(profile);
    settings.start = virtual_epoch;
    settings.network.seed = seed;
    settings.device = {
        profile, choice.configuration, defect, settings.lane.peer, dialled_address(settings.lane), seed};
    const Profile answers = configured(profile, choice.configuration);
    Random random(seed);
    std::uint32_t call_serial_number = 0;
    std::uint16_t next_port = 0;
    std::uint64_t frames = 0;
    ScenarioRun run(scenario, run_settings(scenario, settings.lane),
                    Identity{answers, random, call_serial_number});
    static_cast<void>(
        run_virtually(run, settings, next_port, [&frames](const codec::Datagram&) { return ++frames; }));
    const auto findings = run.judge().findings();
    return {run.result(), {findings.begin(), findings.end()}};
}

}  // namespace l2tp::tester
