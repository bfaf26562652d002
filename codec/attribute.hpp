// SPDX-License-Identifier: GPL-2.0-or-later
// The attribute numbers that code has to name (RFC 2661, 4.4). Everything else about them is in the AVP
// table.
#pragma once

#include "codec/avp_table.hpp"

namespace l2tp::codec::attribute {

inline constexpr AvpKey message_type{0, 0};
inline constexpr AvpKey result_code{0, 1};
inline constexpr AvpKey protocol_version{0, 2};
inline constexpr AvpKey framing_capabilities{0, 3};
inline constexpr AvpKey bearer_capabilities{0, 4};
inline constexpr AvpKey tie_breaker{0, 5};
inline constexpr AvpKey firmware_revision{0, 6};
inline constexpr AvpKey host_name{0, 7};
inline constexpr AvpKey vendor_name{0, 8};
inline constexpr AvpKey assigned_tunnel_id{0, 9};
inline constexpr AvpKey receive_window_size{0, 10};
inline constexpr AvpKey challenge{0, 11};
inline constexpr AvpKey q931_cause_code{0, 12};
inline constexpr AvpKey challenge_response{0, 13};
inline constexpr AvpKey assigned_session_id{0, 14};
inline constexpr AvpKey call_serial_number{0, 15};
inline constexpr AvpKey minimum_bps{0, 16};
inline constexpr AvpKey maximum_bps{0, 17};
inline constexpr AvpKey bearer_type{0, 18};
inline constexpr AvpKey framing_type{0, 19};
inline constexpr AvpKey called_number{0, 21};
inline constexpr AvpKey calling_number{0, 22};
inline constexpr AvpKey sub_address{0, 23};
inline constexpr AvpKey tx_connect_speed{0, 24};
inline constexpr AvpKey physical_channel_id{0, 25};
inline constexpr AvpKey initial_received_lcp_confreq{0, 26};
inline constexpr AvpKey last_sent_lcp_confreq{0, 27};
inline constexpr AvpKey last_received_lcp_confreq{0, 28};
inline constexpr AvpKey proxy_authen_type{0, 29};
inline constexpr AvpKey proxy_authen_name{0, 30};
inline constexpr AvpKey proxy_authen_challenge{0, 31};
inline constexpr AvpKey proxy_authen_id{0, 32};
inline constexpr AvpKey proxy_authen_response{0, 33};
inline constexpr AvpKey call_errors{0, 34};
inline constexpr AvpKey accm{0, 35};
inline constexpr AvpKey random_vector{0, 36};
inline constexpr AvpKey private_group_id{0, 37};
inline constexpr AvpKey rx_connect_speed{0, 38};
inline constexpr AvpKey sequencing_required{0, 39};

}  // namespace l2tp::codec::attribute
