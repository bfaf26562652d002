// SPDX-License-Identifier: GPL-2.0-or-later
// Requirement rows. Not of an RFC: what any scenario may find.
#pragma once

#include <array>

#include "codec/requirement.hpp"

namespace l2tp::codec::requirement_parts {

inline constexpr auto robustness = [] {
    using enum Level;
    using enum Party;
    using enum Treatment;
    return std::array{
        Requirement{"l2tpspec/robustness/survives", must, receiver, 0, 0, "G-3",
                    "the device still answers after the stimulus", by_scenario},
    };
}();

}  // namespace l2tp::codec::requirement_parts
