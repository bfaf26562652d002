// SPDX-License-Identifier: GPL-2.0-or-later
// Every planted defect really changes what is seen on the wire, in the way that its text says, and nothing is
// wrong with what a sound endpoint sends under the same treatment.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

#include "expectations.hpp"
#include "provocations.hpp"

namespace l2tp::protocol {

// PrintTo keeps GoogleTest from printing the octets of the structure.
void PrintTo(const Defect& defect, std::ostream* out) {
    *out << defect.name << ": " << defect.text;
}

}  // namespace l2tp::protocol

namespace l2tp::protocol::test {
namespace {

std::string identifier(std::string_view name) {
    std::string text(name);
    std::ranges::replace_if(
        text, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
    return text;
}

std::vector<Role> roles_of(const Defect& defect) {
    if (defect.role) return {*defect.role};
    return {Role::lac, Role::lns};
}

template <typename Named>
std::string name_of_case(const testing::TestParamInfo<Named>& info) {
    return identifier(info.param.name);
}

const Expectation* find_expectation(std::string_view defect) {
    static const std::vector<Expectation> all = [] {
        std::vector<Expectation> joined = message_expectations();
        std::vector<Expectation> more = behaviour_expectations();
        std::ranges::move(more, std::back_inserter(joined));
        return joined;
    }();
    const auto found = std::ranges::find(all, defect, &Expectation::defect);
    return found != all.end() ? &*found : nullptr;
}

// A defect may want a secret or a challenge to show at all; the sound endpoint has to have them too.
void expect_no_new_features(const Provocation& provocation, Role role, const Defect& defect) {
    const EndpointSettings sound = Stage::settings_for(provocation, role);
    EndpointSettings defective = sound;
    defect.plant(defective);
    EXPECT_EQ(defective.secret, sound.secret);
    EXPECT_LE(defective.challenging, sound.challenging);
    EXPECT_LE(defective.hiding, sound.hiding);
    EXPECT_LE(defective.tie_breaking, sound.tie_breaking);
    EXPECT_LE(defective.sequencing, sound.sequencing);
}

class PlantedDefect : public testing::TestWithParam<Defect> {};

TEST_P(PlantedDefect, ShowsOnTheWire) {
    const Defect& defect = GetParam();
    const Expectation* expectation = find_expectation(defect.name);
    ASSERT_NE(expectation, nullptr) << "no expectation for " << defect.name;
    const Provocation* provocation = find_provocation(expectation->provocation);
    ASSERT_NE(provocation, nullptr) << "no provocation " << expectation->provocation;
    for (const Role role : roles_of(defect)) {
        SCOPED_TRACE(role == Role::lac ? "LAC" : "LNS");
        expect_no_new_features(*provocation, role, defect);
        const Performance sound = Stage::perform(*provocation, role, nullptr);
        const Performance defective = Stage::perform(*provocation, role, &defect);
        EXPECT_FALSE(sound.sent == defective.sent);
        EXPECT_TRUE(expectation->evidence.shows(sound, defective, defect))
            << "expected under \"" << provocation->name << "\": " << expectation->evidence.what
            << "\nfindings: " << testing::PrintToString(defective.breaches)
            << "\nchannel faults: " << testing::PrintToString(defective.channel_faults);
    }
}

INSTANTIATE_TEST_SUITE_P(Defects, PlantedDefect,
                         testing::ValuesIn(std::vector<Defect>(defects().begin(), defects().end())),
                         name_of_case<Defect>);

class SoundEndpoint : public testing::TestWithParam<Provocation> {};

TEST_P(SoundEndpoint, BreaksNothingUnderProvocation) {
    for (const Role role : {Role::lac, Role::lns}) {
        SCOPED_TRACE(role == Role::lac ? "LAC" : "LNS");
        const Performance performance = Stage::perform(GetParam(), role, nullptr);
        EXPECT_FALSE(performance.sent.empty());
        EXPECT_THAT(performance.breaches, testing::IsEmpty());
        EXPECT_THAT(performance.channel_faults, testing::IsEmpty());
        EXPECT_EQ(performance.wrong_responses + performance.missing_responses, 0u);
    }
}

TEST_P(SoundEndpoint, DoesTheSameAgain) {
    const Performance first = Stage::perform(GetParam(), Role::lns, nullptr);
    const Performance second = Stage::perform(GetParam(), Role::lns, nullptr);
    EXPECT_TRUE(first.sent == second.sent);
}

INSTANTIATE_TEST_SUITE_P(Provocations, SoundEndpoint, testing::ValuesIn(provocations()),
                         name_of_case<Provocation>);

}  // namespace
}  // namespace l2tp::protocol::test
