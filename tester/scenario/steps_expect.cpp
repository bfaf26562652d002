// SPDX-License-Identifier: GPL-2.0-or-later
// Steps that wait for outcomes.
#include <algorithm>

#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/computed_values.hpp"
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

}  // namespace

Action parse_expect(const JsonPlace& place, Names& names) {
    place.expect_object({"expect", "note", "within", "otherwise", "because"});
    const JsonPlace what = place.at("expect");
    Expect expect;
    expect.outcomes = parse_outcomes(what, names, Verdict::pass);
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
