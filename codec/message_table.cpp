// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/message_table.hpp"

#include <algorithm>
#include <tuple>

#include "codec/message_rows.hpp"

namespace l2tp::codec {
namespace {

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace

std::span<const MessageRow> message_table() noexcept {
    return message_rows;
}

const MessageRow* find_message(std::uint16_t type, std::uint16_t vendor) noexcept {
    const auto wanted = std::tuple(vendor, type);
    const auto row = std::ranges::lower_bound(message_rows, wanted, {}, [](const MessageRow& candidate) {
        return std::tuple(candidate.vendor, candidate.type);
    });
    return row != message_rows.end() && row->vendor == vendor && row->type == type ? &*row : nullptr;
}

const MessageRow* find_message_by_name(std::string_view name) noexcept {
    const auto row = std::ranges::find_if(message_rows, [name](const MessageRow& candidate) {
        return same_name(candidate.abbreviation, name) || same_name(candidate.name, name);
    });
    return row != message_rows.end() ? &*row : nullptr;
}

}  // namespace l2tp::codec
