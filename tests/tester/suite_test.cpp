// SPDX-License-Identifier: GPL-2.0-or-later
// What a whole run amounts to: verdicts, exit codes, report, cards.
#include "tester/suite/suite.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "codec/requirements.hpp"
#include "tester/report/report.hpp"
#include "tester/report/terminal.hpp"

namespace l2tp::tester {
namespace {

using testing::HasSubstr;
using testing::Not;

Scenario scenario_with(std::string_view needs = {}) {
    Scenario scenario;
    scenario.id = "lns/6.5/hello";
    scenario.title = "A HELLO";
    scenario.requirements = {*codec::find_requirement("rfc2661/6.5/hello-is-acknowledged")};
    std::string why;
    if (!needs.empty()) scenario.needs = parse_needs(needs, why).value();
    return scenario;
}

SuiteEntry entry_with(const Scenario& scenario, Verdict verdict) {
    SuiteEntry entry{&scenario, {}};
    entry.result.verdict = verdict;
    entry.result.requirement = scenario.requirements.front();
    return entry;
}

SuiteFinding finding_of(std::string_view requirement, Verdict verdict) {
    SuiteFinding finding;
    finding.requirement = *codec::find_requirement(requirement);
    finding.verdict = verdict;
    finding.count = 3;
    return finding;
}

TEST(Verdicts, ErrorOutweighsFailOutweighsInconclusiveOutweighsWarnOutweighsPass) {
    EXPECT_EQ(worse(Verdict::error, Verdict::fail), Verdict::error);
    EXPECT_EQ(worse(Verdict::fail, Verdict::inconclusive), Verdict::fail);
    EXPECT_EQ(worse(Verdict::inconclusive, Verdict::warn), Verdict::inconclusive);
    EXPECT_EQ(worse(Verdict::warn, Verdict::pass), Verdict::warn);
    EXPECT_EQ(worse(Verdict::pass, Verdict::not_applicable), Verdict::pass);
}

TEST(Verdicts, HaveTheirExitCodes) {
    EXPECT_EQ(exit_code_of(Verdict::pass, Strictness::normal), 0);
    EXPECT_EQ(exit_code_of(Verdict::not_applicable, Strictness::strict), 0);
    EXPECT_EQ(exit_code_of(Verdict::warn, Strictness::normal), 0);
    EXPECT_EQ(exit_code_of(Verdict::warn, Strictness::strict), 1);
    EXPECT_EQ(exit_code_of(Verdict::fail, Strictness::normal), 1);
    EXPECT_EQ(exit_code_of(Verdict::inconclusive, Strictness::normal), 3);
    EXPECT_EQ(exit_code_of(Verdict::error, Strictness::normal), 3);
}

TEST(OverallVerdict, CountsTearDownsAndFindings) {
    const Scenario scenario = scenario_with();
    SuiteResult result;
    result.entries.push_back(entry_with(scenario, Verdict::pass));
    EXPECT_EQ(overall_verdict(result), Verdict::pass);
    result.findings.push_back(finding_of("rfc2661/4.4/avp-once", Verdict::warn));
    EXPECT_EQ(overall_verdict(result), Verdict::warn);
    result.findings.push_back(finding_of("rfc2661/3.1/reserved-bits", Verdict::fail));
    EXPECT_EQ(overall_verdict(result), Verdict::fail);
    result.findings.clear();
    result.entries.front().result.tear_down.verdict = Verdict::fail;
    EXPECT_EQ(overall_verdict(result), Verdict::fail);
}

TEST(OverallVerdict, OfNothingThatAppliesIsNoPass) {
    const Scenario scenario = scenario_with();
    SuiteResult result;
    result.entries.push_back(entry_with(scenario, Verdict::not_applicable));
    EXPECT_EQ(overall_verdict(result), Verdict::not_applicable);
    result.entries.front().result.tear_down.verdict = Verdict::warn;
    EXPECT_EQ(overall_verdict(result), Verdict::warn);
}

TEST(ProfileItems, NameRequirementsThatExist) {
    for (const ProfileItem& item : profile_items) {
        if (item.requirement.empty()) continue;
        EXPECT_TRUE(codec::find_requirement(item.requirement)) << item.name;
    }
}

TEST(WhyNotApplicable, NamesAConfigurationThatNothingBringsAbout) {
    Scenario scenario = scenario_with();
    scenario.configuration = "short-hello";
    EXPECT_THAT(why_not_applicable(scenario, Profile()), HasSubstr("short-hello"));
}

TEST(WhyNotApplicable, FollowsTheProfile) {
    Profile profile;
    EXPECT_EQ(why_not_applicable(scenario_with(), profile), "");
    EXPECT_EQ(why_not_applicable(scenario_with("incoming-calls"), profile), "");
    profile.set("incoming-calls", false);
    EXPECT_THAT(why_not_applicable(scenario_with("incoming-calls"), profile), HasSubstr("incoming-calls"));
    EXPECT_THAT(why_not_applicable(scenario_with("tunnel-authentication"), profile), HasSubstr("no secret"));
    profile.set("secret", Secret("x"));
    EXPECT_EQ(why_not_applicable(scenario_with("tunnel-authentication"), profile), "");
}

TEST(RedactedCommandLine, HidesTheSecretInBothForms) {
    EXPECT_EQ(redacted_command_line(
                  {"l2tpspec", "run", "--secret", "s3cret", "--secret=s3cret", "--secret-env", "X"}),
              "l2tpspec run --secret *** --secret=*** --secret-env X");
}

TEST(ReportJson, HasWhatOthersNeed) {
    const Scenario scenario = scenario_with();
    SuiteResult result;
    result.verdict = Verdict::fail;
    result.entries.push_back(entry_with(scenario, Verdict::fail));
    result.entries.back().result.frames = {3, 5};
    result.entries.back().result.seen = "Host Name \xff";
    result.findings.push_back(finding_of("rfc2661/3.1/reserved-bits", Verdict::fail));
    ReportHeader header;
    header.device = "ACME";
    const Json json = report_json(result, header);
    EXPECT_EQ(json["device"]["profile"], "ACME");
    EXPECT_EQ(json["verdict"], "fail");
    EXPECT_EQ(json["scenarios"][0]["id"], "lns/6.5/hello");
    EXPECT_EQ(json["scenarios"][0]["requirement"], "rfc2661/6.5/hello-is-acknowledged");
    EXPECT_EQ(json["scenarios"][0]["frames"], Json({3, 5}));
    EXPECT_EQ(json["scenarios"][0]["seen"], "Host Name \xef\xbf\xbd");
    EXPECT_EQ(json["findings"][0]["count"], 3);
    EXPECT_EQ(json["findings"][0]["level"], "MUST");
}

TEST(CardText, ShowsEvidence) {
    const Scenario scenario = scenario_with();
    SuiteEntry entry = entry_with(scenario, Verdict::fail);
    entry.result.sent = "t 1.000 s  HELLO";
    entry.result.expected = "an acknowledgement of HELLO";
    entry.result.seen = "nothing";
    entry.result.frames = {5, 9};
    const std::string card = card_text(entry, "run.pcap");
    EXPECT_THAT(card, HasSubstr("rfc2661/6.5/hello-is-acknowledged  MUST  "));
    EXPECT_THAT(card, HasSubstr("seen      nothing"));
    EXPECT_THAT(card, HasSubstr("frame.number in {5, 9}"));
    EXPECT_THAT(card, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace l2tp::tester
