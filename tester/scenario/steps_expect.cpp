// SPDX-License-Identifier: GPL-2.0-or-later
// Steps that wait for outcomes.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/reading_outcomes.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint64_t most_copies = 100;

bool is_silence(const Outcome& outcome) {
    return std::holds_alternative<SilenceOutcome>(outcome.what);
}

void refuse_silence(const std::vector<Outcome>& outcomes, const JsonPlace& place) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        if (is_silence(outcomes[i])) place.items()[i].fail("silence is nothing that can happen here");
    }
}

// { "reading": "A-01", "case": "SCCRQ" } stands for the rows of that reading.
void parse_reading(Expect& expect, const JsonPlace& place) {
    place.expect_object({"reading", "case"});
    const JsonPlace reading = place.at("reading");
    const JsonPlace stimulus = place.at("case");
    expect.reading = reading.text();
    expect.stimulus = stimulus.text();
    if (find_reading(expect.reading) == nullptr) reading.fail("no such reading");
    expect.outcomes = outcomes_of(expect.reading, expect.stimulus);
    if (!expect.outcomes.empty()) return;
    const auto known = stimuli_of(expect.reading);
    if (known.empty()) reading.fail("this reading is not about the reaction to a stimulus");
    stimulus.fail(fmt::format("no such case of {}; it has {}", expect.reading, fmt::join(known, "; ")));
}

}  // namespace

Action parse_expect(const JsonPlace& place, Names& names) {
    place.expect_object({"expect", "note", "within", "otherwise", "because"});
    const JsonPlace what = place.at("expect");
    Expect expect;
    if (what.value().is_object()) {
        parse_reading(expect, what);
    } else {
        expect.outcomes = parse_outcomes(what, names, Verdict::pass);
    }
    if (std::ranges::count_if(expect.outcomes, is_silence) > 1) what.fail("has more than one silence");
    if (const auto within = place.find("within")) expect.within = parse_span(*within);
    parse_otherwise(expect, place);
    return expect;
}

Action parse_expect_all(const JsonPlace& place, Names& names) {
    place.expect_object({"expect-all", "note", "order", "within", "otherwise", "because"});
    const JsonPlace what = place.at("expect-all");
    ExpectAll expect;
    expect.outcomes = parse_outcomes(what, names, Verdict::pass);
    refuse_silence(expect.outcomes, what);
    if (const auto order = place.find("order")) {
        expect.order = static_cast<ExpectAll::Order>(parse_word(*order, words::order, "order"));
    }
    if (const auto within = place.find("within")) expect.within = parse_span(*within);
    parse_otherwise(expect, place);
    return expect;
}

Action parse_expect_retransmissions(const JsonPlace& place, Names& names) {
    place.expect_object(
        {"expect-retransmissions", "note", "on", "spacing", "copies", "until", "otherwise", "because"});
    ExpectRetransmissions expect;
    expect.message = &parse_message_name(place.at("expect-retransmissions"));
    expect.on = parse_on(place, expect.message, names);
    if (const auto spacing = place.find("spacing")) {
        expect.spacing =
            static_cast<ExpectRetransmissions::Spacing>(parse_word(*spacing, words::spacing, "spacing"));
    }
    if (const auto copies = place.find("copies")) expect.copies = parse_count(*copies, most_copies);
    if (const auto until = place.find("until")) {
        parse_word(*until, words::until, "end of retransmissions");
        expect.until = ExpectRetransmissions::Until::gives_up;
    }
    parse_otherwise(expect, place);
    return expect;
}

Action parse_never(const JsonPlace& place, Names& names) {
    place.expect_object({"never", "note", "while"});
    const JsonPlace what = place.at("never");
    Never never;
    never.outcomes = parse_outcomes(what, names, Verdict::fail);
    refuse_silence(never.outcomes, what);
    never.steps = parse_steps(place.at("while"), names);
    return never;
}

}  // namespace l2tp::tester
