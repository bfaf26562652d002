// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/commands/requirement_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace l2tp::tester {

std::string treatment_in_words(const codec::Requirement& requirement) {
    const std::string_view name = codec::treatment_name(requirement.treatment);
    switch (requirement.treatment) {
        case codec::Treatment::implied:
            return fmt::format("{} by {}", name, fmt::join(codec::implied_by(requirement), ", "));
        case codec::Treatment::not_testable:
            return fmt::format("{}: {}", name, requirement.because);
        case codec::Treatment::decoding:
        case codec::Treatment::in_context:
        case codec::Treatment::by_scenario:
            break;
    }
    return std::string(name);
}

std::vector<std::string_view> scenarios_testing(codec::RequirementId id,
                                                std::span<const Scenario> scenarios) {
    std::vector<std::string_view> ids;
    for (const Scenario& scenario : scenarios) {
        if (std::ranges::find(scenario.requirements, id) != scenario.requirements.end()) {
            ids.push_back(scenario.id);
        }
    }
    return ids;
}

}  // namespace l2tp::tester
