// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/protocol/judge/expectations.hpp"

#include <algorithm>
#include <array>

#include "tests/protocol/judge/trace_words.hpp"

namespace l2tp::protocol::traces {
namespace {

using Words = std::vector<std::string>;

// Situation is what an expectation is about.
struct Situation {
    const Trace& trace;
    const Step& step;
    const Judgement& judgement;
};

std::string or_empty(std::string_view wanted, const std::string& seen) {
    return wanted == seen ? std::string() : "it is " + seen;
}

std::string label_of(const Trace& trace, std::uint64_t reference) {
    for (const Step& step : trace.steps) {
        if (step.kind != Step::Kind::datagram || step.reference != reference) continue;
        if (!step.label.empty()) return step.label;
    }
    return "#" + std::to_string(reference);
}

std::string states_in_words(const Set<State>& states) {
    constexpr std::array all{State::idle,           State::wait_ctl_reply, State::wait_ctl_conn,
                             State::wait_tunnel,    State::wait_reply,     State::wait_connect,
                             State::wait_cs_answer, State::established};
    std::string words;
    for (const State state : all) {
        if (!states.contains(state)) continue;
        if (!words.empty()) words += '|';
        words += name_of(state);
    }
    return words.empty() ? "unknown" : words;
}

// state HOST STATES, state HOST can|cannot STATE: after this datagram. `call` likewise.
std::string unmet_state(const Situation& s, const Words& words) {
    if (words.size() < 3 || words.size() > 4) return "that means nothing";
    const auto& pair = words[0] == "state" ? s.judgement.connection : s.judgement.call;
    if (words[1] != s.step.from.name && words[1] != s.step.to.name) return words[1] + " is no end of it";
    const std::string seen = states_in_words(pair[words[1] == s.step.from.name ? 0 : 1].after);
    if (words.size() == 3) return or_empty(words[2], seen);
    const bool there = ('|' + seen + '|').find('|' + words[3] + '|') != std::string::npos;
    if (words[2] != "can" && words[2] != "cannot") return "that means nothing";
    return seen != "unknown" && there == (words[2] == "can") ? std::string() : "it is " + seen;
}

std::string unmet_repetition(const Situation& s, const Words& words) {
    std::string seen = s.judgement.repetition == Repetition::first  ? "first"
                       : s.judgement.repetition == Repetition::copy ? "copy"
                                                                    : "duplicate";
    if (s.judgement.copy_of) seen += " of " + label_of(s.trace, *s.judgement.copy_of);
    return or_empty(joined(Words(words.begin() + 1, words.end())), seen);
}

// acknowledges LABEL, acknowledges FIRST..LAST COUNT, acknowledges nothing
std::string unmet_acknowledges(const Situation& s, const Words& words) {
    const References& all = s.judgement.acknowledges;
    std::string seen = all.count == 0 ? "nothing" : label_of(s.trace, all.first);
    if (all.count > 1) seen += ".." + label_of(s.trace, all.last) + ' ' + std::to_string(all.count);
    return or_empty(joined(Words(words.begin() + 1, words.end())), seen);
}

// answers LABEL [after TIME], answers nothing
std::string unmet_answers(const Situation& s, const Words& words) {
    if (words.size() < 2) return "that means nothing";
    const auto& answer = s.judgement.answers;
    const std::string seen = answer ? label_of(s.trace, answer->reference) : "nothing";
    if (words[1] != seen) return "it is " + seen;
    if (words.size() < 4 || !answer) return {};
    if (answer->after == parse_time(words[3])) return {};
    return "it is after " + std::to_string(answer->after.count()) + " ns";
}

std::string unmet_later(const Situation& s, const Words& words) {
    if (words.size() != 3) return "that means nothing";
    const auto kind = words[1] == "answered" ? LaterFact::Kind::answered : LaterFact::Kind::acknowledged;
    const bool there = std::ranges::any_of(s.judgement.later, [&](const LaterFact& fact) {
        return fact.kind == kind && label_of(s.trace, fact.about) == words[2];
    });
    return there ? std::string() : "it is not said";
}

std::string unmet_number(std::uint64_t seen, const Words& words) {
    if (words.size() != 2) return "that means nothing";
    return parse_number(words[1]) == seen ? std::string() : "it is " + std::to_string(seen);
}

struct NumberRow {
    std::string_view word;
    std::uint64_t (*of)(const Judgement&);
};

constexpr std::array number_rows{
    NumberRow{"tunnel", [](const Judgement& j) -> std::uint64_t { return j.tunnel; }},
    NumberRow{"session", [](const Judgement& j) -> std::uint64_t { return j.session; }},
    NumberRow{"outstanding", [](const Judgement& j) -> std::uint64_t { return j.outstanding; }},
    NumberRow{"window", [](const Judgement& j) -> std::uint64_t { return j.peer_window.value_or(0); }},
    NumberRow{"missing-data", [](const Judgement& j) -> std::uint64_t { return j.missing_data; }},
    NumberRow{"late-data", [](const Judgement& j) -> std::uint64_t { return j.late_data ? 1 : 0; }},
    NumberRow{"ahead", [](const Judgement& j) -> std::uint64_t { return j.ahead ? 1 : 0; }},
};

std::string_view name_of_fate(Fate fate) noexcept {
    switch (fate) {
        case Fate::opening:
            return "opening";
        case Fate::open:
            return "open";
        case Fate::refused:
            return "refused";
        case Fate::closed:
            return "closed";
        case Fate::lost:
            break;
    }
    return "lost";
}

// fate tunnel|session NUMBER FATE
std::string unmet_fate(const Judge& judge, const Words& words) {
    if (words.size() != 4) return "that means nothing";
    const std::uint64_t number = parse_number(words[2]);
    const bool tunnel = words[1] == "tunnel";
    const std::size_t count = tunnel ? judge.tunnels().size() : judge.sessions().size();
    if (number == 0 || number > count) return "there are " + std::to_string(count);
    const Fate fate = tunnel ? judge.tunnels()[number - 1].fate : judge.sessions()[number - 1].fate;
    return or_empty(words[3], std::string(name_of_fate(fate)));
}

std::string unmet_total(const Judge& judge, const Words& words) {
    const Counts& counts = judge.counts();
    const std::array<std::pair<std::string_view, std::uint64_t>, 8> totals{{
        {"tunnels", judge.tunnels().size()},
        {"sessions", judge.sessions().size()},
        {"control", counts.control},
        {"zlb", counts.zlb},
        {"data", counts.data},
        {"l2f", counts.l2f},
        {"l2tpv3", counts.l2tpv3},
        {"noise", counts.noise},
    }};
    for (const auto& [name, seen] : totals) {
        if (words.size() == 3 && words[1] == name) return unmet_number(seen, {words[1], words[2]});
    }
    return "that means nothing";
}

}  // namespace

std::string_view name_of_verdict(Outlook verdict) noexcept {
    switch (verdict) {
        case Outlook::pass:
            return "pass";
        case Outlook::warn:
            return "warn";
        case Outlook::fail:
            return "fail";
        case Outlook::inconclusive:
            break;
    }
    return "inconclusive";
}

std::string joined(const Words& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string unmet(const Trace& trace, const Step& step, const Judgement& judgement, const Words& words) {
    const Situation situation{trace, step, judgement};
    const std::string& first = words.front();
    if (first == "state" || first == "call") return unmet_state(situation, words);
    if (first == "is") return unmet_repetition(situation, words);
    if (first == "acknowledges") return unmet_acknowledges(situation, words);
    if (first == "answers") return unmet_answers(situation, words);
    if (first == "later") return unmet_later(situation, words);
    for (const NumberRow& row : number_rows) {
        if (row.word == first) return unmet_number(row.of(judgement), words);
    }
    return "that means nothing";
}

std::string unmet_at_the_end(const Judge& judge, const Words& words) {
    return words.front() == "fate" ? unmet_fate(judge, words) : unmet_total(judge, words);
}

}  // namespace l2tp::protocol::traces
