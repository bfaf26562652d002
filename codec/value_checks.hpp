// SPDX-License-Identifier: GPL-2.0-or-later
// The rules on one AVP's value: its length, its encoding, and what its fields may hold. Internal to codec/.
#pragma once

#include "codec/decode.hpp"
#include "codec/octets.hpp"

namespace l2tp::codec {

// check_value judges the value of an AVP that is readable and in the table.
void check_value(DecodedMessage& message, const DecodedAvp& avp);

// is_utf8 tells whether octets are well-formed UTF-8 (RFC 3629: no surrogates, nothing over U+10FFFF,
// shortest form).
[[nodiscard]] bool is_utf8(Octets octets) noexcept;

// is_lcp_options tells whether octets are a sequence of whole LCP options (RFC 1661, 6).
[[nodiscard]] bool is_lcp_options(Octets octets) noexcept;

}  // namespace l2tp::codec
