// SPDX-License-Identifier: GPL-2.0-or-later
// Hiding of AVP values (RFC 2661, 4.3): MD5 keystream over attribute number, secret and Random Vector.
#pragma once

#include <cstdint>
#include <optional>

#include "codec/octets.hpp"

namespace l2tp::codec {

// hide appends to `out` the Hidden AVP Subformat of `value` (2-octet length, value, padding), enciphered.
// The result is as long as the subformat: the last block is not filled up (reading A-21).
void hide(OctetString& out, std::uint16_t attribute_type, Octets secret, Octets random_vector, Octets value,
          Octets padding = {});

// reveal deciphers `hidden` into `subformat`, which has the same size and may not overlap it, and returns the
// original value within `subformat`. It returns nothing if there is no room for the inner length or if the
// inner length exceeds what follows it.
[[nodiscard]] std::optional<Octets> reveal(std::span<std::uint8_t> subformat, std::uint16_t attribute_type,
                                           Octets secret, Octets random_vector, Octets hidden) noexcept;

}  // namespace l2tp::codec
