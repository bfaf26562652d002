// SPDX-License-Identifier: GPL-2.0-or-later
// What of RFC 2661 has no requirement row, and why: whole sections, and lines with a word of requirement that
// state nothing a LAC or LNS can break.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace l2tp::codec::rfc2661 {

struct SectionException {
    std::string_view section;
    std::string_view reason;
};

inline constexpr std::array section_exceptions{
    SectionException{"1.0", "introduction"},
    SectionException{"1.1", "what the words of requirement mean"},
    SectionException{"1.2", "terminology"},
    SectionException{"2.0", "topology, an example"},
    SectionException{"4.0", "what AVP means; the format is in 4.1"},
    SectionException{"8.0", "introduces 8.1 and 8.2"},
    SectionException{"9.0", "introduces 9.1 to 9.5"},
    SectionException{"9.2", "what a secure transport below L2TP has to offer: no requirement on L2TP itself"},
    SectionException{"9.3", "advice to people who need end-to-end security"},
    SectionException{"9.4", "what IPsec offers; access control is said to be outside the document"},
    SectionException{"10.0", "addressed to IANA"},
    SectionException{"10.1", "addressed to IANA; which attributes are known is in the AVP table"},
    SectionException{"10.2", "addressed to IANA; the Message Types are those of 3.2"},
    SectionException{"10.3", "addressed to IANA"},
    SectionException{"10.3.1", "addressed to IANA; the Result Codes are those of 4.4.2"},
    SectionException{"10.3.2", "addressed to IANA; the Error Codes are those of 4.4.2"},
    SectionException{"10.4", "addressed to IANA; that undefined bits are 0 is in 6.0"},
    SectionException{"10.5", "addressed to IANA; the Proxy Authen Types are those of 4.4.5"},
    SectionException{"10.6", "addressed to IANA; that the reserved bits are 0 is in 4.1"},
    SectionException{"11.0", "references"},
    SectionException{"12.0", "acknowledgments"},
    SectionException{"13.0", "addresses"},
    SectionException{"B", "examples of what 5.8 and 7 require"},
    SectionException{"C", "intellectual property and copyright"},
};

struct LineException {
    std::uint16_t line;
    std::string_view word;
    std::string_view reason;
};

// Sorted by line. Lines of the sections above need no exception of their own.
inline constexpr std::array line_exceptions{
    LineException{1875, "should", "an example: what a LAC may tell by Private Group ID"},
    LineException{1995, "should", "describes what the AVP is for; when it is present is stated below it"},
    LineException{2787, "should", "says what ICRP tells the LAC"},
    LineException{2789, "should", "says what the LNS decides"},
};

}  // namespace l2tp::codec::rfc2661
