// SPDX-License-Identifier: GPL-2.0-or-later
// Configuration options: the lists that Configure packets carry (RFC 1661, 6).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codec/octets.hpp"

namespace l2tp::protocol::ppp {

// Option borrows its octets from the list.
struct Option {
    static constexpr std::size_t header_octets = 2;

    std::uint8_t type = 0;
    codec::Octets data;
    codec::Octets whole;  // Type and Length included
};

using Options = std::vector<Option>;

// decode_options takes a list apart. It returns nothing when a Length is less than 2 or leads beyond the end:
// such packets are discarded whole, without effect on the automaton.
[[nodiscard]] std::optional<Options> decode_options(codec::Octets list);

// append_option appends an option; at most 253 octets of data are taken.
void append_option(codec::OctetString& list, std::uint8_t type, codec::Octets data);
void append_number_option(codec::OctetString& list, std::uint8_t type, std::uint64_t number,
                          std::size_t width);

// find_option returns the first option of a type, or null.
[[nodiscard]] const Option* find_option(const Options& options, std::uint8_t type) noexcept;

}  // namespace l2tp::protocol::ppp
