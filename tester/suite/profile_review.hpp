// SPDX-License-Identifier: GPL-2.0-or-later
// The static review of a profile, before anything is sent: what its answers alone say about the device.
#pragma once

#include <string>
#include <vector>

#include "codec/requirement.hpp"
#include "tester/suite/profile.hpp"
#include "tester/suite/suite.hpp"

namespace l2tp::tester {

struct ProfileRemark {
    enum class Kind : std::uint8_t {
        contradiction,  // the profile cannot be right: nothing is run with it
        finding,        // the device lacks what the RFC demands
        note,           // what will not be tested, or not well
    };

    Kind kind{};
    std::string text;                                               // a plain sentence
    codec::RequirementId requirement = codec::RequirementId::none;  // of a finding
};

[[nodiscard]] std::vector<ProfileRemark> review(const Profile& profile);

// check_profile throws a UsageError that lists the contradictions, if there are any.
void check_profile(const std::vector<ProfileRemark>& remarks);

// add_remarks puts findings and notes of a review into a result, and weighs it again.
void add_remarks(SuiteResult& result, const std::vector<ProfileRemark>& remarks);

}  // namespace l2tp::tester
