// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Sections 4.4.5 and 4.4.6: proxy LCP, proxy authentication, and call status.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_4_4_5 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{
            "rfc2661/4.4.5/proxy-avps-are-optional", may, lac, 1900, 1914, "",
            "ICCN may tell what LAC and remote system said to each other: a LNS takes it with and without",
            by_scenario},
        Requirement{"rfc2661/4.4.5/proxy-lcp-is-used", may, lns, 1914, 1916, "",
                    "a LNS may go on from what the proxy AVPs tell", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/4.4.5/lns-negotiates-anew", may, lns, 1916, 1918, "",
                    "a LNS may negotiate LCP or authenticate again", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/4.4.5/lcp-options", must, sender, 1934, 1935, "",
                    "a CONFREQ AVP holds whole LCP options, starting at the first, without the LCP header",
                    decoding},
        Requirement{"rfc2661/4.4.5/confreq-is-a-copy", must, lac, 1934, 1935, "",
                    "Initial Received LCP CONFREQ is what the remote system sent", not_testable,
                    "what LAC and remote system said to each other is not visible"},
        Requirement{"rfc2661/4.4.5/last-sent-confreq", must, lac, 1954, 1956, "",
                    "Last Sent LCP CONFREQ holds the options of the LAC's last CONFREQ", implied,
                    "rfc2661/4.4.5/lcp-options"},
        Requirement{"rfc2661/4.4.5/last-received-confreq", must, lac, 1984, 1986, "",
                    "Last Received LCP CONFREQ holds the options of the remote system's last CONFREQ",
                    implied, "rfc2661/4.4.5/lcp-options"},
        Requirement{"rfc2661/4.4.5/proxy-authen-type-value", must, sender, 2023, 2029, "",
                    "Proxy Authen Type is a defined value, and not 0", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-type-present", must, lac, 2031, 2032, "",
                    "the other proxy authentication AVPs come with a Proxy Authen Type", decoding},
        Requirement{"rfc2661/4.4.5/no-type-no-proxy-authentication", must, lns, 2032, 2036, "",
                    "without Proxy Authen Type a LNS authenticates the remote system itself", by_scenario},
        Requirement{"rfc2661/4.4.5/proxy-authen-name-is-the-clients", must, lac, 2053, 2055, "",
                    "Proxy Authen Name is the name that the remote system gave", not_testable,
                    "what LAC and remote system said to each other is not visible"},
        Requirement{"rfc2661/4.4.5/proxy-authen-name-present", must, lac, 2057, 2058, "",
                    "Proxy Authen Type 1, 2, 3 or 5 comes with a Proxy Authen Name", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-name-hidden", may, lac, 2058, 2059, "",
                    "a LAC may hide the name", implied, "rfc2661/4.4.5/proxy-authen-name-may-be-hidden"},
        Requirement{"rfc2661/4.4.5/proxy-authen-challenge-present", must, lac, 2089, 2089, "",
                    "Proxy Authen Type 2 or 5 comes with a Proxy Authen Challenge", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-challenge-not-empty", must, lac, 2087, 2087, "",
                    "Proxy Authen Challenge has at least one octet", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-challenge-is-the-lacs", must, lac, 2089, 2091, "",
                    "Proxy Authen Challenge is the challenge that the LAC sent", not_testable,
                    "what LAC and remote system said to each other is not visible"},
        Requirement{"rfc2661/4.4.5/proxy-authen-id-reserved", must, lac, 2111, 2112, "",
                    "the high octet of Proxy Authen ID is 0", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-id-present", must, lac, 2114, 2115, "",
                    "Proxy Authen Type 2, 3 or 5 comes with a Proxy Authen ID", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-id-is-the-real-one", must, lac, 2115, 2117, "",
                    "Proxy Authen ID is that of the challenge, or of the request with PAP", not_testable,
                    "what LAC and remote system said to each other is not visible"},
        Requirement{"rfc2661/4.4.5/proxy-authen-response-present", must, lac, 2145, 2145, "",
                    "Proxy Authen Type 1, 2, 3 or 5 comes with a Proxy Authen Response", decoding},
        Requirement{"rfc2661/4.4.5/proxy-authen-response-is-the-clients", must, lac, 2145, 2149, "",
                    "Proxy Authen Response is the remote system's response, or its password", not_testable,
                    "what LAC and remote system said to each other is not visible"},
        Requirement{"rfc2661/4.4.5/clear-text-password-hidden", should, lac, 2148, 2150, "",
                    "a clear-text password in Proxy Authen Response is hidden", decoding},
        Requirement{"rfc2661/4.4.6/call-errors-reserved", must, lac, 2193, 2193, "",
                    "the reserved field of Call Errors is 0", decoding},
        Requirement{"rfc2661/4.4.6/call-errors-accumulate", must, lac, 2194, 2205, "",
                    "the counters of Call Errors count from the start of the call: none decreases",
                    in_context},
        Requirement{"rfc2661/4.4.6/accm-reserved", must, lns, 2228, 2229, "",
                    "the reserved field of ACCM is 0", implied, "rfc2661/6.0/reserved-fields-zero"},
        Requirement{"rfc2661/4.4.6/send-accm-is-used", should, lac, 2229, 2230, "",
                    "a LAC uses Send ACCM for what it sends to the remote system", not_testable,
                    "the line between LAC and remote system is not visible"},
        Requirement{"rfc2661/4.4.6/receive-accm-is-used", should, lac, 2230, 2232, "",
                    "a LAC uses Receive ACCM for what it receives from the remote system", not_testable,
                    "the line between LAC and remote system is not visible"},
        Requirement{"rfc2661/4.4.6/default-accm", must, lac, 2232, 2233, "",
                    "before any SLI both ACCMs are ffffffff", not_testable,
                    "the line between LAC and remote system is not visible"},
        Requirement{"rfc2661/4.4.6/accm-is-honoured", should, lac, 2233, 2235, "",
                    "a LAC follows both ACCMs unless its configuration knows better", not_testable,
                    "the line between LAC and remote system is not visible"},
    };
}();

}  // namespace l2tp::codec::requirement_parts
