// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Section 4.4.3: the AVPs of the control connection.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_4_4_3 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"rfc2661/4.4.3/protocol-version-value", must, sender, 1110, 1111, "A-26",
                    "Protocol Version has Ver 1", decoding},
        Requirement{"rfc2661/4.4.3/protocol-revision-value", should, sender, 1111, 1112, "A-26",
                    "Protocol Version has Rev 0", decoding},
        Requirement{"rfc2661/4.4.3/framing-capabilities-bits", must, sender, 1138, 1143, "",
                    "Framing Capabilities has no bit but A and S", implied,
                    "rfc2661/6.0/reserved-fields-zero"},
        Requirement{"rfc2661/4.4.3/call-framing-within-capabilities", must, sender, 1145, 1148, "A-34",
                    "a call's Framing Type has no bit that the peer's Framing Capabilities lack", in_context},
        Requirement{"rfc2661/4.4.3/foreign-framing-is-rejected", should, receiver, 1148, 1149, "A-34",
                    "a call with a Framing Type that was not advertised is rejected", by_scenario},
        Requirement{"rfc2661/4.4.3/bearer-capabilities-bits", must, sender, 1165, 1170, "",
                    "Bearer Capabilities has no bit but A and D", implied,
                    "rfc2661/6.0/reserved-fields-zero"},
        Requirement{"rfc2661/4.4.3/call-bearer-within-capabilities", should, lns, 1183, 1186, "",
                    "an outgoing call's Bearer Type has no bit that the LAC's Bearer Capabilities lack",
                    implied, "rfc2661/4.4.4/bearer-type-within-capabilities"},
        Requirement{"rfc2661/4.4.3/foreign-bearer-is-rejected", should, lac, 1186, 1187, "",
                    "an outgoing call with a Bearer Type that was not advertised is rejected", by_scenario},
        Requirement{"rfc2661/4.4.3/bearer-capabilities-present", must, sender, 1189, 1190, "",
                    "a device that can place outgoing calls sends Bearer Capabilities", by_scenario},
        Requirement{"rfc2661/4.4.3/outgoing-call-needs-bearer-capabilities", must, lns, 1189, 1190, "",
                    "an outgoing call is requested only of a LAC that sent Bearer Capabilities", in_context},
        Requirement{
            "rfc2661/4.4.3/lns-claims-no-bearer", should, lns, 1192, 1195, "",
            "a LNS that is no LAC sends Bearer Capabilities with A = 0 and D = 0, or does not send it",
            by_scenario},
        Requirement{"rfc2661/4.4.3/lns-and-lac-claims-its-bearers", should, lns, 1195, 1196, "",
                    "a LNS that can also place outgoing calls sets A or D as it can", by_scenario},
        Requirement{"rfc2661/4.4.3/bearer-is-no-promise", may, sender, 1197, 1199, "",
                    "a device that advertised a bearer may still refuse to place a call", not_testable,
                    "a permission: refusing a call by CDN obeys it too"},
        Requirement{"rfc2661/4.4.3/tie-breakers-are-compared", must, receiver, 1219, 1223, "A-04",
                    "who receives SCCRQ while its own is out compares the Tie Breakers", implied,
                    "rfc2661/4.4.3/tie-is-resolved"},
        Requirement{
            "rfc2661/4.4.3/tie-is-resolved", must, both, 1221, 1224, "A-04",
            "of two SCCRQs that cross, the lower Tie Breaker wins, and the loser's tunnel is discarded",
            by_scenario},
        Requirement{"rfc2661/4.4.3/equal-ties-discard-both", must, both, 1224, 1226, "A-04",
                    "with equal Tie Breakers both tunnels are discarded", by_scenario},
        Requirement{"rfc2661/4.4.3/single-tie-breaker-wins", must, both, 1239, 1241, "A-04",
                    "of two SCCRQs that cross, one with a Tie Breaker and one without, the first wins",
                    by_scenario},
        Requirement{"rfc2661/4.4.3/no-tie-breaker-makes-two-tunnels", should, both, 1241, 1242, "A-04",
                    "two SCCRQs that cross without Tie Breakers open two tunnels", by_scenario},
        Requirement{"rfc2661/4.4.3/firmware-revision-of-software", may, sender, 1263, 1265, "",
                    "Firmware Revision may be that of the L2TP software", not_testable,
                    "the number is the vendor's own, whatever it counts"},
        Requirement{"rfc2661/4.4.3/host-name-not-empty", must, sender, 1283, 1284, "A-37",
                    "Host Name has at least one octet", decoding},
        Requirement{"rfc2661/4.4.3/host-name-is-unique", should, sender, 1295, 1297, "",
                    "Host Name is as unique as can be, such as a fully qualified domain name", not_testable,
                    "one device alone does not show whether another has its name"},
        Requirement{"rfc2661/4.4.3/vendor-name-utf8", must, sender, 1317, 1319, "", "Vendor Name is UTF-8",
                    decoding},
        Requirement{"rfc2661/4.4.3/vendor-name-language", must, sender, 1318, 1319, "",
                    "Vendor Name is in the default language of RFC 2277", not_testable,
                    "the language of a text is for people to judge"},
        Requirement{"rfc2661/4.4.3/assigned-tunnel-id-not-zero", must, sender, 1338, 1338, "",
                    "Assigned Tunnel ID is not 0", decoding},
        Requirement{"rfc2661/4.4.3/tunnels-have-different-ids", must, sender, 1340, 1341, "",
                    "tunnels that are open at one time have different Assigned Tunnel IDs", by_scenario},
        Requirement{"rfc2661/4.4.3/assigned-tunnel-id-is-used", must, sender, 1340, 1352, "",
                    "every message to a peer that assigned a Tunnel ID carries it", implied,
                    "rfc2661/6.2/sccrp-tunnel-id rfc2661/6.3/scccn-tunnel-id "
                    "rfc2661/6.5/hello-tunnel-id rfc2661/6.6/icrq-tunnel-id "
                    "rfc2661/6.7/icrp-tunnel-id rfc2661/6.8/iccn-tunnel-id rfc2661/6.9/ocrq-tunnel-id "
                    "rfc2661/6.10/ocrp-tunnel-id rfc2661/6.11/occn-tunnel-id "
                    "rfc2661/6.12/cdn-tunnel-id rfc2661/6.13/wen-tunnel-id rfc2661/6.14/sli-tunnel-id "
                    "rfc2661/5.3/data-identifiers"},
        Requirement{"rfc2661/4.4.3/tunnel-id-0-before-assignment", must, sender, 1352, 1354, "",
                    "a control message to a peer that has not assigned a Tunnel ID has Tunnel ID 0", implied,
                    "rfc2661/6.1/sccrq-tunnel-id"},
        Requirement{"rfc2661/4.4.3/stopccn-names-the-first-tunnel-id", must, sender, 1356, 1359, "A-08",
                    "StopCCN carries the Assigned Tunnel ID that was sent first", in_context},
        Requirement{
            "rfc2661/4.4.3/stopccn-tunnel-id-not-zero", should, sender, 1338, 1338, "A-08",
            "Assigned Tunnel ID is not 0 in a StopCCN either, though a refusal may have assigned none",
            decoding},
        Requirement{"rfc2661/4.4.3/stopccn-is-found-by-assigned-id", must, receiver, 1356, 1359, "A-36",
                    "a StopCCN with Tunnel ID 0 closes the tunnel that its Assigned Tunnel ID names",
                    by_scenario},
        Requirement{"rfc2661/4.4.3/default-window", must, sender, 1380, 1381, "A-25",
                    "without Receive Window Size the window is 4", implied,
                    "rfc2661/5.8/peer-window-respected"},
        Requirement{"rfc2661/4.4.3/window-then-wait", must, sender, 1381, 1382, "A-25",
                    "after as many messages as the window has, the sender waits for an acknowledgement",
                    implied, "rfc2661/5.8/peer-window-respected"},
        Requirement{"rfc2661/4.4.3/challenge-not-empty", must, sender, 1415, 1415, "A-37",
                    "Challenge has at least one octet", decoding},
        Requirement{"rfc2661/4.4.3/challenge-is-random", must, sender, 1415, 1415, "",
                    "a Challenge is random: no two tunnels have the same", by_scenario},
        Requirement{"rfc2661/4.4.3/challenge-is-answered", must, sender, 1443, 1444, "A-22",
                    "a Challenge in SCCRQ or SCCRP is answered by a Challenge Response in SCCRP or SCCCN",
                    in_context},
        Requirement{
            "rfc2661/4.4.3/response-id", must, sender, 1444, 1447, "",
            "the ID in the digest of a Challenge Response is the Message Type: 2 in SCCRP, 3 in SCCCN",
            implied, "rfc2661/5.1.1/response-value"},
    };
}();

}  // namespace l2tp::codec::requirement_parts
