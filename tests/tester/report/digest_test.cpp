// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/digest.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace l2tp::tester {
namespace {

// The first example of FIPS 180-2.
TEST(Sha256Digest, IsThatOfTheStandard) {
    Sha256 digest;
    digest.add("a");
    digest.add("bc");
    const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    EXPECT_EQ(digest.take(), abc);
    digest.add("abc");
    EXPECT_EQ(digest.take(), abc);
}

TEST(FileDigest, IsEmptyForWhatCannotBeRead) {
    EXPECT_EQ(file_digest("/nonexistent"), "");
    EXPECT_EQ(file_digest("/"), "");
}

TEST(FileDigest, IsEmptyForWhatHasNoEnd) {
    EXPECT_EQ(file_digest("/dev/full"), "");
}

TEST(SuiteDigest, TakesEachFileOnceInOrder) {
    const std::string path = testing::TempDir() + "l2tpspec-digest.json";
    std::ofstream(path) << "abc";
    std::vector<Scenario> scenarios(2);
    for (Scenario& scenario : scenarios) scenario.file = path;
    EXPECT_EQ(suite_digest(scenarios), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    scenarios.back().file = "/nonexistent";
    EXPECT_EQ(suite_digest(scenarios), "");
}

TEST(ProfileDigest, ChangesWithAnswersButNotWithSecrets) {
    Profile profile;
    const std::string before = profile_digest(profile);
    profile.set("secret", Secret("correct horse"));
    profile.set("ppp-password", Secret("battery staple"));
    EXPECT_EQ(profile_digest(profile), before);
    profile.set("hello", false);
    EXPECT_NE(profile_digest(profile), before);
}

}  // namespace
}  // namespace l2tp::tester
