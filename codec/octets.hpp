// SPDX-License-Identifier: GPL-2.0-or-later
// Octet sequences and big-endian integers: everything on the wire is in network order (RFC 2661, 3.0).
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace l2tp::codec {

using Octets = std::span<const std::uint8_t>;
using OctetString = std::vector<std::uint8_t>;

// read_number returns the big-endian unsigned integer that the first `width` (0 to 8) octets hold.
// The caller has checked that the span is long enough.
[[nodiscard]] constexpr std::uint64_t read_number(Octets octets, std::size_t width) noexcept {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < width; ++i) number = number << 8 | octets[i];
    return number;
}

[[nodiscard]] constexpr std::uint16_t read_u16(Octets octets, std::size_t offset) noexcept {
    return static_cast<std::uint16_t>(octets[offset] << 8 | octets[offset + 1]);
}

// text_of returns the octets as characters, whatever they are; it borrows them.
[[nodiscard]] inline std::string_view text_of(Octets octets) noexcept {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

// append_number appends `number` as `width` octets, most significant first; higher octets are dropped.
inline void append_number(OctetString& out, std::uint64_t number, std::size_t width) {
    for (std::size_t i = width; i-- > 0;) out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

// append_octets grows the string first and then fills it: GCC 14 takes the insertion of a range for a write
// before the start of the string, and warns.
inline void append_octets(OctetString& out, Octets octets) {
    const std::size_t before = out.size();
    out.resize(before + octets.size());
    std::copy(octets.begin(), octets.end(), out.begin() + static_cast<std::ptrdiff_t>(before));
}

// same_octets compares contents; spans themselves have no operator==.
[[nodiscard]] constexpr bool same_octets(Octets a, Octets b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] != b[i]) return false;
    }
    return true;
}

}  // namespace l2tp::codec
