// SPDX-License-Identifier: GPL-2.0-or-later
// Readings as scenarios cite them: where the RFC leaves open how a device reacts to a stimulus, one row for
// each reaction, with its verdict. The rows stand in reading_rows/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "codec/message_table.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

// Reaction is what the device does. Silence includes a bare acknowledgement unless a row before it names
// that.
struct Reaction {
    enum class Kind : std::uint8_t { message, acknowledgement, next_acknowledgement, silence };
    // A message can be narrowed down further than by its codes.
    enum class Detail : std::uint8_t {
        none,
        copy,                   // the same message once more
        id_is_0,                // its assigned ID
        id_is_missing,          // its Assigned Tunnel ID or Assigned Session ID AVP
        no_challenge_response,  // the AVP is missing
        version_1_0,            // its Protocol Version
    };

    Kind kind{};
    std::uint16_t message = 0;
    std::optional<std::uint8_t> result{};
    std::optional<std::uint8_t> error{};
    Detail detail = Detail::none;
};

// ReadingOutcome is one row. `stimulus` is what the tester sent: the message, and what is special about it.
struct ReadingOutcome {
    std::string_view reading;
    std::string_view stimulus;
    Reaction reaction{};
    Verdict verdict{};
    std::string_view because{};
    std::optional<Outcome::Then> then{};  // by default on after a pass only
};

// Reading is one entry of the list: its number and what it is about.
struct Reading {
    std::string_view number;
    std::string_view text;
};

[[nodiscard]] std::span<const Reading> readings() noexcept;
[[nodiscard]] const Reading* find_reading(std::string_view number) noexcept;

// reading_outcomes returns all rows; those of a reading and stimulus stand together, narrow before wide.
[[nodiscard]] std::span<const ReadingOutcome> reading_outcomes() noexcept;

// stimuli_of lists the cases of a reading.
[[nodiscard]] std::vector<std::string_view> stimuli_of(std::string_view reading);

// outcomes_of makes the outcomes of an `expect` from the rows; none where there is no such case.
[[nodiscard]] std::vector<Outcome> outcomes_of(std::string_view reading, std::string_view stimulus);

}  // namespace l2tp::tester
