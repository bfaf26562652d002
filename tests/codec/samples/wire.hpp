// SPDX-License-Identifier: GPL-2.0-or-later
// Octets put together by hand, without the encoder: what is built here can contradict it.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/octets.hpp"

namespace l2tp::samples {

using codec::OctetString;

// hex reads pairs of hexadecimal digits; spaces are skipped.
[[nodiscard]] OctetString hex(std::string_view digits);

[[nodiscard]] OctetString text(std::string_view characters);

// repeated is `count` octets that count upwards from `first`.
[[nodiscard]] OctetString counting(std::size_t count, std::uint8_t first = 0);

// Numbers makes a list of literals one of 16-bit numbers.
using Numbers = std::initializer_list<std::uint16_t>;

inline constexpr std::uint16_t m_bit = 0x8000;
inline constexpr std::uint16_t h_bit = 0x4000;

// WireAvp is one AVP: Length is 6 + the value unless it is given.
struct WireAvp {
    std::uint16_t bits = m_bit;  // the first two octets without Length
    std::uint16_t type = 0;
    OctetString value;
    std::uint16_t vendor = 0;
    std::optional<std::uint16_t> length{};
};

// WireMessage is one message: each header field is there exactly if its bit is set.
struct WireMessage {
    std::uint16_t flags = 0xc802;
    std::optional<std::uint16_t> length{};
    std::uint16_t tunnel_id = 0;
    std::uint16_t session_id = 0;
    std::uint16_t ns = 0;
    std::uint16_t nr = 0;
    std::uint16_t offset_size = 0;
    std::vector<WireAvp> avps{};
    OctetString payload{};   // after header and AVPs, counted in Length
    OctetString trailing{};  // not counted in Length
};

[[nodiscard]] OctetString octets(const WireAvp& avp);
[[nodiscard]] OctetString octets(const WireMessage& message);

}  // namespace l2tp::samples
