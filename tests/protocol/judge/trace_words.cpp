// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/protocol/judge/trace_words.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>

namespace l2tp::protocol::traces {
namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t';
}

// split_words cuts a line at spaces and at a comment; a quoted text is one word, with its opening quote.
std::vector<std::string> split_words(std::string_view line) {
    std::vector<std::string> words;
    for (std::size_t at = 0; at < line.size();) {
        if (is_space(line[at])) {
            ++at;
            continue;
        }
        if (line[at] == '#') break;
        const bool quoted = line[at] == '"';
        std::size_t end = at + 1;
        while (end < line.size() && (quoted ? line[end] != '"' : !is_space(line[end]))) ++end;
        if (quoted && end == line.size()) throw Mistake{"a text without its closing quote"};
        words.emplace_back(line.substr(at, end - at));
        at = quoted ? end + 1 : end;
    }
    return words;
}

// take_variants removes a leading "[one two]" from the words.
std::vector<std::string> take_variants(std::vector<std::string>& words) {
    std::vector<std::string> variants;
    if (words.empty() || words.front().front() != '[') return variants;
    words.front().erase(0, 1);
    while (!words.empty()) {
        std::string word = words.front();
        words.erase(words.begin());
        const bool last = !word.empty() && word.back() == ']';
        if (last) word.pop_back();
        if (!word.empty()) variants.push_back(word);
        if (last) return variants;
    }
    throw Mistake{"a [ without its ]"};
}

std::optional<std::uint8_t> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    return std::nullopt;
}

codec::OctetString parse_hex(std::string_view word) {
    codec::OctetString octets;
    if (word.size() % 2 != 0) throw Mistake{"an odd number of hex digits: " + std::string(word)};
    for (std::size_t at = 0; at < word.size(); at += 2) {
        const auto high = hex_digit(word[at]);
        const auto low = hex_digit(word[at + 1]);
        if (!high || !low) throw Mistake{"neither octets nor a name: " + std::string(word)};
        octets.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
    }
    return octets;
}

// Octets under construction: where LLLL stands is kept until the length is known.
struct Building {
    codec::OctetString octets;
    std::vector<std::size_t> lengths;
};

void append_words(Building& building, const std::vector<std::string>& words, const NamedOctets& names,
                  unsigned depth);

void append_word(Building& building, std::string_view word, const NamedOctets& names, unsigned depth) {
    if (word == "LLLL") {
        building.lengths.push_back(building.octets.size());
        building.octets.resize(building.octets.size() + 2);
        return;
    }
    if (word.front() == '"') {
        building.octets.insert(building.octets.end(), word.begin() + 1, word.end());
        return;
    }
    if (const auto named = names.find(word); named != names.end()) {
        append_words(building, named->second, names, depth + 1);
        return;
    }
    std::uint64_t times = 1;
    if (const auto star = word.find('*'); star != std::string_view::npos) {
        times = parse_number(word.substr(star + 1));
        word = word.substr(0, star);
    }
    const codec::OctetString once = parse_hex(word);
    for (; times > 0; --times) codec::append_octets(building.octets, once);
}

void append_words(Building& building, const std::vector<std::string>& words, const NamedOctets& names,
                  unsigned depth) {
    if (depth > 8) throw Mistake{"octets that are named after themselves"};
    for (const std::string& word : words) append_word(building, word, names, depth);
}

}  // namespace

std::vector<Statement> split_statements(const std::string& text) {
    std::vector<Statement> statements;
    std::istringstream lines(text);
    std::string line;
    for (std::size_t number = 1; std::getline(lines, line); ++number) {
        std::vector<std::string> words;
        try {
            words = split_words(line);
            if (words.empty()) continue;
            if (is_space(line.front())) {
                if (statements.empty()) throw Mistake{"a continuation of nothing"};
                auto& all = statements.back().words;
                all.insert(all.end(), words.begin(), words.end());
                continue;
            }
            std::vector<std::string> variants = take_variants(words);
            if (words.empty()) throw Mistake{"variants of nothing"};
            statements.push_back({number, std::move(variants), std::move(words)});
        } catch (const Mistake& mistake) {
            throw Mistake{"line " + std::to_string(number) + ": " + mistake.what};
        }
    }
    return statements;
}

std::uint64_t parse_number(std::string_view word) {
    const bool hex = word.starts_with("0x");
    const std::string_view digits = hex ? word.substr(2) : word;
    std::uint64_t number = 0;
    const auto end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, number, hex ? 16 : 10);
    if (error != std::errc{} || stop != end) throw Mistake{"not a number: " + std::string(word)};
    return number;
}

codec::Time parse_time(std::string_view word) {
    const auto point = word.find('.');
    const auto seconds = static_cast<std::int64_t>(parse_number(word.substr(0, point)));
    std::string decimals = point == std::string_view::npos ? "0" : std::string(word.substr(point + 1));
    if (decimals.empty() || decimals.size() > 9) throw Mistake{"not a time: " + std::string(word)};
    decimals.resize(9, '0');
    return std::chrono::seconds(seconds) +
           std::chrono::nanoseconds(static_cast<std::int64_t>(parse_number(decimals)));
}

codec::Endpoint parse_endpoint(const std::string& word) {
    codec::Endpoint endpoint;
    const auto colon = word.rfind(':');
    if (colon == std::string::npos || colon < 2) throw Mistake{"not ADDRESS:PORT: " + word};
    endpoint.port = static_cast<std::uint16_t>(parse_number(std::string_view(word).substr(colon + 1)));
    std::string address = word.substr(0, colon);
    const bool six = address.front() == '[';
    if (six) address = address.substr(1, address.size() - 2);
    endpoint.family = six ? codec::Endpoint::Family::ipv6 : codec::Endpoint::Family::ipv4;
    if (inet_pton(six ? AF_INET6 : AF_INET, address.c_str(), endpoint.address.data()) != 1) {
        throw Mistake{"not an address: " + address};
    }
    return endpoint;
}

codec::OctetString parse_octets(const std::vector<std::string>& words, const NamedOctets& names) {
    Building building;
    append_words(building, words, names, 0);
    for (const std::size_t at : building.lengths) {
        building.octets[at] = static_cast<std::uint8_t>(building.octets.size() >> 8);
        building.octets[at + 1] = static_cast<std::uint8_t>(building.octets.size());
    }
    return building.octets;
}

}  // namespace l2tp::protocol::traces
