// SPDX-License-Identifier: GPL-2.0-or-later
// How the rules word what they expected and saw.
#pragma once

#include <cstdint>
#include <string_view>

#include "codec/decode.hpp"
#include "codec/text.hpp"

namespace l2tp::protocol {

// number_text returns e.g. "Ns 3" for an index into a stream: Ns and Nr are its lower 16 bits.
[[nodiscard]] constexpr codec::Text<120> number_text(std::string_view name, std::uint64_t index) noexcept {
    return codec::Text<120>(name).append_number(index & 0xffff);
}

// message_name returns the RFC's abbreviation, or "a message" where the type is unknown.
[[nodiscard]] constexpr std::string_view message_name(const codec::MessageRow* row) noexcept {
    return row != nullptr ? row->abbreviation : std::string_view("a message");
}
[[nodiscard]] inline std::string_view message_name(std::uint16_t type) noexcept {
    return message_name(codec::find_message(type));
}

}  // namespace l2tp::protocol
