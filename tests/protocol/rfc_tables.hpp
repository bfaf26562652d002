// SPDX-License-Identifier: GPL-2.0-or-later
// The five state tables of RFC 2661 as its pages show them, written down a second time and apart from
// protocol/state_rows.hpp, so that a slip in one of the two is seen. A row: the line where it begins in the
// RFC's text, then state, event, actions and new state.
#pragma once

#include <array>
#include <string_view>

namespace l2tp::protocol::rfc {

struct Table {
    std::string_view section;
    std::string_view rows;
};

inline constexpr std::array tables{
    Table{"7.2.1", R"(
3110 | idle           | Local Open request                | Send SCCRQ                    | wait-ctl-reply
3113 | idle           | Receive SCCRQ, acceptable         | Send SCCRP                    | wait-ctl-conn
3116 | idle           | Receive SCCRQ, not acceptable     | Send StopCCN, Clean up        | idle
3119 | idle           | Receive SCCRP                     | Send StopCCN, Clean up        | idle
3122 | idle           | Receive SCCCN                     | Clean up                      | idle
3124 | wait-ctl-reply | Receive SCCRP, acceptable         | Send SCCCN, Send tunnel-open event to waiting sessions | established
3129 | wait-ctl-reply | Receive SCCRP, not acceptable     | Send StopCCN, Clean up        | idle
3132 | wait-ctl-reply | Receive SCCRQ, lose tie-breaker   | Clean up, Re-queue SCCRQ for idle state | idle
3143 | wait-ctl-reply | Receive SCCCN                     | Send StopCCN, Clean up        | idle
3146 | wait-ctl-conn  | Receive SCCCN, acceptable         | Send tunnel-open event to waiting sessions | established
3150 | wait-ctl-conn  | Receive SCCCN, not acceptable     | Send StopCCN, Clean up        | idle
3153 | wait-ctl-conn  | Receive SCCRP, SCCRQ              | Send StopCCN, Clean up        | idle
3156 | established    | Local Open request (new call)     | Send tunnel-open event to waiting sessions | established
3160 | established    | Admin Tunnel Close                | Send StopCCN, Clean up        | idle
3163 | established    | Receive SCCRQ, SCCRP, SCCCN       | Send StopCCN, Clean up        | idle
3166 | idle, wait-ctl-reply, wait-ctl-conn, established | Receive StopCCN | Clean up    | idle
)"},
    Table{"7.4.1", R"(
3315 | idle           | Bearer Ring or Ready to indicate incoming conn. | Initiate local tunnel open | wait-tunnel
3319 | idle           | Receive ICCN, ICRP, CDN           | Clean up                      | idle
3322 | wait-tunnel    | Bearer line drop or local close request | Clean up                | idle
3326 | wait-tunnel    | tunnel-open                       | Send ICRQ                     | wait-reply
3328 | wait-reply     | Receive ICRP, acceptable          | Send ICCN                     | established
3331 | wait-reply     | Receive ICRP, Not acceptable      | Send CDN, Clean up            | idle
3334 | wait-reply     | Receive ICRQ                      | Send CDN, Clean up            | idle
3337 | wait-reply     | Receive CDN, ICCN                 | Clean up                      | idle
3340 | wait-reply     | Local close request or Bearer line drop | Send CDN, Clean up      | idle
3344 | established    | Receive CDN                       | Clean up                      | idle
3346 | established    | Receive ICRQ, ICRP, ICCN          | Send CDN, Clean up            | idle
3349 | established    | Bearer line drop or local close request | Send CDN, Clean up      | idle
)"},
    Table{"7.4.2", R"(
3427 | idle           | Receive ICRQ, acceptable          | Send ICRP                     | wait-connect
3430 | idle           | Receive ICRQ, not acceptable      | Send CDN, Clean up            | idle
3433 | idle           | Receive ICRP                      | Send CDN, Clean up            | idle
3436 | idle           | Receive ICCN                      | Clean up                      | idle
3438 | wait-connect   | Receive ICCN, acceptable          | Prepare for data              | established
3441 | wait-connect   | Receive ICCN, not acceptable      | Send CDN, Clean up            | idle
3444 | wait-connect   | Receive ICRQ, ICRP                | Send CDN, Clean up            | idle
3447 | idle, wait-connect, established | Receive CDN      | Clean up                      | idle
3451 | wait-connect, established | Local Close request    | Send CDN, Clean up            | idle
3454 | established    | Receive ICRQ, ICRP, ICCN          | Send CDN, Clean up            | idle
)"},
    Table{"7.5.1", R"(
3539 | idle           | Receive OCRQ, acceptable          | Send OCRP, Open bearer        | wait-cs-answer
3542 | idle           | Receive OCRQ, not acceptable      | Send CDN, Clean up            | idle
3545 | idle           | Receive OCRP                      | Send CDN, Clean up            | idle
3548 | idle           | Receive OCCN, CDN                 | Clean up                      | idle
3551 | wait-cs-answer | Bearer answer, framing detected   | Send OCCN                     | established
3554 | wait-cs-answer | Bearer failure                    | Send CDN, Clean up            | idle
3557 | wait-cs-answer | Receive OCRQ, OCRP, OCCN          | Send CDN, Clean up            | idle
3560 | established    | Receive OCRQ, OCRP, OCCN          | Send CDN, Clean up            | idle
3563 | wait-cs-answer, established | Receive CDN          | Clean up                      | idle
3566 | established    | Bearer line drop or Local close request | Send CDN, Clean up      | idle
)"},
    // The RFC's row at 3668 says OCCN without "acceptable". One that lacks a required AVP is a malformed
    // message (7.1), so the row is read as that of an acceptable OCCN (reading A-09).
    Table{"7.5.2", R"(
3651 | idle           | Local open request                | Initiate local tunnel-open    | wait-tunnel
3654 | idle           | Receive OCCN, OCRP, CDN           | Clean up                      | idle
3657 | wait-tunnel    | tunnel-open                       | Send OCRQ                     | wait-reply
3659 | wait-reply     | Receive OCRP, acceptable          | none                          | wait-connect
3662 | wait-reply     | Receive OCRP, not acceptable      | Send CDN, Clean up            | idle
3665 | wait-reply     | Receive OCCN, OCRQ                | Send CDN, Clean up            | idle
3668 | wait-connect   | Receive OCCN, acceptable          | none                          | established
3670 | wait-connect   | Receive OCRQ, OCRP                | Send CDN, Clean up            | idle
3673 | idle, wait-reply, wait-connect, established | Receive CDN | Clean up               | idle
3678 | established    | Receive OCRQ, OCRP, OCCN          | Send CDN, Clean up            | idle
3681 | wait-reply, wait-connect, established | Local Close request | Send CDN, Clean up   | idle
3685 | wait-tunnel    | Local Close request               | Clean up                      | idle
)"},
};

}  // namespace l2tp::protocol::rfc
