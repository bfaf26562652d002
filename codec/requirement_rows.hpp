// SPDX-License-Identifier: GPL-2.0-or-later
// The requirement rows that are written by hand, in the order of the RFC's sections: every statement of RFC
// 2661 that someone has to obey, but for those that follow from the AVP and message tables
// (requirements.cpp). A statement that the RFC makes twice has two rows, one of them implied by the other.
//
// Level is that of the RFC's capitals. A format, a table and a row of a state table are a MUST. In lower case
// "must" counts as MUST only where a format, a table or a statement in capitals makes it binding, else as
// SHOULD; "should" and "recommended" count as SHOULD, and "may" as MAY. What a MAY allows to one side, the
// other has to cope with: that is what its row is tested for.
#pragma once

#include <array>
#include <cstddef>

#include "codec/requirement.hpp"
#include "codec/requirement_rows/robustness.hpp"
#include "codec/requirement_rows/section_3.hpp"
#include "codec/requirement_rows/section_4.hpp"
#include "codec/requirement_rows/section_4_4.hpp"
#include "codec/requirement_rows/section_4_4_3.hpp"
#include "codec/requirement_rows/section_4_4_4.hpp"
#include "codec/requirement_rows/section_4_4_5.hpp"
#include "codec/requirement_rows/section_5.hpp"
#include "codec/requirement_rows/section_5_8.hpp"
#include "codec/requirement_rows/section_6.hpp"
#include "codec/requirement_rows/section_7_2.hpp"
#include "codec/requirement_rows/section_7_4.hpp"
#include "codec/requirement_rows/section_7_5.hpp"
#include "codec/requirement_rows/section_8.hpp"

namespace l2tp::codec {

namespace requirement_parts {

template <std::size_t... Sizes>
[[nodiscard]] consteval auto joined(const std::array<Requirement, Sizes>&... parts) {
    std::array<Requirement, (Sizes + ...)> all{};
    std::size_t count = 0;
    const auto append = [&](const auto& part) {
        for (const Requirement& row : part) all[count++] = row;
    };
    (append(parts), ...);
    return all;
}

}  // namespace requirement_parts

inline constexpr auto requirement_rows = requirement_parts::joined(
    requirement_parts::section_3, requirement_parts::section_4, requirement_parts::section_4_4,
    requirement_parts::section_4_4_3, requirement_parts::section_4_4_4, requirement_parts::section_4_4_5,
    requirement_parts::section_5, requirement_parts::section_5_8, requirement_parts::section_6,
    requirement_parts::section_7_2, requirement_parts::section_7_4, requirement_parts::section_7_5,
    requirement_parts::section_8, requirement_parts::robustness);

// requirement names a hand-written row; an id that does not exist does not compile. Ids differ most towards
// their ends: looking there first keeps this far below the step limit of clang.
[[nodiscard]] consteval RequirementId requirement(std::string_view id) {
    for (std::size_t i = 0; i < requirement_rows.size(); ++i) {
        const std::string_view row = requirement_rows[i].id;
        if (row.size() == id.size() && row.back() == id.back() && row == id) {
            return static_cast<RequirementId>(i);
        }
    }
    throw "no such requirement row";
}

}  // namespace l2tp::codec
