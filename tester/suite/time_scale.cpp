// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/time_scale.hpp"

#include <array>
#include <string_view>

namespace l2tp::tester {
namespace {

constexpr std::array<std::string_view, 6> patience{"settle",      "ack-within",       "answer-within",
                                                   "dial-within", "reachable-within", "round-trip"};

Time longer(Time time, double factor) {
    return Time(static_cast<Time::rep>(static_cast<double>(time.count()) * factor));
}

// Scaling walks the steps of a scenario. Spans that name a timer follow the profile.
class Scaling {
  public:
    explicit Scaling(double factor) : factor_(factor) {}

    void walk(std::vector<Step>& steps) {
        for (Step& step : steps) std::visit([this](auto& action) { scale(action); }, step.action);
    }

  private:
    void scale(Span& span) const {
        if (span.timer.empty()) span.fixed = longer(span.fixed, factor_);
    }
    void scale(std::vector<Outcome>& outcomes) const {
        for (Outcome& outcome : outcomes) {
            if (auto* silence = std::get_if<SilenceOutcome>(&outcome.what)) scale(silence->length);
        }
    }
    template <typename Action>
    void scale(Action& action) {
        if constexpr (requires { action.within; }) {
            if (action.within) scale(*action.within);
        }
        if constexpr (requires { action.outcomes; }) scale(action.outcomes);
        if constexpr (requires { action.steps; }) walk(action.steps);
        if constexpr (requires { action.absolute; }) {
            if (!action.absolute) scale(action.length);
        }
    }

    double factor_;
};

}  // namespace

void scale_times(Profile& profile, double factor) {
    for (const std::string_view item : patience) profile.set(item, longer(profile.duration(item), factor));
}

void scale_times(Scenario& scenario, double factor) {
    Scaling(factor).walk(scenario.steps);
}

}  // namespace l2tp::tester
