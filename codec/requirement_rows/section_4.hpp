// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Sections 4.1 to 4.3: AVPs, their M bit, and how they are hidden.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_4 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"rfc2661/4.1/reserved-bits", must, sender, 696, 697, "",
                    "the four reserved bits of an AVP are 0", decoding},
        Requirement{"rfc2661/4.1/unknown-mandatory-avp-clears-session", must, receiver, 700, 704, "A-01",
                    "an unrecognised AVP with M = 1 in a session's message terminates that session",
                    by_scenario},
        Requirement{
            "rfc2661/4.1/unknown-mandatory-avp-clears-tunnel", must, receiver, 704, 706, "A-01",
            "an unrecognised AVP with M = 1 in a tunnel's message terminates the tunnel and its sessions",
            by_scenario},
        Requirement{
            "rfc2661/4.1/unknown-optional-avp-is-ignored", must, receiver, 706, 708, "",
            "an unrecognised AVP with M = 0 is ignored and the message acted on as if it were not there",
            by_scenario},
        Requirement{"rfc2661/4.1/reserved-bit-makes-avp-unknown", must, receiver, 697, 698, "A-17",
                    "an AVP with a reserved bit set is treated as unrecognised", by_scenario},
        Requirement{"rfc2661/4.1/hidden-bit", must, sender, 710, 713, "",
                    "H is 1 on an AVP whose value is hidden, and 0 on the others", implied,
                    "rfc2661/4.3/hidden-subformat"},
        Requirement{"rfc2661/4.1/hiding-is-optional", may, sender, 711, 712, "",
                    "an AVP may be hidden where its definition allows it", implied,
                    "rfc2661/4.3/hidden-avps-are-read"},
        Requirement{"rfc2661/4.1/length-counts-header", must, sender, 715, 718, "",
                    "Length counts the 6 octets of the AVP header and the value", implied,
                    "rfc2661/4.1/avp-within-message"},
        Requirement{"rfc2661/4.1/length-fits-its-field", must, sender, 718, 719, "A-35",
                    "an AVP has at most 1023 octets, header included", not_testable,
                    "the field has 10 bits: a greater Length cannot be written"},
        Requirement{"rfc2661/4.1/minimum-length", must, sender, 719, 719, "A-10",
                    "an AVP's Length is at least 6", decoding},
        Requirement{"rfc2661/4.1/length-6-has-no-value", must, sender, 719, 720, "",
                    "an AVP of Length 6 has no value", implied, "rfc2661/4.1/avp-within-message"},
        Requirement{"rfc2661/4.1/vendor-0", must, sender, 722, 725, "",
                    "the AVPs of this document have Vendor ID 0", not_testable,
                    "an AVP with another Vendor ID is another AVP, and missed where it is required"},
        Requirement{"rfc2661/4.1/vendor-extensions", may, sender, 725, 736, "A-19",
                    "a vendor may define AVPs of its own under its own Vendor ID", implied,
                    "rfc2661/4.1/unknown-optional-avp-is-ignored"},
        Requirement{"rfc2661/4.1/avp-within-message", must, sender, 743, 747, "A-10",
                    "AVPs follow each other without a gap and the last one ends with the message", decoding},
        Requirement{"rfc2661/4.2/unknown-mandatory-avp-is-fatal", must, receiver, 751, 752, "A-01",
                    "an unknown AVP with M = 1 ends the session or tunnel that it belongs to", implied,
                    "rfc2661/4.1/unknown-mandatory-avp-clears-session "
                    "rfc2661/4.1/unknown-mandatory-avp-clears-tunnel"},
        Requirement{"rfc2661/4.2/mandatory-only-where-crucial", should, sender, 752, 754, "",
                    "M = 1 is defined only for AVPs without which session or tunnel cannot work",
                    not_testable, "what is crucial is for the definer of the AVP to judge"},
        Requirement{"rfc2661/4.2/alternative-to-mandatory", should, sender, 762, 766, "",
                    "where there is another way to learn whether the peer has an extension, M = 1 is not "
                    "used for that",
                    not_testable, "whether an alternative exists is for the definer of the AVP to judge"},
        Requirement{
            "rfc2661/4.2/mandatory-extension-can-be-turned-off", must, sender, 768, 770, "",
            "an extension whose AVP has M = 1 can be turned off, so that the AVP is not sent or has M = 0",
            not_testable, "what can be configured is seen on the device, not on the wire"},
        Requirement{"rfc2661/4.3/hidden-needs-a-secret", must, sender, 779, 780, "",
                    "no AVP is hidden where no secret is shared", by_scenario},
        Requirement{"rfc2661/4.3/hiding-secret-is-the-tunnel-secret", must, both, 780, 781, "",
                    "AVPs are hidden with the secret of the tunnel authentication", implied,
                    "rfc2661/4.3/hidden-subformat"},
        Requirement{"rfc2661/4.3/random-vector-precedes-hidden-avp", must, sender, 781, 793, "",
                    "a Random Vector AVP stands before the first hidden AVP", decoding},
        Requirement{"rfc2661/4.3/hidden-subformat", must, sender, 795, 812, "A-21",
                    "a hidden value starts with a 2-octet length that fits what follows it", decoding},
        Requirement{"rfc2661/4.3/padding-is-random", must, sender, 814, 815, "",
                    "the padding of a hidden value is random", not_testable,
                    "a few octets do not show whether they are random"},
        Requirement{"rfc2661/4.3/padding", may, sender, 817, 826, "", "a hidden value may be padded", implied,
                    "rfc2661/4.3/padding-is-left-out"},
        Requirement{"rfc2661/4.3/padding-is-left-out", must, receiver, 818, 820, "A-21",
                    "of a padded value only the original length is used", by_scenario},
        Requirement{
            "rfc2661/4.3/first-digest", must, sender, 828, 832, "A-21",
            "the first digest is made of the attribute number in 2 octets, the secret and the random vector",
            implied, "rfc2661/4.3/hidden-subformat"},
        Requirement{"rfc2661/4.3/vector-before-hidden-avps", must, sender, 834, 836, "",
                    "a Random Vector AVP with the vector that was used stands before the hidden AVPs",
                    implied, "rfc2661/4.3/random-vector-precedes-hidden-avp"},
        Requirement{"rfc2661/4.3/vector-for-several", may, sender, 836, 847, "",
                    "one random vector may serve several hidden AVPs of a message", implied,
                    "rfc2661/4.3/nearest-random-vector"},
        Requirement{"rfc2661/4.3/another-vector-before-its-avps", must, sender, 847, 849, "",
                    "another random vector stands in a new Random Vector AVP before the first AVP that it "
                    "was used for",
                    implied, "rfc2661/4.3/random-vector-precedes-hidden-avp"},
        Requirement{"rfc2661/4.3/short-block", must, sender, 851, 857, "A-21",
                    "the last block is hidden without growing to 16 octets", implied,
                    "rfc2661/4.3/hidden-subformat"},
        Requirement{"rfc2661/4.3/following-digests", must, sender, 859, 867, "A-21",
                    "each further digest is made of the secret and the hidden block before it", implied,
                    "rfc2661/4.3/hidden-subformat"},
        Requirement{"rfc2661/4.3/cipher", must, sender, 874, 888, "A-21",
                    "a hidden value is the exclusive or of its blocks and the digests, in order", implied,
                    "rfc2661/4.3/hidden-subformat"},
        Requirement{"rfc2661/4.3/nearest-random-vector", must, receiver, 890, 891, "",
                    "a hidden AVP is read with the Random Vector that precedes it most closely", by_scenario},
        Requirement{"rfc2661/4.3/hidden-avps-are-read", must, receiver, 890, 892, "A-21",
                    "a hidden AVP is un-hidden before it is used", by_scenario},
    };
}();

}  // namespace l2tp::codec::requirement_parts
