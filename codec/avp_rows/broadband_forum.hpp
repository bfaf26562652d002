// SPDX-License-Identifier: GPL-2.0-or-later
// AVPs of the Broadband Forum (vendor 3561): RFC 5515, 5.
#pragma once

#include <array>

#include "codec/avp_rows/fields.hpp"

namespace l2tp::codec::avp_parts {

using namespace avp_fields;

// The rows of RFC 5515 differ only in number, name, section and layout.
consteval AvpRow access_line(std::uint16_t type, std::string_view name, std::string_view slug,
                             std::string_view section, std::uint16_t line, const Layout& value) {
    return {.key = {3561, type},
            .name = name,
            .slug = slug,
            .document = 5515,
            .section = section,
            .line = line,
            .mandatory = MandatoryRule::should_be_0,
            .value = value};
}

inline constexpr std::array broadband_forum{
    access_line(1, "Access Line Agent-Circuit-Id", "broadband_forum_agent_circuit_id", "5.1", 534,
                layout(Field{.name = "Agent-Circuit-Id",
                             .slug = "broadband_forum_agent_circuit_id",
                             .kind = FieldKind::utf8,
                             .min_octets = 2,
                             .max_octets = 63,
                             .example_text = "bras1 atm 3/0:8.35"})),
    access_line(2, "Access Line Agent-Remote-Id", "broadband_forum_agent_remote_id", "5.2", 610,
                layout(Field{.name = "Agent-Remote-Id",
                             .slug = "broadband_forum_agent_remote_id",
                             .kind = FieldKind::utf8,
                             .min_octets = 2,
                             .max_octets = 63,
                             .example_text = "subscriber 17"})),
    access_line(129, "Access Line Actual-Data-Rate-Upstream", "broadband_forum_actual_data_rate_upstream",
                "5.3", 648, layout(line_rate())),
    access_line(130, "Access Line Actual-Data-Rate-Downstream", "broadband_forum_actual_data_rate_downstream",
                "5.4", 681, layout(line_rate())),
    access_line(131, "Access Line Minimum-Data-Rate-Upstream", "broadband_forum_minimum_data_rate_upstream",
                "5.5", 701, layout(line_rate())),
    access_line(132, "Access Line Minimum-Data-Rate-Downstream",
                "broadband_forum_minimum_data_rate_downstream", "5.6", 735, layout(line_rate())),
    access_line(133, "Access Line Attainable-Data-Rate-Upstream",
                "broadband_forum_attainable_data_rate_upstream", "5.7", 757, layout(line_rate())),
    access_line(134, "Access Line Attainable-Data-Rate-Downstream",
                "broadband_forum_attainable_data_rate_downstream", "5.8", 778, layout(line_rate())),
    access_line(135, "Access Line Maximum-Data-Rate-Upstream", "broadband_forum_maximum_data_rate_upstream",
                "5.9", 808, layout(line_rate())),
    access_line(136, "Access Line Maximum-Data-Rate-Downstream",
                "broadband_forum_maximum_data_rate_downstream", "5.10", 830, layout(line_rate())),
    access_line(137, "Access Line Minimum-Data-Rate-Upstream-Low-Power",
                "broadband_forum_minimum_data_rate_upstream_low_power", "5.11", 863, layout(line_rate())),
    access_line(138, "Access Line Minimum-Data-Rate-Downstream-Low-Power",
                "broadband_forum_minimum_data_rate_downstream_low_power", "5.12", 886, layout(line_rate())),
    access_line(139, "Access Line Maximum-Interleaving-Delay-Upstream",
                "broadband_forum_maximum_interleaving_delay_upstream", "5.13", 922, layout(line_delay())),
    access_line(140, "Access Line Actual-Interleaving-Delay-Upstream",
                "broadband_forum_actual_interleaving_delay_upstream", "5.14", 940, layout(line_delay())),
    access_line(141, "Access Line Maximum-Interleaving-Delay-Downstream",
                "broadband_forum_maximum_interleaving_delay_downstream", "5.15", 973, layout(line_delay())),
    access_line(142, "Access Line Actual-Interleaving-Delay-Downstream",
                "broadband_forum_actual_interleaving_delay_downstream", "5.16", 994, layout(line_delay())),
    access_line(144, "Access Line Access-Loop-Encapsulation", "broadband_forum_access_loop_encapsulation",
                "5.17", 1031,
                layout(named(number_field("Data Link", "data_link", 1, 0), NameSet::data_link),
                       named(number_field("Encaps 1", "encaps_1", 1, 1), NameSet::encapsulation_1),
                       named(number_field("Encaps 2", "encaps_2", 1, 2), NameSet::encapsulation_2))),
    access_line(145, "ANCP Access Line Type", "broadband_forum_ancp_access_line_type", "5.18", 1101,
                layout(named(number_field("Transmission System", "transmission_system", 1, 5),
                             NameSet::access_line_type),
                       reserved_field(3))),
    access_line(254, "Access Line IWF-Session", "broadband_forum_iwf_session", "5.19", 1153,
                layout(named(number_field("IWF", "iwf", 4, 1), NameSet::iwf_session))),
};

}  // namespace l2tp::codec::avp_parts
