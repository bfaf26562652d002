// SPDX-License-Identifier: GPL-2.0-or-later
// The requirement rows that are written by hand, in the order of the RFC's sections. Those that follow from
// the AVP and message tables are derived in requirements.cpp. `line` counts in the RFC's text as published.
#pragma once

#include <array>
#include <cstddef>

#include "codec/requirement.hpp"

namespace l2tp::codec {

inline constexpr std::array requirement_rows{
    // 3.1 Header
    Requirement{"rfc2661/3.1/header-complete", Level::must, Party::sender, 498, "A-11",
                "every header field that the flag bits announce is there"},
    Requirement{"rfc2661/3.1/control-length-bit", Level::must, Party::sender, 531, "",
                "a control message has the L bit set"},
    Requirement{"rfc2661/3.1/reserved-bits", Level::must, Party::sender, 533, "",
                "the reserved (x) bits of the header are sent as 0"},
    Requirement{"rfc2661/3.1/control-sequence-bit", Level::must, Party::sender, 537, "",
                "a control message has the S bit set"},
    Requirement{"rfc2661/3.1/control-offset-bit", Level::must, Party::sender, 539, "",
                "a control message has the O bit clear"},
    Requirement{"rfc2661/3.1/control-priority-bit", Level::must, Party::sender, 548, "",
                "a control message has the P bit clear"},
    Requirement{"rfc2661/3.1/version", Level::must, Party::sender, 551, "", "the header's Ver is 2"},
    Requirement{"rfc2661/3.1/length-within-datagram", Level::must, Party::sender, 557, "A-12",
                "Length does not exceed the octets that the datagram holds, nor fall short of the header"},
    Requirement{"rfc2661/3.1/length-covers-datagram", Level::should, Party::sender, 557, "A-12",
                "Length counts every octet of the datagram"},
    Requirement{"rfc2661/3.1/offset-within-message", Level::must, Party::sender, 594, "",
                "Offset Size does not point past the end of the message"},
    // 3.2 Message types
    Requirement{"rfc2661/3.2/reserved-message-types", Level::must, Party::sender, 629, "",
                "Message Types 0, 5 and 13 are reserved and never sent"},
    // 4.1 AVP format
    Requirement{"rfc2661/4.1/reserved-bits", Level::must, Party::sender, 697, "",
                "the four reserved bits of an AVP are 0"},
    Requirement{"rfc2661/4.1/unknown-mandatory-avp-clears-session", Level::must, Party::receiver, 702, "A-01",
                "an unrecognised AVP with M = 1 in a session's message terminates that session"},
    Requirement{
        "rfc2661/4.1/unknown-mandatory-avp-clears-tunnel", Level::must, Party::receiver, 704, "A-01",
        "an unrecognised AVP with M = 1 in a tunnel's message terminates the tunnel and its sessions"},
    Requirement{"rfc2661/4.1/unknown-optional-avp-is-ignored", Level::must, Party::receiver, 706, "",
                "an unrecognised AVP with M = 0 is ignored and the message acted on as if it were not there"},
    Requirement{"rfc2661/4.1/reserved-bit-makes-avp-unknown", Level::must, Party::receiver, 697, "A-17",
                "an AVP with a reserved bit set is treated as unrecognised"},
    Requirement{"rfc2661/4.1/minimum-length", Level::must, Party::sender, 719, "A-10",
                "an AVP's Length is at least 6"},
    Requirement{"rfc2661/4.1/avp-within-message", Level::must, Party::sender, 743, "A-10",
                "AVPs follow each other without a gap and the last one ends with the message"},
    // 4.3 Hiding
    Requirement{"rfc2661/4.3/random-vector-precedes-hidden-avp", Level::must, Party::sender, 791, "",
                "a Random Vector AVP stands before the first hidden AVP"},
    Requirement{"rfc2661/4.3/hidden-subformat", Level::must, Party::sender, 799, "A-21",
                "a hidden value starts with a 2-octet length that fits what follows it"},
    // 4.4 AVPs in messages
    Requirement{"rfc2661/4.4/avp-in-its-messages", Level::should, Party::sender, 908, "A-20",
                "an AVP is sent only in the messages that its definition lists"},
    Requirement{"rfc2661/4.4/avp-once", Level::should, Party::sender, 908, "A-20",
                "an AVP that carries one fact stands in a message once"},
    Requirement{"rfc2661/4.4.1/message-type-first", Level::must, Party::sender, 932, "",
                "Message Type is the first AVP of a control message"},
    Requirement{"rfc2661/4.4.1/unknown-mandatory-message-type", Level::must, Party::receiver, 940, "A-02",
                "an unknown Message Type with M = 1 clears the tunnel"},
    Requirement{"rfc2661/4.4.1/random-vector-size", Level::should, Party::sender, 973, "",
                "a Random Vector has at least 16 octets"},
    // 4.4.2 Result and error codes
    Requirement{"rfc2661/4.4.2/error-message-utf8", Level::must, Party::sender, 1017, "",
                "the Error Message is UTF-8"},
    Requirement{"rfc2661/4.4.2/result-code-reserved", Level::must, Party::sender, 1029, "",
                "Result Code 0 is reserved and never sent"},
    Requirement{"rfc2661/4.4.2/result-code-range", Level::must, Party::sender, 1027, "",
                "the Result Code is one that is defined for its message"},
    Requirement{"rfc2661/4.4.2/general-error-has-error-code", Level::should, Party::sender, 1031, "A-16",
                "Result Code 2 comes with an Error Code"},
    Requirement{"rfc2661/4.4.2/error-code-range", Level::must, Party::sender, 1072, "A-16",
                "the Error Code is one that is defined"},
    Requirement{"rfc2661/4.4.2/error-8-names-the-avp", Level::should, Party::sender, 1089, "",
                "with Error Code 8 the Error Message names the attribute that was not known"},
    Requirement{"rfc2661/4.4.2/error-6-explains", Level::should, Party::sender, 1092, "",
                "with Error Code 6 the Error Message says what went wrong"},
    // 4.4.3 Control connection management
    Requirement{"rfc2661/4.4.3/protocol-version-value", Level::must, Party::sender, 1110, "A-26",
                "Protocol Version has Ver 1"},
    Requirement{"rfc2661/4.4.3/protocol-revision-value", Level::should, Party::sender, 1111, "A-26",
                "Protocol Version has Rev 0"},
    Requirement{"rfc2661/4.4.3/host-name-not-empty", Level::must, Party::sender, 1283, "A-37",
                "Host Name has at least one octet"},
    Requirement{"rfc2661/4.4.3/vendor-name-utf8", Level::must, Party::sender, 1317, "",
                "Vendor Name is UTF-8"},
    Requirement{"rfc2661/4.4.3/assigned-tunnel-id-not-zero", Level::must, Party::sender, 1338, "",
                "Assigned Tunnel ID is not 0"},
    Requirement{"rfc2661/4.4.3/challenge-not-empty", Level::must, Party::sender, 1415, "A-37",
                "Challenge has at least one octet"},
    Requirement{"rfc2661/4.4.3/challenge-is-answered", Level::must, Party::sender, 1443, "A-22",
                "a Challenge in SCCRQ or SCCRP is answered by a Challenge Response in SCCRP or SCCCN"},
    // 4.4.4 Call management
    Requirement{"rfc2661/4.4.4/assigned-session-id-not-zero", Level::must, Party::sender, 1502, "",
                "Assigned Session ID is not 0"},
    Requirement{"rfc2661/4.4.4/number-ascii", Level::should, Party::sender, 1705, "",
                "Called Number, Calling Number, Sub-Address and Advisory Message are ASCII"},
    // 4.4.5 Proxy LCP and authentication
    Requirement{"rfc2661/4.4.5/lcp-options", Level::must, Party::sender, 1934, "",
                "a CONFREQ AVP holds whole LCP options, starting at the first, without the LCP header"},
    Requirement{"rfc2661/4.4.5/proxy-authen-type-value", Level::must, Party::sender, 2023, "",
                "Proxy Authen Type is a defined value, and not 0"},
    Requirement{"rfc2661/4.4.5/proxy-authen-type-present", Level::must, Party::lac, 2031, "",
                "the other proxy authentication AVPs come with a Proxy Authen Type"},
    Requirement{"rfc2661/4.4.5/proxy-authen-name-present", Level::must, Party::lac, 2057, "",
                "Proxy Authen Type 1, 2, 3 or 5 comes with a Proxy Authen Name"},
    Requirement{"rfc2661/4.4.5/proxy-authen-challenge-present", Level::must, Party::lac, 2089, "",
                "Proxy Authen Type 2 or 5 comes with a Proxy Authen Challenge"},
    Requirement{"rfc2661/4.4.5/proxy-authen-challenge-not-empty", Level::must, Party::lac, 2087, "",
                "Proxy Authen Challenge has at least one octet"},
    Requirement{"rfc2661/4.4.5/proxy-authen-id-reserved", Level::must, Party::lac, 2111, "",
                "the high octet of Proxy Authen ID is 0"},
    Requirement{"rfc2661/4.4.5/proxy-authen-id-present", Level::must, Party::lac, 2114, "",
                "Proxy Authen Type 2, 3 or 5 comes with a Proxy Authen ID"},
    Requirement{"rfc2661/4.4.5/proxy-authen-response-present", Level::must, Party::lac, 2145, "",
                "Proxy Authen Type 1, 2, 3 or 5 comes with a Proxy Authen Response"},
    Requirement{"rfc2661/4.4.5/clear-text-password-hidden", Level::should, Party::lac, 2149, "",
                "a clear-text password in Proxy Authen Response is hidden"},
    // 4.4.6 Call status
    Requirement{"rfc2661/4.4.6/call-errors-reserved", Level::must, Party::lac, 2193, "",
                "the reserved field of Call Errors is 0"},
    // 5 Operation
    Requirement{"rfc2661/5.1.1/wrong-response-refused", Level::must, Party::receiver, 2311, "",
                "a tunnel whose Challenge Response is not the expected one is not established"},
    Requirement{"rfc2661/5.3/data-identifiers", Level::must, Party::sender, 2396, "",
                "a data message has a Tunnel ID and a Session ID that the receiver assigned: never 0"},
    Requirement{"rfc2661/5.8/acknowledge-messages", Level::must, Party::receiver, 2555, "G-4",
                "every control message but a ZLB is acknowledged"},
    Requirement{"rfc2661/5.8/ack-duplicates", Level::must, Party::receiver, 2548, "A-03",
                "a duplicate control message is acknowledged again and not acted on"},
    Requirement{"rfc2661/5.8/receive-window-not-zero", Level::must, Party::sender, 2617, "A-25",
                "Receive Window Size is not 0"},
    // 6 Messages
    Requirement{"rfc2661/6.0/reserved-fields-zero", Level::must, Party::sender, 2643, "",
                "reserved fields and bits are sent as 0"},
    Requirement{"rfc2661/6.1/sccrq-is-answered", Level::must, Party::receiver, 2671, "",
                "an acceptable SCCRQ is answered by SCCRP"},
    Requirement{"rfc2661/6.4/stopccn-clears-tunnel", Level::must, Party::receiver, 2721, "",
                "StopCCN is acknowledged and clears the tunnel and all its sessions"},
    Requirement{"rfc2661/6.5/hello-is-acknowledged", Level::must, Party::receiver, 2753, "",
                "a HELLO is acknowledged by a ZLB or by another message"},
    Requirement{"rfc2661/6.7/icrq-is-answered", Level::must, Party::lns, 2825, "",
                "an acceptable ICRQ is answered by ICRP"},
    Requirement{"rfc2661/6.12/cdn-clears-session", Level::must, Party::receiver, 2975, "",
                "CDN is acknowledged and its session cleaned up without any other reply"},
    // 8.1 UDP
    Requirement{"rfc2661/8.1/reply-to-source-port", Level::must, Party::receiver, 3763, "A-27",
                "a reply goes to the address and port that the initiator sent from"},
    // Not of an RFC: what any scenario may find
    Requirement{"l2tpspec/robustness/survives", Level::must, Party::receiver, 0, "G-3",
                "the device still answers after the stimulus"},
};

// requirement names a hand-written row; an id that does not exist does not compile.
[[nodiscard]] consteval RequirementId requirement(std::string_view id) {
    for (std::size_t i = 0; i < requirement_rows.size(); ++i) {
        if (requirement_rows[i].id == id) return static_cast<RequirementId>(i);
    }
    throw "no such requirement row";
}

}  // namespace l2tp::codec
