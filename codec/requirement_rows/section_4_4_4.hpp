// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Section 4.4.4: the AVPs of calls.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_4_4_4 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"rfc2661/4.4.4/cause-code-encoding", must, sender, 1478, 1481, "",
                    "Cause Code and Cause Msg are the ITU's encodings", not_testable,
                    "the cause comes from the telephone network, which the tester does not see"},
        Requirement{"rfc2661/4.4.4/advisory-message", may, sender, 1481, 1483, "",
                    "an Advisory Message may follow the Cause Msg", implied,
                    "rfc2661/4.4.4/q931-cause-code-length"},
        Requirement{"rfc2661/4.4.4/assigned-session-id-not-zero", must, sender, 1502, 1502, "",
                    "Assigned Session ID is not 0", decoding},
        Requirement{"rfc2661/4.4.4/sessions-have-different-ids", must, sender, 1504, 1506, "",
                    "sessions of a tunnel that are open at one time have different Assigned Session IDs",
                    by_scenario},
        Requirement{"rfc2661/4.4.4/assigned-session-id-is-used", must, sender, 1504, 1508, "",
                    "every message of a session to a peer that assigned a Session ID carries it", implied,
                    "rfc2661/6.7/icrp-session-id rfc2661/6.8/iccn-session-id "
                    "rfc2661/6.10/ocrp-session-id rfc2661/6.11/occn-session-id "
                    "rfc2661/6.13/wen-session-id rfc2661/6.14/sli-session-id "
                    "rfc2661/5.3/data-identifiers"},
        Requirement{"rfc2661/4.4.4/session-id-0-before-assignment", must, sender, 1508, 1521, "",
                    "a control message to a peer that has not assigned a Session ID has Session ID 0",
                    implied, "rfc2661/6.6/icrq-session-id rfc2661/6.9/ocrq-session-id"},
        Requirement{"rfc2661/4.4.4/cdn-names-the-first-session-id", must, sender, 1523, 1526, "A-08",
                    "CDN carries the Assigned Session ID that was sent first", in_context},
        Requirement{"rfc2661/4.4.4/cdn-session-id-not-zero", should, sender, 1502, 1502, "A-08",
                    "Assigned Session ID is not 0 in a CDN either, though a refusal may have assigned none",
                    decoding},
        Requirement{"rfc2661/4.4.4/cdn-is-found-by-assigned-id", must, receiver, 1523, 1526, "A-36",
                    "a CDN with Session ID 0 ends the call that its Assigned Session ID names", by_scenario},
        Requirement{"rfc2661/4.4.4/call-serial-numbers-increase", should, sender, 1549, 1550, "",
                    "Call Serial Numbers grow from call to call", in_context},
        Requirement{"rfc2661/4.4.4/call-serial-numbers-are-unique", should, sender, 1550, 1552, "",
                    "Call Serial Numbers are unlikely to be used again, here or by any LAC or LNS nearby",
                    not_testable, "one device alone does not show what others use"},
        Requirement{"rfc2661/4.4.4/bearer-type-bits", must, sender, 1620, 1634, "",
                    "Bearer Type has no bit but A and D", implied, "rfc2661/6.0/reserved-fields-zero"},
        Requirement{"rfc2661/4.4.4/both-bearers", may, sender, 1635, 1636, "",
                    "Bearer Type may have both A and D", by_scenario},
        Requirement{"rfc2661/4.4.4/bearer-type-within-capabilities", must, lns, 1638, 1640, "",
                    "the Bearer Type of OCRQ has only bits that the LAC's Bearer Capabilities have",
                    in_context},
        Requirement{"rfc2661/4.4.4/no-bearer-in-icrq", may, lac, 1642, 1645, "",
                    "the Bearer Type of ICRQ may have neither A nor D", by_scenario},
        Requirement{"rfc2661/4.4.4/framing-type-bits", must, sender, 1661, 1671, "",
                    "Framing Type has no bit but A and S", implied, "rfc2661/6.0/reserved-fields-zero"},
        Requirement{"rfc2661/4.4.4/framing-type-guides-lcp", may, lns, 1666, 1668, "",
                    "a LNS may choose its LCP options by the Framing Type", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/4.4.4/both-framings-in-ocrq", may, lns, 1671, 1672, "",
                    "the Framing Type of OCRQ may have both A and S", by_scenario},
        Requirement{"rfc2661/4.4.4/framing-type-within-capabilities", must, lns, 1674, 1676, "A-34",
                    "the Framing Type of OCRQ has only bits that the LAC's Framing Capabilities have",
                    implied, "rfc2661/4.4.3/call-framing-within-capabilities"},
        Requirement{"rfc2661/4.4.4/number-ascii", should, sender, 1705, 1705, "",
                    "Called Number, Calling Number, Sub-Address and Advisory Message are ASCII", decoding},
        Requirement{"rfc2661/4.4.4/calling-number-ascii", should, sender, 1726, 1726, "",
                    "Calling Number is ASCII", implied, "rfc2661/4.4.4/number-ascii"},
        Requirement{"rfc2661/4.4.4/sub-address-ascii", should, sender, 1756, 1756, "", "Sub-Address is ASCII",
                    implied, "rfc2661/4.4.4/number-ascii"},
        Requirement{"rfc2661/4.4.4/tx-speed-is-the-lacs", must, lac, 1777, 1786, "",
                    "(Tx) Connect Speed is the LAC's speed to the remote system, and without Rx Connect "
                    "Speed both ways",
                    not_testable, "the line between LAC and remote system is not visible"},
        Requirement{"rfc2661/4.4.4/rx-speed-is-the-lacs", must, lac, 1801, 1817, "",
                    "Rx Connect Speed is the speed from the remote system to the LAC", not_testable,
                    "the line between LAC and remote system is not visible"},
        Requirement{"rfc2661/4.4.4/physical-channel-id-is-for-logs", must, receiver, 1836, 1837, "",
                    "Physical Channel ID is used for logging only", not_testable,
                    "what a receiver keeps in its logs is not visible"},
        Requirement{"rfc2661/4.4.4/private-group-treatment", may, lns, 1871, 1876, "",
                    "a LNS may treat a session as its Private Group ID says", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/4.4.4/private-group-source", may, lac, 1878, 1881, "",
                    "a LAC may take the Private Group ID from RADIUS, configuration or elsewhere",
                    not_testable, "a permission: where the LAC learns it is its own affair"},
        Requirement{"rfc2661/4.4.4/sequencing-required-is-obeyed", must, both, 1889, 1891, "A-29",
                    "with Sequencing Required every data message of the session has sequence numbers",
                    implied, "rfc2661/5.4/required-numbers-are-present"},
    };
}();

}  // namespace l2tp::codec::requirement_parts
