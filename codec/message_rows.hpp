// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of the message table: RFC 2661, 6.1 to 6.14, then messages of later documents. Sorted by vendor,
// type.
#pragma once

#include <array>

#include "codec/attribute.hpp"
#include "codec/message_table.hpp"

namespace l2tp::codec {

namespace message_avps {
using namespace attribute;
// Attributes of later documents that a base message may carry.
inline constexpr AvpKey rx_minimum_bps{0, 40}, rx_maximum_bps{0, 41}, service_category{0, 42},
    service_name{0, 43}, calling_sub_address{0, 44}, vpi_vci_identifier{0, 45}, failover_capability{0, 76},
    tunnel_recovery{0, 77}, suggested_control_sequence{0, 78}, failover_session_state{0, 79};
}  // namespace message_avps

inline constexpr auto message_rows = [] {
    using namespace message_avps;
    return std::array{
        MessageRow{.type = 1,
                   .abbreviation = "SCCRQ",
                   .name = "Start-Control-Connection-Request",
                   .section = "6.1",
                   .line = 2652,
                   .tunnel_id = IdRule::zero,
                   .must = avps(attribute::message_type, protocol_version, host_name, framing_capabilities,
                                assigned_tunnel_id),
                   .may = avps(bearer_capabilities, receive_window_size, challenge, tie_breaker,
                               firmware_revision, vendor_name, failover_capability, tunnel_recovery)},
        MessageRow{
            .type = 2,
            .abbreviation = "SCCRP",
            .name = "Start-Control-Connection-Reply",
            .section = "6.2",
            .line = 2675,
            .must = avps(attribute::message_type, protocol_version, framing_capabilities, host_name,
                         assigned_tunnel_id),
            .may = avps(bearer_capabilities, firmware_revision, vendor_name, receive_window_size, challenge,
                        challenge_response, failover_capability, suggested_control_sequence)},
        MessageRow{.type = 3,
                   .abbreviation = "SCCCN",
                   .name = "Start-Control-Connection-Connected",
                   .section = "6.3",
                   .line = 2710,
                   .must = avps(attribute::message_type),
                   .may = avps(challenge_response)},
        MessageRow{.type = 4,
                   .abbreviation = "StopCCN",
                   .name = "Stop-Control-Connection-Notification",
                   .section = "6.4",
                   .line = 2729,
                   .tunnel_id = IdRule::any,
                   .session_id = IdRule::any,
                   .must = avps(attribute::message_type, assigned_tunnel_id, result_code)},
        MessageRow{.type = 6,
                   .abbreviation = "HELLO",
                   .name = "Hello",
                   .section = "6.5",
                   .line = 2772,
                   .must = avps(attribute::message_type)},
        MessageRow{.type = 7,
                   .abbreviation = "OCRQ",
                   .name = "Outgoing-Call-Request",
                   .section = "6.9",
                   .line = 2893,
                   .sender = Sender::lns,
                   .sender_line = 2879,
                   .scope = Scope::session,
                   .must = avps(attribute::message_type, assigned_session_id, call_serial_number, minimum_bps,
                                maximum_bps, bearer_type, framing_type, called_number),
                   .may = avps(sub_address, rx_minimum_bps, rx_maximum_bps, service_category, service_name)},
        MessageRow{.type = 8,
                   .abbreviation = "OCRP",
                   .name = "Outgoing-Call-Reply",
                   .section = "6.10",
                   .line = 2929,
                   .sender = Sender::lac,
                   .sender_line = 2921,
                   .scope = Scope::session,
                   .session_id = IdRule::non_zero,
                   .must = avps(attribute::message_type, assigned_session_id),
                   .may = avps(physical_channel_id, vpi_vci_identifier)},
        MessageRow{.type = 9,
                   .abbreviation = "OCCN",
                   .name = "Outgoing-Call-Connected",
                   .section = "6.11",
                   .line = 2949,
                   .sender = Sender::lac,
                   .sender_line = 2940,
                   .scope = Scope::session,
                   .session_id = IdRule::non_zero,
                   .must = avps(attribute::message_type, tx_connect_speed, framing_type),
                   .may = avps(rx_connect_speed, sequencing_required)},
        MessageRow{.type = 10,
                   .abbreviation = "ICRQ",
                   .name = "Incoming-Call-Request",
                   .section = "6.6",
                   .line = 2807,
                   .sender = Sender::lac,
                   .sender_line = 2778,
                   .scope = Scope::session,
                   .must = avps(attribute::message_type, assigned_session_id, call_serial_number),
                   .may = avps(bearer_type, physical_channel_id, calling_number, called_number, sub_address,
                               service_category, service_name, calling_sub_address, vpi_vci_identifier)},
        MessageRow{.type = 11,
                   .abbreviation = "ICRP",
                   .name = "Incoming-Call-Reply",
                   .section = "6.7",
                   .line = 2832,
                   .sender = Sender::lns,
                   .sender_line = 2823,
                   .scope = Scope::session,
                   .session_id = IdRule::non_zero,
                   .must = avps(attribute::message_type, assigned_session_id)},
        MessageRow{
            .type = 12,
            .abbreviation = "ICCN",
            .name = "Incoming-Call-Connected",
            .section = "6.8",
            .line = 2850,
            .sender = Sender::lac,
            .sender_line = 2839,
            .scope = Scope::session,
            .session_id = IdRule::non_zero,
            .must = avps(attribute::message_type, tx_connect_speed, framing_type),
            .may = avps(initial_received_lcp_confreq, last_sent_lcp_confreq, last_received_lcp_confreq,
                        proxy_authen_type, proxy_authen_name, proxy_authen_challenge, proxy_authen_id,
                        proxy_authen_response, private_group_id, rx_connect_speed, sequencing_required)},
        MessageRow{.type = 14,
                   .abbreviation = "CDN",
                   .name = "Call-Disconnect-Notify",
                   .section = "6.12",
                   .line = 2979,
                   .scope = Scope::session,
                   .session_id = IdRule::any,
                   .must = avps(attribute::message_type, result_code, assigned_session_id),
                   .may = avps(q931_cause_code)},
        MessageRow{.type = 15,
                   .abbreviation = "WEN",
                   .name = "WAN-Error-Notify",
                   .section = "6.13",
                   .line = 2998,
                   .sender = Sender::lac,
                   .sender_line = 2991,
                   .scope = Scope::session,
                   .session_id = IdRule::non_zero,
                   .must = avps(attribute::message_type, call_errors)},
        MessageRow{.type = 16,
                   .abbreviation = "SLI",
                   .name = "Set-Link-Info",
                   .section = "6.14",
                   .line = 3011,
                   .sender = Sender::lns,
                   .sender_line = 3005,
                   .scope = Scope::session,
                   .session_id = IdRule::non_zero,
                   .must = avps(attribute::message_type, accm)},
        MessageRow{.type = 21,
                   .abbreviation = "FSQ",
                   .name = "Failover Session Query",
                   .document = 4951,
                   .section = "4.1",
                   .line = 691,
                   .session_id = IdRule::any,
                   .mandatory = MandatoryRule::must_be_0,
                   .must = avps(attribute::message_type, failover_session_state)},
        MessageRow{.type = 22,
                   .abbreviation = "FSR",
                   .name = "Failover Session Response",
                   .document = 4951,
                   .section = "4.2",
                   .line = 720,
                   .session_id = IdRule::any,
                   .mandatory = MandatoryRule::must_be_0,
                   .must = avps(attribute::message_type, failover_session_state)},
        MessageRow{.vendor = 529,
                   .type = 2,
                   .abbreviation = "Ascend Modem-Status",
                   .name = "Ascend Modem-Status",
                   .document = 3573,
                   .section = "A",
                   .scope = Scope::session,
                   .session_id = IdRule::any,
                   .mandatory = MandatoryRule::either,
                   .must = avps(AvpKey{529, 0})},
    };
}();

namespace message_rows_check {

consteval bool sorted() {
    for (std::size_t i = 1; i < message_rows.size(); ++i) {
        const MessageRow& a = message_rows[i - 1];
        const MessageRow& b = message_rows[i];
        if (a.vendor > b.vendor || (a.vendor == b.vendor && a.type >= b.type)) return false;
    }
    return true;
}

// The first required AVP is the message's own Message Type AVP.
consteval bool message_type_first() {
    for (const MessageRow& row : message_rows) {
        if (row.must.count == 0 || row.must.keys[0] != AvpKey{row.vendor, 0}) return false;
    }
    return true;
}

static_assert(sorted());
static_assert(message_type_first());

}  // namespace message_rows_check

}  // namespace l2tp::codec
