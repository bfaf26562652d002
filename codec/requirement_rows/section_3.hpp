// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Sections 3.0 to 3.2: the header and the message types.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_3 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"rfc2661/3.0/control-numbers-are-present", must, sender, 485, 486, "",
                    "every control message carries sequence numbers", implied,
                    "rfc2661/3.1/control-sequence-bit"},
        Requirement{"rfc2661/3.0/data-may-be-numbered", may, sender, 487, 488, "",
                    "data messages may carry sequence numbers, to restore their order and to notice losses",
                    implied, "rfc2661/5.4/numbered-data-is-read"},
        Requirement{"rfc2661/3.0/network-order", must, sender, 490, 491, "",
                    "numbers are sent with the high-order octet first", implied,
                    "rfc2661/3.1/length-within-datagram"},
        Requirement{"rfc2661/3.1/header-complete", must, sender, 495, 500, "A-11",
                    "every header field that the flag bits announce is there", decoding},
        Requirement{"rfc2661/3.1/absent-fields-take-no-space", must, sender, 496, 497, "",
                    "a field whose flag bit is 0 takes no octets", implied, "rfc2661/3.1/header-complete"},
        Requirement{"rfc2661/3.1/type-bit", must, sender, 527, 528, "",
                    "T is 1 on a control message and 0 on a data message", not_testable,
                    "the bit alone tells control from data: there is nothing to compare it with"},
        Requirement{"rfc2661/3.1/control-length-bit", must, sender, 530, 531, "",
                    "a control message has the L bit set", decoding},
        Requirement{"rfc2661/3.1/reserved-bits", must, sender, 533, 534, "",
                    "the reserved (x) bits of the header are sent as 0", decoding},
        Requirement{"rfc2661/3.1/control-sequence-bit", must, sender, 536, 537, "",
                    "a control message has the S bit set", decoding},
        Requirement{"rfc2661/3.1/control-offset-bit", must, sender, 539, 540, "",
                    "a control message has the O bit clear", decoding},
        Requirement{"rfc2661/3.1/priority-goes-first", should, both, 542, 543, "",
                    "a data message with P = 1 is preferred in local queues", not_testable,
                    "the queues of a device are not visible"},
        Requirement{"rfc2661/3.1/keepalive-has-priority", should, sender, 543, 547, "",
                    "LCP echo requests that serve as keepalive have P = 1", not_testable,
                    "only the sender knows which echo requests serve as its keepalive"},
        Requirement{"rfc2661/3.1/control-priority-bit", must, sender, 547, 549, "",
                    "a control message has the P bit clear", decoding},
        Requirement{"rfc2661/3.1/version", must, sender, 551, 552, "", "the header's Ver is 2", decoding},
        Requirement{"rfc2661/3.1/version-1-is-left-to-l2f", must, sender, 552, 554, "",
                    "Ver 1 is left to L2F", implied, "rfc2661/3.1/version"},
        Requirement{"rfc2661/3.1/length-within-datagram", must, sender, 557, 557, "A-12",
                    "Length does not exceed the octets that the datagram holds, nor fall short of the header",
                    decoding},
        Requirement{"rfc2661/3.1/length-covers-datagram", should, sender, 557, 557, "A-12",
                    "Length counts every octet of the datagram", decoding},
        Requirement{"rfc2661/3.1/offset-within-message", must, sender, 594, 595, "",
                    "Offset Size does not point past the end of the message", decoding},
        Requirement{"rfc2661/3.1/reserved-bits-ignored", must, receiver, 533, 534, "A-17",
                    "reserved header bits that are set are ignored", by_scenario},
        Requirement{"rfc2661/3.1/unknown-version-discarded", must, receiver, 554, 555, "",
                    "a message with an unknown Ver is discarded", by_scenario},
        Requirement{"rfc2661/3.1/length-is-optional-on-data", must, receiver, 497, 500, "",
                    "a data message is read with and without Length, Ns and Nr", by_scenario},
        Requirement{"rfc2661/3.1/offset-is-read", must, receiver, 594, 598, "",
                    "the payload of a data message with Offset Size is read where it starts", by_scenario},
        Requirement{"rfc2661/3.1/offset-padding-is-free", may, sender, 596, 596, "",
                    "the octets of the offset padding may have any value", implied,
                    "rfc2661/3.1/offset-is-read"},
        Requirement{"rfc2661/3.1/tunnel-id-is-the-receivers", must, sender, 567, 572, "",
                    "Tunnel ID is the number by which the receiver knows the tunnel", implied,
                    "rfc2661/4.4.3/assigned-tunnel-id-is-used"},
        Requirement{"rfc2661/3.1/session-id-is-the-receivers", must, sender, 574, 580, "",
                    "Session ID is the number by which the receiver knows the session", implied,
                    "rfc2661/4.4.4/assigned-session-id-is-used"},
        Requirement{"rfc2661/3.1/ns-counts", must, sender, 582, 585, "",
                    "Ns starts at 0 and grows by one with each message, modulo 65536", implied,
                    "rfc2661/5.8/ns-counts-messages rfc2661/5.4/data-numbers-count"},
        Requirement{"rfc2661/3.1/nr-is-next-expected", must, sender, 587, 589, "",
                    "Nr of a control message is the number after that of the last message received in order",
                    implied, "rfc2661/5.8/nr-is-next-expected"},
        Requirement{"rfc2661/3.1/data-nr-ignored", must, receiver, 589, 591, "",
                    "the Nr of a data message is ignored", by_scenario},
        Requirement{"rfc2661/3.2/message-type-numbers", must, sender, 623, 625, "",
                    "Message Types have the numbers of the table", not_testable,
                    "a message with another number is another message, and judged as that"},
        Requirement{"rfc2661/3.2/reserved-message-types", must, sender, 629, 646, "",
                    "Message Types 0, 5 and 13 are reserved and never sent", decoding},
    };
}();

}  // namespace l2tp::codec::requirement_parts
