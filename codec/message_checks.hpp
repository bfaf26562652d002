// SPDX-License-Identifier: GPL-2.0-or-later
// The rules that a single message can break, checked on what decode found. Internal to codec/.
#pragma once

#include <cstdint>
#include <string_view>

#include "codec/decode.hpp"
#include "codec/finding.hpp"

namespace l2tp::codec {

// add_finding appends a finding, or counts it once the message has max_findings of them.
void add_finding(DecodedMessage& message, RequirementId requirement, Place where, Text<120> expected,
                 Text<120> seen);

// place_of is the place of a whole AVP.
[[nodiscard]] Place place_of(const DecodedMessage& message, const DecodedAvp& avp) noexcept;

// Whether every AVP that the message has on the wire was read.
enum class Chain : std::uint8_t { whole, lost };

// check_header judges bits and identifiers of a complete version 2 header.
void check_header(DecodedMessage& message);

// check_avps judges the AVPs one by one, then those that have to agree with each other.
void check_avps(DecodedMessage& message, Chain chain);

}  // namespace l2tp::codec
