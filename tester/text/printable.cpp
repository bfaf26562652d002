// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/printable.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace l2tp::tester {
namespace {

struct Character {
    std::uint32_t code_point = 0;
    std::size_t size = 0;  // 0: the octet here starts no valid sequence
};

// read_character reads one UTF-8 sequence: shortest form only, no surrogates (RFC 3629).
Character read_character(std::string_view text) {
    const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = octet(0);
    if (first < 0x80) return {first, 1};
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size) return {};
    std::uint32_t code_point = first & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        if ((octet(i) & 0xc0) != 0x80) return {};
        code_point = code_point << 6 | (octet(i) & 0x3fU);
    }
    constexpr std::uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code_point < smallest[size] || code_point > 0x10ffff) return {};
    if (code_point >= 0xd800 && code_point <= 0xdfff) return {};
    return {code_point, size};
}

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// Controls, marks that reorder or join text, fillers without width, private use and non-characters.
constexpr Range unsafe_ranges[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x206f}, {0x3164, 0x3164}, {0xd800, 0xf8ff},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
    {0xffa0, 0xffa0}, {0xfff0, 0xffff}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0x10ffff},
};

bool is_unsafe(std::uint32_t code_point) {
    for (const Range& range : unsafe_ranges) {
        if (code_point >= range.first && code_point <= range.last) return true;
    }
    return false;
}

std::string_view as_text(codec::Octets octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

enum class Backslash : std::uint8_t { doubled, kept };

std::string harmless(std::string_view text, std::size_t limit, Backslash backslash) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        if (i >= limit) return out + fmt::format("... ({} octets)", text.size());
        const Character character = read_character(text.substr(i));
        if (character.size == 0) {
            out += fmt::format("\\x{:02x}", static_cast<std::uint8_t>(text[i]));
        } else if (character.code_point == '\\' && backslash == Backslash::doubled) {
            out += "\\\\";
        } else if (!is_unsafe(character.code_point)) {
            out += text.substr(i, character.size);
        } else if (character.code_point < 0x80) {
            out += fmt::format("\\x{:02x}", character.code_point);
        } else {
            out += fmt::format("\\u{{{:x}}}", character.code_point);
        }
        i += character.size == 0 ? 1 : character.size;
    }
    return out;
}

}  // namespace

std::string printable(std::string_view text, std::size_t limit) {
    return harmless(text, limit, Backslash::doubled);
}

std::string still_printable(std::string_view text, std::size_t limit) {
    return harmless(text, limit, Backslash::kept);
}

std::string printable(codec::Octets octets, std::size_t limit) {
    return printable(as_text(octets), limit);
}

std::string valid_utf8(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size();) {
        const Character character = read_character(text.substr(i));
        if (character.size == 0) {
            out += "\xef\xbf\xbd";
            ++i;
        } else {
            out += text.substr(i, character.size);
            i += character.size;
        }
    }
    return out;
}

std::string valid_utf8(codec::Octets octets) {
    return valid_utf8(as_text(octets));
}

std::string to_hex(codec::Octets octets) {
    std::string out;
    out.reserve(octets.size() * 2);
    for (const std::uint8_t octet : octets) {
        out += "0123456789abcdef"[octet >> 4];
        out += "0123456789abcdef"[octet & 15];
    }
    return out;
}

}  // namespace l2tp::tester
