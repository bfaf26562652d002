// SPDX-License-Identifier: GPL-2.0-or-later
// The value of an AVP in words, for the line of its container and for the Info column.
#pragma once

#include "codec/fields.hpp"
#include "dissector/packet.hpp"

namespace l2tp::dissector {

// value_text returns all fields in one line, or "" if there is none; long ones are cut.
[[nodiscard]] const char* value_text(const Packet& packet, const codec::AvpRow& row,
                                     const codec::DecodedFields& decoded);

}  // namespace l2tp::dissector
