// SPDX-License-Identifier: GPL-2.0-or-later
// The value of an AVP in words, for the line of its container and for the Info column.
#pragma once

#include "codec/fields.hpp"
#include "dissector/packet.hpp"

namespace l2tp::dissector {

// append_value appends all fields in one line, or nothing if there is none; long ones are cut.
void append_value(const Packet& packet, wmem_strbuf_t* out, const codec::AvpRow& row,
                  const codec::DecodedFields& decoded);

// value_text returns the same as a text of its own.
[[nodiscard]] const char* value_text(const Packet& packet, const codec::AvpRow& row,
                                     const codec::DecodedFields& decoded);

}  // namespace l2tp::dissector
