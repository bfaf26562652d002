// SPDX-License-Identifier: GPL-2.0-or-later
// The steps of a scenario, each kind read by one function. `names` grows with what a step opens and
// remembers.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "tester/scenario/names.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

using Action = decltype(Step::action);

// parse_steps reads a list of at least one step.
[[nodiscard]] std::vector<Step> parse_steps(const JsonPlace& place, Names& names);

// step_keys are the keys of which a step has exactly one.
[[nodiscard]] std::vector<std::string_view> step_keys();

// steps_send.cpp
[[nodiscard]] Action parse_send(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_send_raw(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_send_again(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_send_data(const JsonPlace& place, Names& names);

// Deviations are the keys that change a message before it is sent; parse_deviations reads them.
inline constexpr std::array<std::string_view, 11> deviation_keys{
    "set", "with", "without", "hide", "header", "trailing", "cut-to", "dropped", "delayed", "from", "times"};
void parse_deviations(Send& send, const JsonPlace& place, const Names& names);

// steps_use.cpp
[[nodiscard]] Action parse_use(const JsonPlace& place, Names& names);

// outcome_parser.cpp. Alternatives may open the same tunnel or session, and `usual` is the verdict of an
// outcome that has none.
[[nodiscard]] std::vector<Outcome> parse_outcomes(const JsonPlace& place, Names& names, Verdict usual);
[[nodiscard]] Verdict parse_verdict(const JsonPlace& place);

// steps_expect.cpp
[[nodiscard]] Action parse_expect(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_expect_all(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_expect_retransmissions(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_never(const JsonPlace& place, Names& names);

// parse_otherwise reads what all judging steps share: "otherwise" and "because".
template <typename Judging>
void parse_otherwise(Judging& step, const JsonPlace& place) {
    if (const auto otherwise = place.find("otherwise")) step.otherwise = parse_verdict(*otherwise);
    if (const auto because = place.find("because")) step.because = because->non_empty_text();
}

// steps_judge.cpp
[[nodiscard]] Action parse_compare(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_probe(const JsonPlace& place, Names& names);

// steps_control.cpp
[[nodiscard]] Action parse_channel(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_ppp(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_trigger(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_wait(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_wait_until(const JsonPlace& place, Names& names);
[[nodiscard]] Action parse_repeat(const JsonPlace& place, Names& names);

// default_name is the tunnel or session that a message belongs to where a step says nothing.
[[nodiscard]] std::string default_name(const codec::MessageRow* message);

// parse_on reads "on", a tunnel or session that must be there; or takes the default and makes it known.
[[nodiscard]] std::string parse_on(const JsonPlace& place, const codec::MessageRow* message, Names& names);

// parse_from reads "from".
[[nodiscard]] From parse_from(const JsonPlace& place);

// parse_count reads a number from 1.
[[nodiscard]] std::uint32_t parse_count(const JsonPlace& place, std::uint64_t largest);

}  // namespace l2tp::tester
