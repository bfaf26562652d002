// SPDX-License-Identifier: GPL-2.0-or-later
// Requirements: one row for each statement that a LAC or LNS can break. Every finding names one.
#pragma once

#include <cstdint>
#include <string_view>

namespace l2tp::codec {

enum class Level : std::uint8_t { must, should, may };

// Who has to obey.
enum class Party : std::uint8_t { sender, receiver, lac, lns, both };

// Requirement is one row. `id` is DOCUMENT/SECTION/slug and never changes; `text` is our paraphrase.
struct Requirement {
    std::string_view id;
    Level level = Level::must;
    Party party = Party::sender;
    std::uint16_t line = 0;      // first line of the statement in the RFC's text; 0: derived from a format
    std::string_view reading{};  // A-number where the RFC is unclear and a fair reading decides
    std::string_view text{};

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
