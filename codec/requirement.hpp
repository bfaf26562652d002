// SPDX-License-Identifier: GPL-2.0-or-later
// Requirements: one row for each statement that a LAC or LNS can break. Every finding names one.
#pragma once

#include <cstdint>
#include <string_view>

namespace l2tp::codec {

enum class Level : std::uint8_t { must, should, may };

// Who has to obey.
enum class Party : std::uint8_t { sender, receiver, lac, lns, both };

// Treatment is how a breach would come to light.
enum class Treatment : std::uint8_t {
    decoding,      // found by decoding: one datagram shows it
    in_context,    // judged in context: the conversation shows it, whatever else is said in it
    by_scenario,   // driven by scenarios: it takes a stimulus, or an answer to one, to show it
    implied,       // implied by other requirements: what breaks this one breaks one of them
    not_testable,  // not testable from outside
};

// Lines is a range of lines of an RFC's text as published; 0: none.
struct Lines {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
};

// Requirement is one row. `id` is DOCUMENT/SECTION/slug and never changes; `text` is our paraphrase. The
// lines are those of the statement in the RFC's text as published, 0 where there is none.
struct Requirement {
    std::string_view id;
    Level level = Level::must;
    Party party = Party::sender;
    std::uint16_t line = 0;
    std::uint16_t last_line = 0;
    std::string_view reading{};  // A-number where the RFC is unclear and a fair reading decides
    std::string_view text{};
    Treatment treatment = Treatment::decoding;
    std::string_view because{};  // of implied: ids with a space between them; of not_testable: the reason

    [[nodiscard]] constexpr std::string_view document() const noexcept { return id.substr(0, id.find('/')); }
    [[nodiscard]] constexpr std::string_view section() const noexcept {
        const auto first = id.find('/') + 1;
        return id.substr(first, id.find('/', first) - first);
    }
    [[nodiscard]] constexpr std::string_view slug() const noexcept { return id.substr(id.rfind('/') + 1); }
};

// RequirementId is an index into requirements(); only the string id may be stored or printed.
enum class RequirementId : std::uint16_t { none = 0xffff };

}  // namespace l2tp::codec
