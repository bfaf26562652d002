// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/profile_review.hpp"

#include <fmt/format.h>

#include <array>

#include "codec/requirements.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

using Kind = ProfileRemark::Kind;

// Contradiction: both conditions cannot hold.
struct Contradiction {
    bool (*holds)(const Profile& profile);
    std::string_view text;
};
constexpr std::array contradictions{
    Contradiction{
        [](const Profile& p) { return p.has("demands-authentication") && !p.has("tunnel-authentication"); },
        "demands-authentication, but not tunnel-authentication"},
    Contradiction{[](const Profile& p) { return p.has("sequencing-required") && !p.has("data-sequencing"); },
                  "sequencing-required, but not data-sequencing"},
    Contradiction{[](const Profile& p) { return p.has("hides-avps") && !p.has("hidden-avps"); },
                  "hides-avps, but not hidden-avps"},
    Contradiction{[](const Profile& p) {
                      return p.says("second-tunnel") && p.has("second-tunnel") && p.number("max-tunnels") < 2;
                  },
                  "second-tunnel, but max-tunnels below 2"},
    Contradiction{[](const Profile& p) { return p.number("max-tunnels") == 0; }, "max-tunnels 0"},
    Contradiction{[](const Profile& p) { return p.number("window") == 0; },
                  "window 0, which RFC 2661 calls invalid"},
    Contradiction{[](const Profile& p) { return p.duration("first-interval") > p.duration("interval-cap"); },
                  "first-interval longer than interval-cap"},
    Contradiction{[](const Profile& p) { return !p.has("incoming-calls") && !p.has("outgoing-calls"); },
                  "neither incoming-calls nor outgoing-calls"},
};

void review_roles(const Profile& profile, std::vector<ProfileRemark>& remarks) {
    for (const ProfileItem& item : profile_items) {
        const bool lac_only = item.of == ProfileItem::Of::lac;
        if (item.of == ProfileItem::Of::both || lac_only == (profile.role == Role::lac)) continue;
        if (!profile.says(item.name)) continue;
        remarks.push_back(
            {Kind::contradiction, fmt::format("The profile answers {}, which is about a {} only.", item.name,
                                              role_name(lac_only ? Role::lac : Role::lns))});
    }
}

void review_secret(const Profile& profile, std::vector<ProfileRemark>& remarks) {
    if (!profile.secret().empty()) return;
    if (profile.has("demands-authentication")) {
        remarks.push_back({Kind::note,
                           "The device demands authentication, and no secret is given: hardly anything "
                           "can be tested."});
    }
}

void review_hooks(const Profile& profile, std::vector<ProfileRemark>& remarks) {
    const auto lacks = [&profile](std::string_view hook) { return !profile.hooks.contains(hook); };
    if (profile.role == Role::lac && lacks("dial") && lacks("open-tunnel")) {
        remarks.push_back({Kind::note,
                           "The profile has neither the hook dial nor open-tunnel: the device has to open "
                           "tunnels by itself while scenarios wait."});
    }
    if (lacks("reset")) {
        remarks.push_back({Kind::note,
                           "The profile has no hook reset: if the device dies, the rest is not run unless "
                           "it comes back by itself."});
    }
}

}  // namespace

std::vector<ProfileRemark> review(const Profile& profile) {
    std::vector<ProfileRemark> remarks;
    for (const Contradiction& row : contradictions) {
        if (row.holds(profile)) {
            remarks.push_back(
                {Kind::contradiction, fmt::format("The profile contradicts itself: {}.", row.text)});
        }
    }
    review_roles(profile, remarks);
    for (const ProfileItem& item : profile_items) {
        if (item.requirement.empty() || !profile.says(item.name) || profile.has(item.name)) continue;
        remarks.push_back({Kind::finding, fmt::format("the profile answers {} with no", item.name),
                           *codec::find_requirement(item.requirement)});
    }
    review_secret(profile, remarks);
    review_hooks(profile, remarks);
    return remarks;
}

void check_profile(const std::vector<ProfileRemark>& remarks) {
    std::string text;
    for (const ProfileRemark& remark : remarks) {
        if (remark.kind != Kind::contradiction) continue;
        text += (text.empty() ? "" : " ") + remark.text;
    }
    if (!text.empty()) throw UsageError(text);
}

void add_remarks(SuiteResult& result, const std::vector<ProfileRemark>& remarks) {
    std::vector<SuiteFinding> findings;
    for (const ProfileRemark& remark : remarks) {
        if (remark.kind == Kind::note) result.notes.push_back(remark.text);
        if (remark.kind != Kind::finding) continue;
        SuiteFinding finding;
        finding.requirement = remark.requirement;
        finding.count = 1;
        finding.expected = "a mandatory feature is there";
        finding.seen = remark.text;
        finding.scenario = "the review of the profile";
        findings.push_back(std::move(finding));
    }
    result.findings.insert(result.findings.begin(), findings.begin(), findings.end());
    result.verdict = overall_verdict(result);
}

}  // namespace l2tp::tester
