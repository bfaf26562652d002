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
    // RFC 4951, 5.1
    ValueName{failover_capability, any, 1, "Control channel (C)", "control"},
    ValueName{failover_capability, any, 2, "Data channel (D)", "data"},
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
