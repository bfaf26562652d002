// SPDX-License-Identifier: GPL-2.0-or-later
// AVPs of vendors with numbers below 3561: Cisco (9), 3Com (43), Ericsson (193), Microsoft (311), Ascend
// (529). Of most only the name is known.
#pragma once

#include <array>

#include "codec/avp_rows/fields.hpp"

namespace l2tp::codec::avp_parts {

using namespace avp_fields;

inline constexpr std::array vendors_below_3561{
    named_only({9, 0}, "Cisco ACK", "cisco_ack"),
    named_only({9, 1}, "Cisco Assigned Control Connection ID", "cisco_assigned_control_connection_id"),
    named_only({9, 2}, "Cisco Pseudowire Capabilities List", "cisco_pseudowire_capabilities_list"),
    named_only({9, 3}, "Cisco Local Session ID", "cisco_local_session_id"),
    named_only({9, 4}, "Cisco Remote Session ID", "cisco_remote_session_id"),
    named_only({9, 5}, "Cisco Assigned Cookie", "cisco_assigned_cookie"),
    named_only({9, 6}, "Cisco Remote End ID", "cisco_remote_end_id"),
    named_only({9, 7}, "Cisco Pseudowire Type", "cisco_pseudowire_type"),
    named_only({9, 8}, "Cisco Circuit Status", "cisco_circuit_status"),
    named_only({9, 9}, "Cisco Session Tie Breaker", "cisco_session_tie_breaker"),
    named_only({9, 10}, "Cisco Draft AVP Version", "cisco_draft_avp_version"),
    named_only({9, 11}, "Cisco ATM Maximum Concatenated Cells", "cisco_atm_maximum_concatenated_cells"),
    named_only({9, 12}, "Cisco Message Digest", "cisco_message_digest"),
    named_only({9, 13}, "Cisco Control Message Authentication Nonce",
               "cisco_control_message_authentication_nonce"),
    named_only({9, 14}, "Cisco Interface MTU", "cisco_interface_mtu"),
    named_only({9, 100}, "Cisco NAS Port Info", "cisco_nas_port_info"),
    named_only({9, 108}, "Cisco OAM Emulation Required", "cisco_oam_emulation_required"),
    named_only({9, 109}, "Cisco ATM Alarm Status", "cisco_atm_alarm_status"),
    // The draft of RFC 3145, whose section 4 lets receivers accept it.
    AvpRow{.key = {43, 46},
           .name = "3Com PPP Disconnect Cause Code",
           .slug = "3com_ppp_disconnect_cause_code",
           .document = 3145,
           .section = "4",
           .line = 308,
           .mandatory = MandatoryRule::either,
           .repeat = Repeat::many,
           .value = disconnect_cause()},
    AvpRow{.key = {193, 0},
           .standing = Standing::named,
           .name = "Ericsson Message Type",
           .slug = "ericsson_message_type",
           .document = 0,
           .mandatory = MandatoryRule::either,
           .value = layout(
               named(number_field("Message Type", "ericsson_message_type", 2, 0), NameSet::message_type))},
    named_only({193, 1}, "Ericsson Transport Configuration", "ericsson_transport_configuration"),
    named_only({193, 2}, "Ericsson Packet Loss", "ericsson_packet_loss"),
    named_only({193, 3}, "Ericsson Protocol Version", "ericsson_protocol_version"),
    named_only({193, 4}, "Ericsson Connection Type", "ericsson_connection_type"),
    named_only({193, 5}, "Ericsson CRC32 Enabled", "ericsson_crc32_enabled"),
    named_only({193, 6}, "Ericsson STN Name", "ericsson_stn_name"),
    named_only({193, 7}, "Ericsson Abis Lower Mode", "ericsson_abis_lower_mode"),
    named_only({193, 8}, "Ericsson TEI to SC Map", "ericsson_tei_to_sc_map"),
    named_only({193, 9}, "Ericsson Channel Status List", "ericsson_channel_status_list"),
    named_only({193, 10}, "Ericsson Extended Protocol Version", "ericsson_extended_protocol_version"),
    named_only({193, 11}, "Ericsson Channel Status List 2", "ericsson_channel_status_list_2"),
    // A GUID, by [MS-L2TPIE]; in which order its octets stand is not said.
    named_only({311, 1}, "Microsoft Correlation ID", "microsoft_correlation_id"),
    AvpRow{.key = {529, 0},
           .name = "Ascend Message Type",
           .slug = "ascend_message_type",
           .document = 3573,
           .section = "A",
           .line = 582,
           .mandatory = MandatoryRule::either,
           .value = layout(
               named(number_field("Message Type", "ascend_message_type", 2, 2), NameSet::message_type))},
    AvpRow{.key = {529, 2},
           .name = "Ascend Modem On-Hold Capable",
           .slug = "ascend_modem_on_hold_capable",
           .document = 3573,
           .section = "A",
           .line = 585,
           .mandatory = MandatoryRule::either},
    AvpRow{.key = {529, 3},
           .name = "Ascend Modem On-Hold Status",
           .slug = "ascend_modem_on_hold_status",
           .document = 3573,
           .section = "A",
           .line = 586,
           .mandatory = MandatoryRule::either,
           .value = modem_on_hold_status()},
};

}  // namespace l2tp::codec::avp_parts
