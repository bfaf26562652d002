// SPDX-License-Identifier: GPL-2.0-or-later
// The steps: one after the other, into fragments, loops and watched stretches and out again.
#include "tester/run/engine.hpp"

#include <fmt/format.h>

#include "tester/run/compare.hpp"
#include "tester/run/fragments.hpp"
#include "tester/run/run_expect.hpp"
#include "tester/run/run_probe.hpp"
#include "tester/run/run_retransmissions.hpp"
#include "tester/run/run_time.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

void Engine::start(Time now) {
    stage_.result.started = now;
    phase_ = Phase::steps;
    frames_.push_back({&stage_.scenario.steps});
    advance(now);
}

// advance carries out steps until one has to wait.
void Engine::advance(Time now) {
    while (phase_ == Phase::steps && waiter_ == nullptr) {
        Frame& frame = frames_.back();
        if (frame.index >= frame.steps->size()) {
            if (!leave_frame()) return begin_tear_down(now);
            continue;
        }
        if (frames_.size() == 1) stage_.step = frame.index;
        const Step& step = (*frame.steps)[frame.index++];
        follow(carry_out(step, now), now);
    }
}

// leave_frame begins the next turn of a loop, or goes back to the frame around; false: there is none.
bool Engine::leave_frame() {
    Frame& frame = frames_.back();
    if (frame.repeat != nullptr && frame.turn < frame.repeat->times) {
        ++frame.turn;
        frame.index = 0;
        stage_.bindings.bind("turn", {number_octets(frame.turn, 4), frame.turn});
        return true;
    }
    if (frame.never != nullptr && !frame.never->outcomes.empty()) {
        std::string text;
        for (const Outcome& outcome : frame.never->outcomes) {
            text += (text.empty() ? "never " : ", nor ") + outcome_text(outcome);
        }
        stage_.decide({Verdict::pass, std::move(text), "none of it", ""});
    }
    if (frames_.size() == 1) return false;
    frames_.pop_back();
    return true;
}

Progress Engine::carry_out(const Step& step, Time now) {
    return std::visit([&](const auto& action) { return act(action, now); }, step.action);
}

void Engine::follow(Progress progress, Time now) {
    switch (progress) {
        case Progress::waiting:
            return;
        case Progress::done:
            waiter_.reset();
            return;
        case Progress::tear_down:
            return begin_tear_down(now);
        case Progress::abandon:
            return finish(now);
    }
}

Progress Engine::act(const Send& send, Time now) {
    if (send.times > 1 && send.message != nullptr) return wait_for<BulkSend>(send, now);
    return sender_.send(send, now) ? Progress::done : Progress::tear_down;
}
Progress Engine::act(const SendRaw& send, Time now) {
    return sender_.send(send, now) ? Progress::done : Progress::tear_down;
}
Progress Engine::act(const SendAgain& send, Time now) {
    return sender_.send(send, now) ? Progress::done : Progress::tear_down;
}
Progress Engine::act(const SendData& send, Time now) {
    return sender_.send(send, now) ? Progress::done : Progress::tear_down;
}
Progress Engine::act(const Expect& expect, Time now) {
    return wait_for<OutcomeWait>(expect, now);
}
Progress Engine::act(const ExpectAll& expect, Time now) {
    return wait_for<OutcomeWait>(expect, now);
}
Progress Engine::act(const ExpectRetransmissions& expect, Time now) {
    return wait_for<RetransmissionWatch>(expect, now);
}
Progress Engine::act(const Probe& probe, Time now) {
    return wait_for<ProbeWait>(probe, now);
}
Progress Engine::act(const Ppp& ppp, Time now) {
    return wait_for<PppWait>(ppp, now);
}
Progress Engine::act(const Wait& wait, Time now) {
    return wait_for<TimeWait>(wait, now);
}
Progress Engine::act(const Compare& step, Time) {
    return compare(step, stage_) ? Progress::done : Progress::tear_down;
}
Progress Engine::act(const ChannelControl& control, Time) {
    stage_.control(control);
    return Progress::done;
}

Progress Engine::act(const Never& never, Time) {
    frames_.push_back({&never.steps});
    frames_.back().never = &never;
    return Progress::done;
}

Progress Engine::act(const Repeat& repeat, Time) {
    if (repeat.times == 0) return Progress::done;
    frames_.push_back({&repeat.steps});
    frames_.back().repeat = &repeat;
    stage_.bindings.bind("turn", {number_octets(1, 4), 1});
    return Progress::done;
}

Progress Engine::act(const Use& use, Time) {
    Frame& frame = frames_.emplace_back();
    frame.own = steps_of(use, stage_);
    frame.steps = &frame.own;
    return Progress::done;
}

Progress Engine::act(const Trigger& trigger, Time) {
    const Profile& profile = stage_.profile();
    for (const std::string& hook : trigger.hooks) {
        HookDesk::Values values{{"scenario", stage_.scenario.id},
                                {"called-number", profile.text("called-number")},
                                {"calling-number", profile.text("calling-number")},
                                {"listen", format_endpoint(stage_.settings.listen)}};
        for (const auto& [name, content] : trigger.values) {
            const auto value = resolve(content, stage_.scope());
            if (!value) {
                stage_.give_up("a value that a hook needs is not known");
                return Progress::tear_down;
            }
            const auto* computed = std::get_if<Computed>(&content);
            const bool id = computed != nullptr &&
                            (computed->source == Source::ours || computed->source == Source::theirs);
            values.emplace_back(name, id ? std::to_string(codec::read_u16(*value, 0))
                                         : std::string(value->begin(), value->end()));
        }
        stage_.hooks.ask(hook, std::move(values));
        if (hook == "dial") stage_.dialled = true;
    }
    return Progress::done;
}

std::string Engine::activity() const {
    if (phase_ == Phase::tear_down) return "closing the tunnel";
    if (phase_ != Phase::steps) return "";
    return waiter_ == nullptr ? "waiting" : waiter_->activity();
}

}  // namespace l2tp::tester
