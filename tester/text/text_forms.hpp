// SPDX-License-Identifier: GPL-2.0-or-later
// How durations, octets and addresses are written by people, and read back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "codec/datagram.hpp"
#include "codec/octets.hpp"

namespace l2tp::tester {

using codec::Endpoint;
using codec::Time;

// The same patterns stand in the JSON Schema.
inline constexpr std::string_view duration_pattern = "^[0-9]{1,6}(\\.[0-9]{1,3})? (ms|s|min)$";
inline constexpr std::string_view hex_pattern = "^hex( ([0-9a-fA-F]{2})+)*$";
inline constexpr std::string_view reading_pattern = "^(A-[0-9]{2}|G-[0-9])$";
inline constexpr std::string_view flags_pattern = "^0x[0-9a-fA-F]{4}$";

// parse_duration reads "300 ms", "4 s", "1.5 s" or "2 min".
[[nodiscard]] std::optional<Time> parse_duration(std::string_view text);
[[nodiscard]] std::string format_duration(Time time);

// seconds_text writes a time as seconds with a fixed number of decimals, e.g. "1.004 s".
[[nodiscard]] std::string seconds_text(Time time);

// parse_hex reads pairs of hexadecimal digits; one space may stand before each pair.
[[nodiscard]] std::optional<codec::OctetString> parse_hex(std::string_view digits);

// parse_endpoint reads "192.0.2.1", "192.0.2.1:1701", "2001:db8::1", "[2001:db8::1]:1701" (numbers only).
[[nodiscard]] std::optional<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port);
[[nodiscard]] std::string format_endpoint(const Endpoint& endpoint);
[[nodiscard]] std::string format_address(const Endpoint& endpoint);

[[nodiscard]] constexpr bool same_address(const Endpoint& a, const Endpoint& b) noexcept {
    return a.family == b.family && a.address == b.address;
}

// utc_text writes a time since the Unix epoch as ISO 8601 with microseconds.
[[nodiscard]] std::string utc_text(Time since_epoch);
[[nodiscard]] std::optional<Time> parse_utc(std::string_view text);

}  // namespace l2tp::tester
