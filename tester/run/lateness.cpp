// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/lateness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "codec/requirement_rows.hpp"

namespace l2tp::tester {
namespace {

using codec::requirement;

constexpr std::array by_time{
    requirement("rfc2661/4.4.3/challenge-is-answered"),
    requirement("rfc2661/5.6/nothing-after-cdn"),
    requirement("rfc2661/5.7/nothing-after-stopccn"),
    requirement("rfc2661/5.7/stopccn-copies-are-acknowledged"),
    requirement("rfc2661/5.8/ack-duplicates"),
    requirement("rfc2661/5.8/acknowledge-messages"),
    requirement("rfc2661/5.8/acknowledged-is-not-retransmitted"),
    requirement("rfc2661/5.8/backoff-cap"),
    requirement("rfc2661/5.8/exponential-backoff"),
    requirement("rfc2661/5.8/give-up"),
    requirement("rfc2661/5.8/nr-current-in-retransmissions"),
    requirement("rfc2661/5.8/unacknowledged-is-retransmitted"),
    requirement("rfc2661/6.13/wen-at-most-once-a-minute"),
    requirement("rfc2661/8.1/ports-stay"),
};

}  // namespace

bool rests_on_time(codec::RequirementId id) noexcept {
    return std::ranges::find(by_time, id) != by_time.end();
}

std::string lateness_text(codec::Time late) {
    return fmt::format("the tester's machine was late by {} ms",
                       std::chrono::duration_cast<std::chrono::milliseconds>(late).count());
}

}  // namespace l2tp::tester
