// SPDX-License-Identifier: GPL-2.0-or-later
// How scenarios write what only a run knows: values in braces, numbers and lengths of time made of them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "tester/scenario/names.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// The same patterns stand in the JSON Schema.
inline constexpr std::string_view reference_pattern = "^[{][a-z0-9. -]+[}]$";

// full_cycle is the one timer that is computed from several items of the profile.
inline constexpr std::string_view full_cycle = "full-cycle";

// is_computed tells whether a value is written in braces or as a change of such a value.
[[nodiscard]] bool is_computed(const Json& value);

// parse_computed reads "{tunnel.theirs}" or { "corrupt": "{tunnel.theirs}" }; its names must be known.
[[nodiscard]] Computed parse_computed(const JsonPlace& place, const Names& names);

// computed_text writes a computed value as a scenario does.
[[nodiscard]] std::string computed_text(const Computed& computed);

// parse_number reads a number of 16 bits that the file gives or that a run computes.
[[nodiscard]] Number parse_number(const JsonPlace& place, const Names& names);
[[nodiscard]] std::string number_text(const Number& number);

// parse_span reads "4 s", "ack-within" or "1.5 x hello-interval".
[[nodiscard]] Span parse_span(const JsonPlace& place);
[[nodiscard]] std::string span_text(const Span& span);
// span_pattern is the JSON Schema's.
[[nodiscard]] std::string span_pattern();

// parse_word reads one of a list of words and returns its place in the list.
template <typename Words>
std::size_t parse_word(const JsonPlace& place, const Words& words, std::string_view what) {
    const auto found = std::find(words.begin(), words.end(), place.text());
    if (found == words.end()) place.fail("no such " + std::string(what));
    return static_cast<std::size_t>(found - words.begin());
}

// parse_flags reads the first two octets of a header, "0xc802".
[[nodiscard]] std::uint16_t parse_flags(const JsonPlace& place);

}  // namespace l2tp::tester
