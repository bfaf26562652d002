// SPDX-License-Identifier: GPL-2.0-or-later
// The Wireshark fields of one AVP's value, made from its row.
#pragma once

#include "codec/avp_table.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/field_registry.hpp"

namespace l2tp::dissector {

// register_avp registers one field for each field of the row's layout, its bits and its names.
[[nodiscard]] AvpFields register_avp(FieldRegistry& registry, const codec::AvpRow& row);

}  // namespace l2tp::dissector
