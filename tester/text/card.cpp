// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/card.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdlib>

#include "codec/requirements.hpp"

namespace l2tp::tester {
namespace {

std::string_view short_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::not_applicable:
            return "N/A ";
        case Verdict::pass:
            return "PASS";
        case Verdict::warn:
            return "WARN";
        case Verdict::inconclusive:
            return "INCO";
        case Verdict::fail:
            return "FAIL";
        case Verdict::error:
            break;
    }
    return "ERR ";
}

std::string_view colour(Verdict verdict) {
    switch (verdict) {
        case Verdict::not_applicable:
            return "\x1b[2m";
        case Verdict::pass:
            return "\x1b[32m";
        case Verdict::warn:
            return "\x1b[33m";
        case Verdict::inconclusive:
            return "\x1b[35m";
        case Verdict::fail:
        case Verdict::error:
            break;
    }
    return "\x1b[1;31m";
}

}  // namespace

StreamKind kind_of(std::FILE* stream) {
    const char* no_colour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
    StreamKind kind;
    kind.progress = isatty(fileno(stream)) != 0 && !dumb;
    if (kind.progress && (no_colour == nullptr || *no_colour == '\0')) kind.style = Style::colours;
    return kind;
}

std::string verdict_word(Verdict verdict, Style style) {
    if (style == Style::plain) return std::string(short_name(verdict));
    return fmt::format("{}{}\x1b[0m", colour(verdict), short_name(verdict));
}

void add_card_line(std::string& card, std::string_view label, std::string_view text) {
    if (!text.empty()) card += fmt::format("{}{:<10}{}\n", card_indent, label, text);
}

std::string requirement_line(codec::RequirementId id) {
    const codec::Requirement& requirement = codec::requirement_of(id);
    return fmt::format("{}  {}  {}", requirement.id, codec::level_name(requirement.level), requirement.text);
}

std::string frame_filter(std::span<const std::uint64_t> frames) {
    return fmt::format("frame.number in {{{}}}", fmt::join(frames, ", "));
}

}  // namespace l2tp::tester
