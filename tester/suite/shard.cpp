// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/shard.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint64_t most_shards = 1000;

std::optional<std::uint64_t> read(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

Shard parse_shard(std::string_view text) {
    const std::size_t slash = text.find('/');
    const auto number = read(text.substr(0, slash));
    const auto of = slash == std::string_view::npos ? std::nullopt : read(text.substr(slash + 1));
    if (!number || !of || *number < 1 || *number > *of || *of > most_shards) {
        throw UsageError(fmt::format("--shard takes I/N, such as 2/5; not \"{}\"", printable(text)));
    }
    return {*number, *of};
}

}  // namespace l2tp::tester
