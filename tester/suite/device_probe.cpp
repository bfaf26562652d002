// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/device_probe.hpp"

#include <fmt/format.h>

#include <memory>

#include "codec/attribute.hpp"
#include "tester/run/message_builder.hpp"

namespace l2tp::tester {
namespace {

namespace message_type = codec::message_type;

constexpr Time held_open =
    std::chrono::milliseconds(1000);  // the first tunnel, while the second is asked for
constexpr Time second_asked_after = std::chrono::milliseconds(300);
constexpr std::string_view challenges = "it challenges the tester";

Outcome outcome(std::uint16_t type, std::string_view because, bool challenge) {
    MessageOutcome message;
    message.message = codec::find_message(type);
    if (challenge) message.has.push_back(codec::attribute::challenge);
    return {message, Verdict::pass, std::string(because), Outcome::Then::go_on};
}

// question is a scenario that sends SCCRQ, tells the answers apart, and holds the tunnel open for a while.
Scenario question(const Profile& profile, Time hold) {
    Scenario scenario;
    scenario.id = "reachable";
    scenario.title = "What the device answers to SCCRQ";
    Expect expect;
    expect.outcomes = {outcome(message_type::sccrp, challenges, true),
                       outcome(message_type::sccrp, "", false),
                       outcome(message_type::stopccn, "it refuses", false)};
    expect.within = Span{profile.duration("reachable-within"), {}, 1000};
    expect.otherwise = Verdict::inconclusive;
    scenario.steps = {{plain_message(message_type::sccrq)}, {std::move(expect)}};
    if (hold > Time::zero()) scenario.steps.push_back({Wait{Span{hold, {}, 1000}, false, {}}});
    return scenario;
}

}  // namespace

DeviceProbe probe_device(Driver& driver, const Lane& lane, Profile& profile, Random& random) {
    const Scenario first = question(profile, held_open);
    const Scenario second = question(profile, Time::zero());
    RunSettings settings;
    settings.peer = lane.peer;
    settings.after_silence = RunSettings::AfterSilence::conclude;
    std::uint32_t serial = 0;
    const Identity identity{profile, random, serial};
    ScenarioRun first_run(first, settings, identity);
    ScenarioRun second_run(second, settings, identity);
    const bool one_source = lane.source.port != 0;
    bool asked = false;
    driver.on_interrupt([&] {
        first_run.interrupt(driver.now());
        if (asked) second_run.interrupt(driver.now());
    });
    driver.start(first_run, lane, [] {});
    driver.at(driver.now() + second_asked_after, [&] {
        const bool answered = first_run.result().verdict == Verdict::pass;
        if (one_source || !answered || first_run.finished()) return;
        asked = true;
        driver.start(second_run, lane, [] {});
    });
    driver.run();

    DeviceProbe probe;
    probe.health = first_run.result();
    if (probe.health.reach != Reach::answered) return probe;
    const bool challenged = probe.health.because == challenges;
    const bool refused = probe.health.because == "it refuses";
    probe.assumed.push_back(challenged ? "It challenges the tester."
                            : refused  ? fmt::format("It refuses a tunnel: {}.", probe.health.seen)
                                       : "It does not challenge the tester.");
    if (challenged && profile.secret().empty()) {
        probe.assumed.push_back("No secret was given, so hardly any tunnel can be opened (--secret-env).");
    }
    const bool accepted =
        asked && second_run.result().verdict == Verdict::pass && second_run.result().because != "it refuses";
    if (asked && !accepted) {
        profile.set("second-tunnel", false);
        probe.assumed.push_back("It accepts no second tunnel beside the first: scenarios run one by one.");
    } else if (accepted) {
        probe.assumed.push_back(
            fmt::format("It accepts a second tunnel; up to {} at the same time are assumed.",
                        profile.number("max-tunnels")));
    }
    probe.assumed.push_back(
        "No profile was given: everything else is assumed as `l2tpspec schema --profile` has it by default; "
        "a profile says "
        "it better.");
    return probe;
}

}  // namespace l2tp::tester
