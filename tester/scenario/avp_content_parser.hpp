// SPDX-License-Identifier: GPL-2.0-or-later
// How scenarios write AVPs: names, values and conditions, resolved through the codec's tables.
#pragma once

#include <vector>

#include "tester/scenario/names.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// parse_avp_name finds an AVP by the RFC's name.
[[nodiscard]] const codec::AvpRow& parse_avp_name(const JsonPlace& place);
[[nodiscard]] const codec::AvpRow& parse_avp_name(const std::string& name, const JsonPlace& place);
[[nodiscard]] std::vector<codec::AvpKey> parse_avp_names(const JsonPlace& place);

// parse_message_name finds a message by its abbreviation, e.g. "SCCRQ".
[[nodiscard]] const codec::MessageRow& parse_message_name(const JsonPlace& place);

// last_place_of_avp is the highest value of "at".
inline constexpr std::uint64_t last_place_of_avp = 100;

// parse_content reads a value for an AVP that the table knows, or (row null) for one that it does not.
[[nodiscard]] Content parse_content(const JsonPlace& place, const codec::AvpRow* row, const Names& names);

// parse_avp_to_send reads one element of "with".
[[nodiscard]] AvpToSend parse_avp_to_send(const JsonPlace& place, const Names& names);

// parse_avp_condition reads one member of "where".
[[nodiscard]] AvpCondition parse_avp_condition(const JsonPlace& place, const codec::AvpRow& row,
                                               const Names& names);

// parse_avp_values reads "set": the values of AVPs by name.
[[nodiscard]] std::vector<AvpToSend> parse_avp_values(const JsonPlace& place, const Names& names);

// parse_field_slug finds a field of an AVP by its name and returns the slug.
[[nodiscard]] std::string parse_field_slug(const std::string& name, const codec::AvpRow& row,
                                           const JsonPlace& place);

}  // namespace l2tp::tester
