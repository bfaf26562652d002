// SPDX-License-Identifier: GPL-2.0-or-later
// What a network or a capture does to a sound conversation is nobody's breach: each trace without findings is
// judged again with datagrams lost, cut, twice there, or overtaken, and from its middle on.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "codec/requirements.hpp"
#include "tests/protocol/judge/expectations.hpp"
#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::traces {
namespace {

bool is_sound(const Trace& trace) {
    return std::ranges::all_of(trace.steps, [](const Step& step) {
        return step.breaches.empty() && step.conduct == Conduct::plain;
    });
}

// breaches_of judges the steps as seen from somewhere on the path. Where the trace itself lacks datagrams,
// their absence never proves anything.
std::string breaches_of(const Trace& trace, const std::vector<Step>& steps, Absence absence) {
    JudgeSettings settings = trace.settings;
    const bool lossy = settings.vantage.elsewhere == Absence::nothing;
    settings.vantage = {{}, lossy ? Absence::nothing : absence};
    if (!trace.secret.empty()) {
        settings.secret = [&trace](const codec::Endpoint&, const codec::Endpoint&) {
            return codec::Octets(trace.secret);
        };
    }
    Judge judge(settings);
    std::uint64_t reference = 0;
    for (const Step& step : steps) {
        if (step.kind == Step::Kind::finish) {
            (void)judge.finish(step.time);
            continue;
        }
        (void)judge.on_datagram({.octets = step.octets,
                                 .wire_length = step.wire_length,
                                 .from = step.from.at,
                                 .to = step.to.at,
                                 .time = step.time,
                                 .reference = ++reference});
    }
    std::string all;
    for (const JudgedFinding& finding : judge.findings()) {
        if (finding.verdict != Outlook::fail && finding.verdict != Outlook::warn) continue;
        all += "\n  " + std::string(codec::requirement_of(finding.first.requirement).id) + ' ' +
               std::string(name_of_verdict(finding.verdict)) + ", expected " +
               std::string(finding.first.expected.view()) + ", seen " +
               std::string(finding.first.seen.view());
    }
    return all;
}

// for_each_sound calls `vary` for each datagram of each sound trace.
template <typename Vary>
void for_each_sound(Absence absence, Vary vary) {
    for (const Trace& trace : all_traces()) {
        if (!is_sound(trace)) continue;
        for (std::size_t i = 0; i < trace.steps.size(); ++i) {
            std::vector<Step> steps = trace.steps;
            if (steps[i].kind != Step::Kind::datagram || !vary(steps, i)) continue;
            const std::string breaches = breaches_of(trace, steps, absence);
            if (breaches.empty()) continue;
            ADD_FAILURE() << trace.name << ", line " << trace.steps[i].line << ':' << breaches;
        }
    }
}

using Steps = std::vector<Step>;

Steps::iterator at(Steps& steps, std::size_t position) {
    return steps.begin() + static_cast<std::ptrdiff_t>(position);
}

TEST(SoundConversation, ThatLostADatagramToTheCaptureDrawsNothing) {
    for_each_sound(Absence::nothing, [](Steps& steps, std::size_t i) {
        steps.erase(at(steps, i));
        return true;
    });
}

TEST(SoundConversation, ThatLostTwoDatagramsToTheCaptureDrawsNothing) {
    for (std::size_t distance = 1; distance <= 6; ++distance) {
        for_each_sound(Absence::nothing, [&](Steps& steps, std::size_t i) {
            if (i + distance >= steps.size()) return false;
            steps.erase(at(steps, i + distance));
            steps.erase(at(steps, i));
            return true;
        });
    }
}

// A first fragment alone, or a snap length: the header is there.
constexpr std::array<std::size_t, 6> cuts{12, 14, 18, 20, 26, 40};

bool cut_to(Step& step, std::size_t left) {
    const bool cut = step.kind == Step::Kind::datagram && step.octets.size() > left;
    if (cut) step.octets.resize(left);
    return cut;
}

TEST(SoundConversation, WithOneDatagramCutDrawsNothing) {
    for (const std::size_t left : cuts) {
        for_each_sound(Absence::after_some,
                       [&](Steps& steps, std::size_t i) { return cut_to(steps[i], left); });
    }
}

TEST(SoundConversation, WithEachDatagramCutDrawsNothing) {
    for (const std::size_t left : cuts) {
        for_each_sound(Absence::after_some, [&](Steps& steps, std::size_t i) {
            for (Step& step : steps) (void)cut_to(step, left);
            return i == 0;
        });
    }
}

TEST(SoundConversation, ThatIsSeenFromItsMiddleOnDrawsNothing) {
    for_each_sound(Absence::after_some, [](Steps& steps, std::size_t i) {
        steps.erase(steps.begin(), at(steps, i));
        return i > 0;
    });
}

TEST(SoundConversation, ThatEndsEarlyDrawsNothing) {
    for_each_sound(Absence::after_some, [](Steps& steps, std::size_t i) {
        steps.erase(at(steps, i + 1), steps.end());
        return true;
    });
}

TEST(SoundConversation, WithADatagramTwiceDrawsNothing) {
    for_each_sound(Absence::after_some, [](Steps& steps, std::size_t i) {
        steps.insert(at(steps, i), steps[i]);
        return true;
    });
}

TEST(SoundConversation, WithADatagramOvertakenDrawsNothing) {
    for_each_sound(Absence::after_some, [](Steps& steps, std::size_t i) {
        if (i + 1 >= steps.size() || steps[i + 1].kind != Step::Kind::datagram) return false;
        const bool close = steps[i + 1].time - steps[i].time <= std::chrono::milliseconds(100);
        std::swap(steps[i], steps[i + 1]);
        std::swap(steps[i].time, steps[i + 1].time);
        return close && steps[i].from.name == steps[i + 1].from.name;
    });
}

}  // namespace
}  // namespace l2tp::protocol::traces
