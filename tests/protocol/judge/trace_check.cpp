// SPDX-License-Identifier: GPL-2.0-or-later
// Gives a trace to the judge and compares: all findings of each datagram, none missing and none more, and
// whatever else the trace says about it.
#include <algorithm>
#include <map>
#include <set>

#include "codec/requirements.hpp"
#include "tests/protocol/judge/expectations.hpp"
#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::traces {
namespace {

std::string name_of_endpoint(const Trace& trace, const codec::Endpoint& at) {
    for (const Host& host : trace.hosts) {
        if (host.at == at) return host.name;
    }
    return "nobody";
}

std::string label_of(const Trace& trace, std::uint64_t reference) {
    for (const Step& step : trace.steps) {
        if (step.kind == Step::Kind::datagram && step.reference == reference) {
            return step.label.empty() ? "#" + std::to_string(reference) : step.label;
        }
    }
    return "#" + std::to_string(reference);
}

// Key says what makes two findings one: what was broken, by whom, with which verdict.
using Key = std::array<std::string, 3>;

Key key_of(const Trace& trace, const codec::Finding& finding, const codec::Endpoint& culprit,
           Outlook verdict) {
    return {std::string(codec::requirement_of(finding.requirement).id), name_of_endpoint(trace, culprit),
            std::string(name_of_verdict(verdict))};
}

std::string in_words(const ExpectedBreach& breach) {
    return "finds " + breach.requirement + " by " + breach.culprit + ' ' + breach.verdict +
           (breach.about.empty() ? "" : " about " + breach.about);
}

class Comparison {
  public:
    explicit Comparison(const Trace& trace) : trace_(trace), judge_(settings_of(trace)) {}

    std::vector<std::string> run() && {
        for (const Step& step : trace_.steps) {
            const Judgement& judgement = give(step);
            compare_breaches(step, judgement);
            for (const Expectation& expectation : step.expectations) {
                const std::string seen = unmet(trace_, step, judgement, expectation.words);
                if (!seen.empty()) say(expectation.line, joined(expectation.words) + ", but " + seen);
            }
        }
        compare_summary();
        for (const Expectation& ending : trace_.endings) {
            const std::string seen = unmet_at_the_end(judge_, ending.words);
            if (!seen.empty()) say(ending.line, joined(ending.words) + ", but " + seen);
        }
        return std::move(differences_);
    }

  private:
    static JudgeSettings settings_of(const Trace& trace) {
        JudgeSettings settings = trace.settings;
        if (!trace.secret.empty()) {
            settings.secret = [&trace](const codec::Endpoint&, const codec::Endpoint&) {
                return codec::Octets(trace.secret);
            };
        }
        return settings;
    }

    const Judgement& give(const Step& step) {
        if (step.kind == Step::Kind::finish) return judge_.finish(step.time);
        const codec::Datagram datagram{.octets = step.octets,
                                       .wire_length = step.wire_length,
                                       .from = step.from.at,
                                       .to = step.to.at,
                                       .time = step.time,
                                       .reference = step.reference,
                                       .udp_checksum = step.udp_checksum};
        return judge_.on_datagram(datagram, step.conduct);
    }

    // compare_breaches pairs expected and seen; `about` counts only where the trace names it.
    void compare_breaches(const Step& step, const Judgement& judgement) {
        std::vector<ExpectedBreach> left = step.breaches;
        for (const Breach& breach : judgement.breaches) {
            const Key key = key_of(trace_, breach.finding, breach.culprit, breach.verdict);
            ++counted_[key];
            ExpectedBreach seen{key[0], key[1], key[2],
                                breach.about ? label_of(trace_, *breach.about) : std::string()};
            const auto same = std::ranges::find_if(left, [&](const ExpectedBreach& expected) {
                return expected.requirement == seen.requirement && expected.culprit == seen.culprit &&
                       expected.verdict == seen.verdict &&
                       (expected.about.empty() || expected.about == seen.about);
            });
            if (same != left.end()) {
                left.erase(same);
            } else {
                say(step.line, "more: " + in_words(seen) + " (expected " +
                                   std::string(breach.finding.expected.view()) + ", seen " +
                                   std::string(breach.finding.seen.view()) + ")");
            }
        }
        for (const ExpectedBreach& missing : left) say(step.line, "missing: " + in_words(missing));
    }

    // compare_summary: the sum that findings() keeps is the sum of what was said at once.
    void compare_summary() {
        std::map<Key, std::uint64_t> kept;
        for (const JudgedFinding& finding : judge_.findings()) {
            kept[key_of(trace_, finding.first, finding.culprit, finding.verdict)] += finding.count;
        }
        if (kept != counted_) say(0, "findings() is not the sum of the breaches");
    }

    void say(std::size_t line, const std::string& what) {
        differences_.push_back("line " + std::to_string(line) + ": " + what);
    }

    const Trace& trace_;
    Judge judge_;
    std::map<Key, std::uint64_t> counted_;
    std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> differences(const Trace& trace) {
    return Comparison(trace).run();
}

}  // namespace l2tp::protocol::traces
