// SPDX-License-Identifier: GPL-2.0-or-later
// How scenarios write AVPs: names, values and conditions, resolved through the codec's tables.
#pragma once

#include <vector>

#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// parse_avp_name finds an AVP by the RFC's name.
[[nodiscard]] const codec::AvpRow& parse_avp_name(const JsonPlace& place);
[[nodiscard]] const codec::AvpRow& parse_avp_name(const std::string& name, const JsonPlace& place);
[[nodiscard]] std::vector<codec::AvpKey> parse_avp_names(const JsonPlace& place);

// parse_message_name finds a message by its abbreviation, e.g. "SCCRQ".
[[nodiscard]] const codec::MessageRow& parse_message_name(const JsonPlace& place);

// parse_content reads a value for an AVP that the table knows, or (row null) for one that it does not.
[[nodiscard]] Content parse_content(const JsonPlace& place, const codec::AvpRow* row);

// parse_avp_to_send reads one element of "with".
[[nodiscard]] AvpToSend parse_avp_to_send(const JsonPlace& place);

// parse_avp_condition reads one member of "where".
[[nodiscard]] AvpCondition parse_avp_condition(const JsonPlace& place, const codec::AvpRow& row);

// parse_computed_value reads a value in braces, such as "{tunnel.theirs}".
[[nodiscard]] Computed parse_computed_value(const JsonPlace& place);

// computed_text writes a computed value as a scenario does.
[[nodiscard]] std::string computed_text(const Computed& computed);

}  // namespace l2tp::tester
