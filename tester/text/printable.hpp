// SPDX-License-Identifier: GPL-2.0-or-later
// What a peer sends is hostile: its strings are made harmless before they reach a terminal or a report.
#pragma once

#include <string>
#include <string_view>

#include "codec/octets.hpp"

namespace l2tp::tester {

// printable returns text that is safe on a terminal: control codes (C0, DEL, C1), characters that change the
// direction or the shape of what surrounds them, and octets that are not UTF-8 become escapes such as \x1b or
// \u{202e}; a backslash becomes two. Text of more than `limit` octets is cut, and says so.
[[nodiscard]] std::string printable(std::string_view text, std::size_t limit = 1100);
[[nodiscard]] std::string printable(codec::Octets octets, std::size_t limit = 1100);

// still_printable makes sure of text that should be printable already: what is stays as it is.
[[nodiscard]] std::string still_printable(std::string_view text, std::size_t limit = 65536);

// valid_utf8 returns the octets as UTF-8 text; each octet that is not part of a valid sequence is replaced by
// U+FFFD. The result is for JSON, whose writer escapes the rest.
[[nodiscard]] std::string valid_utf8(codec::Octets octets);
[[nodiscard]] std::string valid_utf8(std::string_view text);

// to_hex returns lower-case hexadecimal digits without separators.
[[nodiscard]] std::string to_hex(codec::Octets octets);

}  // namespace l2tp::tester
