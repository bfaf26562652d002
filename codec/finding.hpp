// SPDX-License-Identifier: GPL-2.0-or-later
// Finding: one breach of one requirement, with the place in the datagram that shows it.
#pragma once

#include <cstdint>

#include "codec/requirement.hpp"
#include "codec/text.hpp"

namespace l2tp::codec {

// Place is a range of octets of the message, and the AVP (by position, 0 first) that it lies in, if any.
struct Place {
    static constexpr std::uint16_t no_avp = 0xffff;

    std::uint32_t offset = 0;
    std::uint32_t length = 0;
    std::uint16_t avp = no_avp;

    friend bool operator==(const Place&, const Place&) = default;
};

struct Finding {
    RequirementId requirement = RequirementId::none;
    Place where;
    Text<120> expected;
    Text<120> seen;

    friend bool operator==(const Finding&, const Finding&) = default;
};

}  // namespace l2tp::codec
