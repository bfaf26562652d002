// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Sections 8 and 9: UDP, and security.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_8 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"rfc2661/8.1/whole-packet-in-a-datagram", must, sender, 3761, 3763, "",
                    "a UDP datagram holds one whole L2TP message", implied,
                    "rfc2661/3.1/length-within-datagram rfc2661/3.1/length-covers-datagram"},
        Requirement{"rfc2661/8.1/initiators-port-is-free", may, sender, 3763, 3764, "",
                    "the initiator may send from any port", by_scenario},
        Requirement{"rfc2661/8.1/initiator-sends-to-1701", must, sender, 3763, 3765, "G-6",
                    "SCCRQ is sent to UDP port 1701", in_context},
        Requirement{"rfc2661/8.1/recipients-port-is-free", may, receiver, 3765, 3768, "A-27",
                    "the recipient may answer from another port than 1701", by_scenario},
        Requirement{"rfc2661/8.1/reply-to-source-port", must, receiver, 3765, 3768, "A-27",
                    "a reply goes to the address and port that the initiator sent from", by_scenario},
        Requirement{"rfc2661/8.1/ports-stay", must, both, 3768, 3770, "A-27",
                    "once a tunnel is established, addresses and ports stay the same", in_context},
        Requirement{"rfc2661/8.1/checksums-are-on-by-default", must, both, 3786, 3787, "A-38",
                    "by default control and data messages have a UDP checksum", implied,
                    "rfc2661/8.1/checksum-on-control rfc2661/8.1/checksum-on-data"},
        Requirement{"rfc2661/8.1/nat-is-considered", should, receiver, 3772, 3777, "A-27",
                    "an arbitrary source port of the recipient is weighed against NAT devices in between",
                    not_testable, "an advice to implementers, who may weigh it either way"},
        Requirement{"rfc2661/8.1/lac-may-choose-mru", may, lac, 3780, 3784, "",
                    "a LAC may negotiate a MRU that fits the path", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/8.1/checksum-on-control", must, sender, 3786, 3787, "A-38",
                    "control messages have a UDP checksum", in_context},
        Requirement{"rfc2661/8.1/checksum-on-data", should, sender, 3786, 3788, "A-38",
                    "data messages have a UDP checksum unless the operator turned it off", in_context},
        Requirement{"rfc2661/8.1/data-checksum-may-be-turned-off", may, both, 3787, 3789, "A-38",
                    "UDP checksums of data messages may be turned off", implied,
                    "rfc2661/8.1/checksum-on-data"},
        Requirement{"rfc2661/8.1/control-checksum-stays-on", should, both, 3788, 3790, "A-38",
                    "UDP checksums of control messages are always on", implied,
                    "rfc2661/8.1/checksum-on-control"},
        Requirement{"rfc2661/8.1/l2f-is-discarded", must, receiver, 3795, 3797, "",
                    "a system without L2F discards L2F packets silently", implied,
                    "rfc2661/3.1/unknown-version-discarded"},
        Requirement{"rfc2661/8.1/numbers-against-reordering", may, both, 3804, 3815, "",
                    "where a protocol within PPP cannot bear reordering, data may have sequence numbers",
                    implied, "rfc2661/5.4/numbered-data-is-read"},
        Requirement{"rfc2661/8.1/loss-is-signalled-to-ppp", may, lns, 3822, 3825, "",
                    "a LNS may tell its PPP of a loss as if a frame had a CRC error", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/8.1/loss-is-signalled-to-the-client", may, lac, 3825, 3828, "",
                    "a LAC may tell its client of a loss by a frame with a CRC error", not_testable,
                    "the line between LAC and remote system is not visible"},
        Requirement{"rfc2661/8.1/no-vj-on-lossy-paths", should, both, 3834, 3839, "",
                    "TCP header compression is not used where losses would too often corrupt data",
                    not_testable, "which risk is acceptable is for the operator to judge"},
        Requirement{"rfc2661/8.1/care-with-lossy-protocols", should, both, 3841, 3845, "",
                    "protocols that suffer from losses are used with care", not_testable,
                    "an advice to operators"},
        Requirement{"rfc2661/8.2/udp-is-the-default", must, both, 3849, 3851, "",
                    "over IP the encapsulation in UDP is the default", not_testable,
                    "what is configured by default is seen on the device, not on the wire"},
        Requirement{"rfc2661/8.2/other-encapsulations", may, both, 3851, 3853, "",
                    "other encapsulations may be offered as an option", not_testable,
                    "a permission: either choice obeys it"},
        Requirement{"rfc2661/9.1/authentication-is-optional", may, both, 3873, 3874, "",
                    "tunnel authentication is optional", implied, "rfc2661/5.1.1/authentication-is-optional"},
        Requirement{"rfc2661/9.1/one-secret", must, both, 3883, 3884, "",
                    "both ends share one secret for authentication", implied, "rfc2661/5.1.1/response-value"},
        Requirement{"rfc2661/9.1/secret-serves-both-ways", must, both, 3884, 3885, "",
                    "the same secret serves to authenticate and to be authenticated", implied,
                    "rfc2661/5.1.1/response-value"},
        Requirement{"rfc2661/9.1/ids-tell-responses-apart", must, both, 3885, 3888, "",
                    "responses of both directions differ by the ID in the digest", implied,
                    "rfc2661/5.1.1/response-value"},
        Requirement{"rfc2661/9.1/unpredictable-ids", should, sender, 3890, 3894, "",
                    "Tunnel and Session IDs cannot be guessed", in_context},
        Requirement{"rfc2661/9.5/proxy-avps-are-optional", may, lac, 3954, 3956, "",
                    "PPP authentication of the LAC may be passed on to the LNS", implied,
                    "rfc2661/4.4.5/proxy-avps-are-optional"},
        Requirement{
            "rfc2661/9.5/proxy-authentication-can-be-turned-off", must, lns, 3957, 3961, "",
            "proxy authentication can be turned off: the LNS then authenticates the remote system itself",
            by_scenario},
    };
}();

}  // namespace l2tp::codec::requirement_parts
