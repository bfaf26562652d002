// SPDX-License-Identifier: GPL-2.0-or-later
// The part of the JSON Schema that follows from the AVP table: how each AVP's value is written.
#pragma once

#include <string>
#include <string_view>

#include "codec/avp_table.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// avp_definition_name names the definition of an AVP's "value" or "condition".
[[nodiscard]] std::string avp_definition_name(std::string_view kind, const codec::AvpRow& row);

// add_avp_definitions adds both definitions of every AVP.
void add_avp_definitions(Json& definitions);

// avp_to_send_schema describes one element of "with".
[[nodiscard]] Json avp_to_send_schema();

}  // namespace l2tp::tester
