// SPDX-License-Identifier: GPL-2.0-or-later
// The words of a trace file: statements, numbers, times, endpoints and octets.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/octets.hpp"

namespace l2tp::protocol::traces {

// Mistake is what is wrong with a line of a trace file; the reader adds file and line.
struct Mistake {
    std::string what;
};

// Statement is a line with its continuations, cut into words. A quoted word keeps its opening quote.
struct Statement {
    std::size_t line = 0;
    std::vector<std::string> variants;  // empty: of every variant
    std::vector<std::string> words;
};

using NamedOctets = std::map<std::string, std::vector<std::string>, std::less<>>;

[[nodiscard]] std::vector<Statement> split_statements(const std::string& text);

[[nodiscard]] std::uint64_t parse_number(std::string_view word);
// parse_time reads seconds with up to nine decimals.
[[nodiscard]] codec::Time parse_time(std::string_view word);
// parse_endpoint reads 192.0.2.1:1701 or [2001:db8::1]:1701.
[[nodiscard]] codec::Endpoint parse_endpoint(const std::string& word);
// parse_octets turns words into the octets of a datagram: hex digits, "text", 00*16, names, and LLLL for the
// number of octets of the whole.
[[nodiscard]] codec::OctetString parse_octets(const std::vector<std::string>& words,
                                              const NamedOctets& names);

}  // namespace l2tp::protocol::traces
