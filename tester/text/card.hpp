// SPDX-License-Identifier: GPL-2.0-or-later
// What verdict cards are made of, and how a terminal wants them.
#pragma once

#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include "codec/requirement.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

inline constexpr std::string_view card_indent = "      ";

enum class Style : std::uint8_t { plain, colours };

// StreamKind says what a stream can show.
struct StreamKind {
    Style style = Style::plain;
    bool progress = false;  // a terminal on which a line can be overwritten
};

// kind_of looks at the stream, at TERM and at NO_COLOR.
[[nodiscard]] StreamKind kind_of(std::FILE* stream);

// verdict_word is the verdict in four characters: "FAIL".
[[nodiscard]] std::string verdict_word(Verdict verdict, Style style);

// add_card_line appends an indented line with a label; nothing where there is no text.
void add_card_line(std::string& card, std::string_view label, std::string_view text);

// requirement_line is "id  LEVEL  paraphrase".
[[nodiscard]] std::string requirement_line(codec::RequirementId id);

// frame_filter is the Wireshark display filter that finds the frames.
[[nodiscard]] std::string frame_filter(std::span<const std::uint64_t> frames);

}  // namespace l2tp::tester
