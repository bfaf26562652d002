// SPDX-License-Identifier: GPL-2.0-or-later
// What it means that the tester's own machine was late: the process was stopped, or had no processor.
#pragma once

#include <string>

#include "codec/requirement.hpp"
#include "protocol/judge/settings.hpp"

namespace l2tp::tester {

// bearable_lateness is the tolerance of general rule G-5: what is longer makes a device look late.
inline constexpr codec::Time bearable_lateness = protocol::Tolerances{}.spacing;

// rests_on_time tells that the judge finds a breach of this requirement by when something came, or by its
// absence.
[[nodiscard]] bool rests_on_time(codec::RequirementId requirement) noexcept;

// lateness_text says so in a clause, with whole milliseconds.
[[nodiscard]] std::string lateness_text(codec::Time late);

}  // namespace l2tp::tester
