// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/scenario_measure.hpp"

#include <algorithm>

#include "codec/message_table.hpp"

namespace l2tp::tester {
namespace {

Time full_cycle(const Profile& profile) {
    Time sum{};
    Time interval = profile.duration("first-interval");
    for (std::uint64_t i = 0; i <= profile.number("retransmissions"); ++i) {
        sum += interval;
        interval = std::min(interval * 2, profile.duration("interval-cap"));
    }
    return sum;
}

class Measure {
  public:
    explicit Measure(const Profile* profile) : profile_(profile) {}

    std::size_t tunnels = 0;
    bool dialled = false;
    Time time{};

    void add_steps(const std::vector<Step>& steps) {
        for (const Step& step : steps) std::visit([this](const auto& action) { add(action); }, step.action);
    }

  private:
    template <typename Action>
    void add(const Action&) {}
    void add(const Use& use) {
        if (use.fragment == Use::Fragment::tunnel) ++tunnels;
        if (use.opener == Use::Opener::device) dialled = true;
    }
    void add(const Send& send) {
        if (send.message != nullptr && send.message->type == codec::message_type::sccrq)
            tunnels += send.times;
    }
    void add(const Trigger& trigger) {
        if (std::ranges::find(trigger.hooks, "open-tunnel") != trigger.hooks.end()) dialled = true;
    }
    void add(const Wait& wait) {
        if (profile_ == nullptr) return;
        const Time length = duration_of(wait.length, *profile_);
        time = wait.absolute ? std::max(time, length) : time + length;
    }
    void add(const Expect& expect) {
        if (profile_ == nullptr || expect.outcomes.empty()) return;
        const auto* silence = std::get_if<SilenceOutcome>(&expect.outcomes.front().what);
        if (silence != nullptr) time += duration_of(silence->length, *profile_);
    }
    void add(const ExpectRetransmissions& expect) {
        if (profile_ == nullptr) return;
        Time interval = profile_->duration("first-interval");
        for (unsigned copy = 0;
             copy < expect.copies && expect.until != ExpectRetransmissions::Until::gives_up; ++copy) {
            time += interval;
            interval = std::min(interval * 2, profile_->duration("interval-cap"));
        }
        if (expect.until == ExpectRetransmissions::Until::gives_up) time += full_cycle(*profile_);
    }
    void add(const Never& never) { add_steps(never.steps); }
    void add(const Repeat& repeat) {
        Measure turn(profile_);
        turn.add_steps(repeat.steps);
        tunnels += turn.tunnels * repeat.times;
        time += turn.time * repeat.times;
        dialled = dialled || turn.dialled;
    }

    const Profile* profile_;
};

}  // namespace

Time duration_of(const Span& span, const Profile& profile) {
    if (span.timer.empty()) return span.fixed;
    const ProfileItem* item = find_profile_item(span.timer);
    const bool known = item != nullptr && item->kind == ProfileItem::Kind::duration;
    return (known ? profile.duration(span.timer) : full_cycle(profile)) * span.permille / 1000;
}

std::size_t tunnels_of(const Scenario& scenario) {
    Measure measure(nullptr);
    measure.add_steps(scenario.steps);
    return std::max<std::size_t>(measure.tunnels, 1);
}

bool is_dialled(const Scenario& scenario) {
    Measure measure(nullptr);
    measure.add_steps(scenario.steps);
    return measure.dialled || scenario.role == Role::lac;
}

Time least_duration(const Scenario& scenario, const Profile& profile) {
    Measure measure(&profile);
    measure.add_steps(scenario.steps);
    return measure.time;
}

}  // namespace l2tp::tester
