// SPDX-License-Identifier: GPL-2.0-or-later
// The words that the reading rows are written in.
#pragma once

#include "tester/scenario/reading_outcomes.hpp"

namespace l2tp::tester::reading_rows {

using enum Verdict;
using Kind = Reaction::Kind;
using Detail = Reaction::Detail;
using Row = ReadingOutcome;
using namespace codec::message_type;

inline constexpr Reaction silence{Kind::silence};
inline constexpr Reaction acknowledged{Kind::acknowledgement};
inline constexpr Reaction acknowledged_again{Kind::next_acknowledgement};

[[nodiscard]] constexpr Reaction says(std::uint16_t message) {
    return {Kind::message, message};
}
[[nodiscard]] constexpr Reaction says(std::uint16_t message, Detail detail) {
    return {Kind::message, message, {}, {}, detail};
}
[[nodiscard]] constexpr Reaction says_result(std::uint16_t message, std::uint8_t result) {
    return {Kind::message, message, result, {}};
}
[[nodiscard]] constexpr Reaction says_error(std::uint16_t message, std::uint8_t error) {
    return {Kind::message, message, std::uint8_t{2}, error};
}

// The scenario goes on after this outcome although it is no pass, or to see what became of the tunnel.
inline constexpr auto on = Outcome::Then::go_on;

inline constexpr std::string_view other_code = "another code than the reading names";
inline constexpr std::string_view dropped = "dropped without a word";
inline constexpr std::string_view at_most_acknowledged = "acknowledged at most";
inline constexpr std::string_view unnoticed = "the deviation was not noticed";
inline constexpr std::string_view whole_tunnel = "the whole tunnel is closed for one call";
inline constexpr std::string_view removed = "removed without a word, if it is gone";

}  // namespace l2tp::tester::reading_rows
