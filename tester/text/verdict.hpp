// SPDX-License-Identifier: GPL-2.0-or-later
// Verdicts (after ISO 9646), how they combine, and the exit codes that follow from them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "codec/requirement.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::tester {

// Verdict is ordered by precedence: the worse of two is the greater.
enum class Verdict : std::uint8_t { not_applicable, pass, warn, inconclusive, fail, error };

inline constexpr std::array<std::string_view, 6> verdict_names{"not-applicable", "pass", "warn",
                                                               "inconclusive",   "fail", "error"};

[[nodiscard]] constexpr std::string_view verdict_name(Verdict verdict) noexcept {
    return verdict_names[static_cast<std::size_t>(verdict)];
}

[[nodiscard]] constexpr std::optional<Verdict> find_verdict(std::string_view name) noexcept {
    for (std::size_t i = 0; i < verdict_names.size(); ++i) {
        if (verdict_names[i] == name) return static_cast<Verdict>(i);
    }
    return std::nullopt;
}

[[nodiscard]] constexpr Verdict worse(Verdict a, Verdict b) noexcept {
    return std::max(a, b);
}

// verdict_of translates what the judge says.
[[nodiscard]] constexpr Verdict verdict_of(protocol::Outlook outlook) noexcept {
    switch (outlook) {
        case protocol::Outlook::pass:
            return Verdict::pass;
        case protocol::Outlook::warn:
            return Verdict::warn;
        case protocol::Outlook::fail:
            return Verdict::fail;
        case protocol::Outlook::inconclusive:
            break;
    }
    return Verdict::inconclusive;
}

// Strictness says whether a `warn` counts as a nonconformity.
enum class Strictness : std::uint8_t { normal, strict };

namespace exit_code {
inline constexpr int conforms = 0;
inline constexpr int nonconformity = 1;
inline constexpr int usage = 2;
inline constexpr int inconclusive = 3;
inline constexpr int differs = 4;  // from the baseline
}  // namespace exit_code

[[nodiscard]] constexpr int exit_code_of(Verdict verdict, Strictness strictness) noexcept {
    switch (verdict) {
        case Verdict::not_applicable:
        case Verdict::pass:
            return exit_code::conforms;
        case Verdict::warn:
            return strictness == Strictness::strict ? exit_code::nonconformity : exit_code::conforms;
        case Verdict::fail:
            return exit_code::nonconformity;
        case Verdict::inconclusive:
        case Verdict::error:
            break;
    }
    return exit_code::inconclusive;
}

}  // namespace l2tp::tester
