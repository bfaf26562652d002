// SPDX-License-Identifier: GPL-2.0-or-later
// What a trace can expect of a judgement besides its findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::traces {

[[nodiscard]] std::string_view name_of_verdict(Outlook verdict) noexcept;
[[nodiscard]] std::string joined(const std::vector<std::string>& words);

// unmet returns what was seen instead of what the words expect; empty: they are right. Words that mean
// nothing are unmet too.
[[nodiscard]] std::string unmet(const Trace& trace, const Step& step, const Judgement& judgement,
                                const std::vector<std::string>& words);

// unmet_at_the_end does the same for `fate` and `total` lines.
[[nodiscard]] std::string unmet_at_the_end(const Judge& judge, const std::vector<std::string>& words);

}  // namespace l2tp::protocol::traces
