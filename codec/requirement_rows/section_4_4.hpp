// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Sections 4.4 to 4.4.2: AVPs of all messages, Result and Error Codes.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto section_4_4 = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"rfc2661/4.4/avp-in-its-messages", should, sender, 908, 909, "A-20",
                    "an AVP is sent only in the messages that its definition lists", decoding},
        Requirement{"rfc2661/4.4/avp-once", should, sender, 908, 912, "A-20",
                    "an AVP that carries one fact stands in a message once", decoding},
        Requirement{"rfc2661/4.4.1/message-type-first", must, sender, 932, 934, "",
                    "Message Type is the first AVP of a control message", decoding},
        Requirement{"rfc2661/4.4.1/message-type-m-bit-is-the-messages", must, receiver, 937, 940, "A-02",
                    "the M bit of Message Type speaks of the message, not of the AVP", implied,
                    "rfc2661/4.4.1/unknown-mandatory-message-type"},
        Requirement{"rfc2661/4.4.1/unknown-mandatory-message-type", must, receiver, 940, 942, "A-02",
                    "an unknown Message Type with M = 1 clears the tunnel", by_scenario},
        Requirement{"rfc2661/4.4.1/unknown-optional-message-type", may, receiver, 942, 944, "A-02",
                    "an unknown Message Type with M = 0 may be ignored; the message is acknowledged and the "
                    "tunnel lives",
                    by_scenario},
        Requirement{"rfc2661/4.4.1/random-vector-length-is-free", may, sender, 972, 972, "",
                    "a Random Vector may have any length", implied, "rfc2661/4.3/hidden-avps-are-read"},
        Requirement{"rfc2661/4.4.1/random-vector-size", should, sender, 972, 973, "",
                    "a Random Vector has at least 16 octets", decoding},
        Requirement{"rfc2661/4.4.1/several-random-vectors", may, sender, 978, 980, "",
                    "a message may have several Random Vector AVPs", implied,
                    "rfc2661/4.3/nearest-random-vector"},
        Requirement{"rfc2661/4.4.1/random-vector-precedes", must, sender, 980, 981, "",
                    "Random Vector stands before the first AVP with H = 1", implied,
                    "rfc2661/4.3/random-vector-precedes-hidden-avp"},
        Requirement{"rfc2661/4.4.2/result-code-forms-are-read", must, receiver, 1004, 1015, "A-16",
                    "a Result Code is read with and without Error Code and Error Message", by_scenario},
        Requirement{"rfc2661/4.4.2/error-message-utf8", must, sender, 1015, 1019, "",
                    "the Error Message is UTF-8", decoding},
        Requirement{"rfc2661/4.4.2/error-message-language", must, sender, 1017, 1019, "",
                    "the Error Message is in the default language of RFC 2277", not_testable,
                    "the language of a text is for people to judge"},
        Requirement{"rfc2661/4.4.2/codes-tell-the-reason", should, sender, 991, 992, "A-39",
                    "Result Code and Error Code say why the session or tunnel ends", by_scenario},
        Requirement{"rfc2661/4.4.2/result-code-reserved", must, sender, 1029, 1029, "",
                    "Result Code 0 is reserved and never sent", decoding},
        Requirement{"rfc2661/4.4.2/result-code-range", must, sender, 1027, 1029, "",
                    "the Result Code is one that is defined for its message", decoding},
        Requirement{"rfc2661/4.4.2/general-error-has-error-code", should, sender, 1031, 1031, "A-16",
                    "Result Code 2 comes with an Error Code", decoding},
        Requirement{"rfc2661/4.4.2/version-in-error-code", must, sender, 1035, 1037, "A-16",
                    "with Result Code 5 the Error Code gives the highest version that is supported",
                    not_testable, "the form of a version within the Error Code is not given"},
        Requirement{"rfc2661/4.4.2/error-code-range", must, sender, 1071, 1087, "A-16",
                    "the Error Code is one that is defined", decoding},
        Requirement{
            "rfc2661/4.4.2/error-code-examined", should, receiver, 1062, 1072, "",
            "where a Result Code says general error, the Error Code is looked at", not_testable,
            "what the receiver learns from a code is not visible; for code 7 see error-7-tries-another"},
        Requirement{"rfc2661/4.4.2/error-7-tries-another", should, lac, 1083, 1086, "",
                    "a LAC that is told Error Code 7 tries another LNS if it knows one", by_scenario},
        Requirement{"rfc2661/4.4.2/error-8-names-the-avp", should, sender, 1087, 1090, "",
                    "with Error Code 8 the Error Message names the attribute that was not known", decoding},
        Requirement{"rfc2661/4.4.2/error-6-explains", should, sender, 1092, 1093, "",
                    "with Error Code 6 the Error Message says what went wrong", decoding},
    };
}();

}  // namespace l2tp::codec::requirement_parts
