// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/value_names.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "codec/message_table.hpp"

namespace l2tp::codec {
namespace {

using enum NameSet;
constexpr std::uint16_t any = ValueName::any_message;
constexpr std::uint16_t stopccn = message_type::stopccn;
constexpr std::uint16_t cdn = message_type::cdn;
constexpr std::uint16_t msen = message_type::msen;

// Sorted by set, message and value. Result Code 0 is reserved, so it has no name here.
constexpr std::array rows{
    // RFC 2661, 4.4.2; 8 is RFC 3308
    ValueName{result_code, stopccn, 1, "General request to clear control connection"},
    ValueName{result_code, stopccn, 2, "General error, see Error Code"},
    ValueName{result_code, stopccn, 3, "Control channel already exists"},
    ValueName{result_code, stopccn, 4, "Requester is not authorized to establish a control channel"},
    ValueName{result_code, stopccn, 5, "Protocol version of the requester is not supported"},
    ValueName{result_code, stopccn, 6, "Requester is being shut down"},
    ValueName{result_code, stopccn, 7, "Finite State Machine error"},
    ValueName{result_code, stopccn, 8, "Mismatching CCDS value"},
    // RFC 2661, 4.4.2; 12 is RFC 3308, 13 to 16 RFC 3931, 17 to 31 as registered
    ValueName{result_code, cdn, 1, "Loss of carrier"},
    ValueName{result_code, cdn, 2, "Call disconnected for the reason in the Error Code"},
    ValueName{result_code, cdn, 3, "Administrative reasons"},
    ValueName{result_code, cdn, 4, "Lack of appropriate facilities (temporary)"},
    ValueName{result_code, cdn, 5, "Lack of appropriate facilities (permanent)"},
    ValueName{result_code, cdn, 6, "Invalid destination"},
    ValueName{result_code, cdn, 7, "No carrier detected"},
    ValueName{result_code, cdn, 8, "Busy signal detected"},
    ValueName{result_code, cdn, 9, "Lack of a dial tone"},
    ValueName{result_code, cdn, 10, "Call not established within the time allotted by the LAC"},
    ValueName{result_code, cdn, 11, "Connected, but no appropriate framing detected"},
    ValueName{result_code, cdn, 12, "Mismatching SDS value"},
    ValueName{result_code, cdn, 13, "Session lost the tie (L2TPv3)"},
    ValueName{result_code, cdn, 14, "Unsupported pseudowire type (L2TPv3)"},
    ValueName{result_code, cdn, 15, "Sequencing required without a valid L2-Specific Sublayer (L2TPv3)"},
    ValueName{result_code, cdn, 16, "Finite state machine error or timeout"},
    ValueName{result_code, cdn, 17, "Frame Relay PVC deleted permanently (L2TPv3)"},
    ValueName{result_code, cdn, 18, "Frame Relay PVC inactive for long (L2TPv3)"},
    ValueName{result_code, cdn, 19, "Mismatching Frame Relay header length (L2TPv3)"},
    ValueName{result_code, cdn, 20, "HDLC link deleted permanently (L2TPv3)"},
    ValueName{result_code, cdn, 21, "HDLC link inactive for long (L2TPv3)"},
    ValueName{result_code, cdn, 22, "OAM cell emulation not supported (L2TPv3)"},
    ValueName{result_code, cdn, 23, "Mismatching interface MTU (L2TPv3)"},
    ValueName{result_code, cdn, 24, "Non-existent forwarder (L2TPv3)"},
    ValueName{result_code, cdn, 25, "Unauthorized forwarder (L2TPv3)"},
    ValueName{result_code, cdn, 26, "Loop detected"},
    ValueName{result_code, cdn, 27, "Attachment circuit bound to another PE (L2TPv3)"},
    ValueName{result_code, cdn, 28, "Attachment circuit bound to another remote circuit (L2TPv3)"},
    ValueName{result_code, cdn, 30, "TDM pseudowire parameters refused, see Error Code (L2TPv3)"},
    ValueName{result_code, cdn, 31, "Sequencing not supported (L2TPv3)"},
    // RFC 4045, 7.3
    ValueName{result_code, msen, 1, "No multicast traffic for the group"},
    ValueName{result_code, msen, 2, "Session ended for the reason in the Error Code"},
    ValueName{result_code, msen, 3, "No more receivers"},
    ValueName{result_code, msen, 4, "No more receivers (filter-mode change)"},
    // RFC 2661, 4.4.2; 9 is RFC 3931, 10 to 12 tunnel switching
    ValueName{error_code, any, 0, "No general error"},
    ValueName{error_code, any, 1, "No control connection exists yet for this LAC-LNS pair"},
    ValueName{error_code, any, 2, "Length is wrong"},
    ValueName{error_code, any, 3, "A field is out of range, or a reserved field is not 0"},
    ValueName{error_code, any, 4, "Insufficient resources now"},
    ValueName{error_code, any, 5, "The Session ID is invalid in this context"},
    ValueName{error_code, any, 6, "A vendor-specific error in the LAC"},
    ValueName{error_code, any, 7, "Try another"},
    ValueName{error_code, any, 8, "Unknown AVP with the M bit set"},
    ValueName{error_code, any, 9, "Try another, directed"},
    ValueName{error_code, any, 10, "Next hop unreachable"},
    ValueName{error_code, any, 11, "Next hop busy"},
    ValueName{error_code, any, 12, "TSA busy"},
    // RFC 2661, 4.4.3 and 4.4.4; bearer B is RFC 3301, 5.3
    ValueName{framing, any, 1, "Synchronous (S)", "sync"},
    ValueName{framing, any, 2, "Asynchronous (A)", "async"},
    ValueName{bearer, any, 1, "Digital (D)", "digital"},
    ValueName{bearer, any, 2, "Analog (A)", "analog"},
    ValueName{bearer, any, 4, "Broadband (B)", "broadband"},
    // RFC 2661, 4.4.5; 6 is reserved, 7 registered
    ValueName{proxy_authen_type, any, 1, "Textual username/password exchange"},
    ValueName{proxy_authen_type, any, 2, "PPP CHAP"},
    ValueName{proxy_authen_type, any, 3, "PPP PAP"},
    ValueName{proxy_authen_type, any, 4, "No Authentication"},
    ValueName{proxy_authen_type, any, 5, "Microsoft CHAP Version 1"},
    ValueName{proxy_authen_type, any, 7, "EAP"},
    // RFC 3301, 5.2
    ValueName{service_category, any, 1, "Real time (S)", "real_time"},
    // RFC 3145
    ValueName{disconnect_code, any, 0, "No information available"},
    ValueName{disconnect_code, any, 1, "Administrative disconnect"},
    ValueName{disconnect_code, any, 2,
              "LCP renegotiation at the LNS is disabled, and no proxy LCP information came"},
    ValueName{disconnect_code, any, 3, "Normal disconnection: LCP Terminate-Request sent"},
    ValueName{disconnect_code, any, 4, "Compulsory encryption refused"},
    ValueName{disconnect_code, any, 5, "LCP: FSM timeout"},
    ValueName{disconnect_code, any, 6, "LCP: no recognizable packets received"},
    ValueName{disconnect_code, any, 7, "LCP: Magic Number error, the link may be looped back"},
    ValueName{disconnect_code, any, 8, "LCP: Echo-Request timeout"},
    ValueName{disconnect_code, any, 9, "LCP: unexpected Endpoint-Discriminator for an existing bundle"},
    ValueName{disconnect_code, any, 10, "LCP: unexpected MRRU for an existing bundle"},
    ValueName{disconnect_code, any, 11,
              "LCP: unexpected Short-Sequence-Number option for an existing bundle"},
    ValueName{disconnect_code, any, 12, "LCP: compulsory call-back refused"},
    ValueName{disconnect_code, any, 13, "Authentication: FSM timeout"},
    ValueName{disconnect_code, any, 14, "Authentication: unexpected name for an existing bundle"},
    ValueName{disconnect_code, any, 15, "Authentication: protocol unacceptable"},
    ValueName{disconnect_code, any, 16, "Authentication failed: bad name, password or secret"},
    ValueName{disconnect_code, any, 17, "NCP: FSM timeout"},
    ValueName{disconnect_code, any, 18, "NCP: none available"},
    ValueName{disconnect_code, any, 19, "NCP: no agreement on addresses"},
    ValueName{disconnect_code, any, 20, "NCP: user not permitted to use any addresses"},
    ValueName{disconnect_direction, any, 0, "global error"},
    ValueName{disconnect_direction, any, 1, "at the peer"},
    ValueName{disconnect_direction, any, 2, "at the local end"},
    // PPP protocol numbers
    ValueName{control_protocol, any, 0, "none"},
    ValueName{control_protocol, any, 0x8021, "IPCP"},
    ValueName{control_protocol, any, 0x8029, "AppleTalk Control"},
    ValueName{control_protocol, any, 0x802b, "IPXCP"},
    ValueName{control_protocol, any, 0x8031, "Bridging NCP"},
    ValueName{control_protocol, any, 0x803f, "NBFCP"},
    ValueName{control_protocol, any, 0x8053, "ECP"},
    ValueName{control_protocol, any, 0x8057, "IPv6CP"},
    ValueName{control_protocol, any, 0x80fd, "CCP"},
    ValueName{control_protocol, any, 0x8281, "MPLSCP"},
    ValueName{control_protocol, any, 0xc021, "LCP"},
    ValueName{control_protocol, any, 0xc023, "PAP"},
    ValueName{control_protocol, any, 0xc025, "Link Quality Report"},
    ValueName{control_protocol, any, 0xc02d, "BAP"},
    ValueName{control_protocol, any, 0xc223, "CHAP"},
    ValueName{control_protocol, any, 0xc227, "EAP"},
    // RFC 2474, 2597 and 3246; RFC 3140, 2
    ValueName{dscp, any, 0, "Default (CS0)"},
    ValueName{dscp, any, 8, "CS1"},
    ValueName{dscp, any, 10, "AF11"},
    ValueName{dscp, any, 12, "AF12"},
    ValueName{dscp, any, 14, "AF13"},
    ValueName{dscp, any, 16, "CS2"},
    ValueName{dscp, any, 18, "AF21"},
    ValueName{dscp, any, 20, "AF22"},
    ValueName{dscp, any, 22, "AF23"},
    ValueName{dscp, any, 24, "CS3"},
    ValueName{dscp, any, 26, "AF31"},
    ValueName{dscp, any, 28, "AF32"},
    ValueName{dscp, any, 30, "AF33"},
    ValueName{dscp, any, 32, "CS4"},
    ValueName{dscp, any, 34, "AF41"},
    ValueName{dscp, any, 36, "AF42"},
    ValueName{dscp, any, 38, "AF43"},
    ValueName{dscp, any, 40, "CS5"},
    ValueName{dscp, any, 46, "EF"},
    ValueName{dscp, any, 48, "CS6"},
    ValueName{dscp, any, 56, "CS7"},
    ValueName{phb_extent, any, 0, "a single PHB"},
    ValueName{phb_extent, any, 1, "a set of PHBs"},
    ValueName{phb_kind, any, 0, "DSCP"},
    ValueName{phb_kind, any, 1, "PHB ID"},
    // RFC 3573, 4.2
    ValueName{modem_hold, any, 0, "Not on hold"},
    ValueName{modem_hold, any, 1, "On hold"},
    ValueName{modem_on_hold_timeout, any, 1, "10 s"},
    ValueName{modem_on_hold_timeout, any, 2, "20 s"},
    ValueName{modem_on_hold_timeout, any, 3, "30 s"},
    ValueName{modem_on_hold_timeout, any, 4, "40 s"},
    ValueName{modem_on_hold_timeout, any, 5, "1 min"},
    ValueName{modem_on_hold_timeout, any, 6, "2 min"},
    ValueName{modem_on_hold_timeout, any, 7, "3 min"},
    ValueName{modem_on_hold_timeout, any, 8, "4 min"},
    ValueName{modem_on_hold_timeout, any, 9, "6 min"},
    ValueName{modem_on_hold_timeout, any, 10, "8 min"},
    ValueName{modem_on_hold_timeout, any, 11, "12 min"},
    ValueName{modem_on_hold_timeout, any, 12, "16 min"},
    ValueName{modem_on_hold_timeout, any, 13, "No limit"},
    // RFC 4951, 5.1
    ValueName{failover_capability, any, 1, "Control channel (C)", "control"},
    ValueName{failover_capability, any, 2, "Data channel (D)", "data"},
    // RFC 4045, 6.3
    ValueName{multicast_priority, any, 0, "Best effort"},
    ValueName{multicast_priority, any, 1, "Unicast traffic first"},
    ValueName{multicast_priority, any, 2, "Multicast traffic first"},
    // RFC 5515, 5.17 to 5.19
    ValueName{data_link, any, 0, "ATM AAL5"},
    ValueName{data_link, any, 1, "Ethernet"},
    ValueName{encapsulation_1, any, 0, "Not available"},
    ValueName{encapsulation_1, any, 1, "Untagged Ethernet"},
    ValueName{encapsulation_1, any, 2, "Single-tagged Ethernet"},
    ValueName{encapsulation_2, any, 0, "Not available"},
    ValueName{encapsulation_2, any, 1, "PPPoA LLC"},
    ValueName{encapsulation_2, any, 2, "PPPoA Null"},
    ValueName{encapsulation_2, any, 3, "IP over ATM LLC"},
    ValueName{encapsulation_2, any, 4, "IP over ATM Null"},
    ValueName{encapsulation_2, any, 5, "Ethernet over AAL5 LLC with FCS"},
    ValueName{encapsulation_2, any, 6, "Ethernet over AAL5 LLC without FCS"},
    ValueName{encapsulation_2, any, 7, "Ethernet over AAL5 Null with FCS"},
    ValueName{encapsulation_2, any, 8, "Ethernet over AAL5 Null without FCS"},
    ValueName{access_line_type, any, 1, "ADSL1"},
    ValueName{access_line_type, any, 2, "ADSL2"},
    ValueName{access_line_type, any, 3, "ADSL2+"},
    ValueName{access_line_type, any, 4, "VDSL1"},
    ValueName{access_line_type, any, 5, "VDSL2"},
    ValueName{access_line_type, any, 6, "SDSL"},
    ValueName{access_line_type, any, 7, "Unknown"},
    ValueName{iwf_session, any, 0, "Interworking not performed"},
    ValueName{iwf_session, any, 1, "Interworking performed"},
};

constexpr auto key_of(const ValueName& row) {
    return std::tuple(row.set, row.message, row.value);
}

consteval bool sorted() {
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (key_of(rows[i - 1]) >= key_of(rows[i])) return false;
    }
    return true;
}
static_assert(sorted());

}  // namespace

std::span<const ValueName> value_names(NameSet set) noexcept {
    return {std::ranges::lower_bound(rows, set, {}, &ValueName::set),
            std::ranges::upper_bound(rows, set, {}, &ValueName::set)};
}

std::string_view value_name(NameSet set, std::uint64_t value, std::uint16_t message) noexcept {
    if (set == NameSet::message_type) {
        const MessageRow* row = value <= 0xffff ? find_message(static_cast<std::uint16_t>(value)) : nullptr;
        return row != nullptr ? row->abbreviation : std::string_view{};
    }
    for (const ValueName& row : value_names(set)) {
        if (row.value == value && (row.message == any || row.message == message)) return row.name;
    }
    return {};
}

}  // namespace l2tp::codec
