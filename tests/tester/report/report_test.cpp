// SPDX-License-Identifier: GPL-2.0-or-later
// What the reports say, and that nothing a device says gets out of its place in any of them.
#include "tester/report/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "codec/requirements.hpp"
#include "tester/report/html.hpp"
#include "tester/report/junit.hpp"
#include "tester/report/terminal.hpp"
#include "tests/tester/report/sample_report.hpp"

namespace l2tp::tester {
namespace {

using testing::HasSubstr;
using testing::Not;

bool has_control_characters(std::string_view text) {
    return std::ranges::any_of(text, [](char c) {
        const auto octet = static_cast<unsigned char>(c);
        return (octet < 0x20 && octet != '\n') || octet == 0x7f;
    });
}

void expect_harmless(const std::string& text) {
    EXPECT_FALSE(has_control_characters(text));
    EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));  // turns the text around
    EXPECT_THAT(text, Not(HasSubstr("\xff")));
    EXPECT_THAT(text, Not(HasSubstr("\xef\xbf\xbf")));
}

TEST(HostileStrings, StayTextInJunit) {
    const test::SampleRun run;
    const std::string xml = report_junit(run.result, run.header);
    expect_harmless(xml);
    EXPECT_THAT(xml, Not(HasSubstr("<script")));
    EXPECT_THAT(xml, Not(HasSubstr("]]>")));
    EXPECT_THAT(xml, HasSubstr("&lt;script&gt;"));
}

TEST(HostileStrings, StayTextInHtml) {
    const test::SampleRun run;
    const std::string html = report_html(run.result, run.header);
    expect_harmless(html);
    EXPECT_THAT(html, Not(HasSubstr("<script>document.title")));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
}

TEST(HostileStrings, StayTextInJson) {
    const test::SampleRun run;
    const std::string text = report_json(run.result, run.header).dump(2, ' ', true);
    EXPECT_FALSE(has_control_characters(text));
    EXPECT_TRUE(std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    EXPECT_EQ(Json::parse(text)["scenarios"][0]["attempts"].size(), 2U);
}

TEST(HostileStrings, StayTextOnATerminal) {
    const test::SampleRun run;
    for (const SuiteEntry& entry : run.result.entries) expect_harmless(card_text(entry, "run.pcap"));
    for (const SuiteFinding& finding : run.result.findings)
        expect_harmless(finding_card(finding, "run.pcap"));
    for (const auto& [label, value] : certificate(run.result, run.header)) expect_harmless(value);
}

TEST(Reports, CarryTheCertificate) {
    const test::SampleRun run;
    const std::string json = report_json(run.result, run.header).dump();
    for (const std::string& text :
         {json, report_junit(run.result, run.header), report_html(run.result, run.header)}) {
        EXPECT_THAT(text, HasSubstr(run.header.suite_digest));
        EXPECT_THAT(text, HasSubstr(run.header.profile_digest));
        EXPECT_THAT(text, HasSubstr("l2tpspec run --profile device.json"));
        EXPECT_THAT(text, HasSubstr("ACME BNG 12.1"));
        EXPECT_THAT(text, HasSubstr("192.0.2.1:1701"));
    }
}

TEST(Reports, AreTheSameForTheSameRun) {
    const test::SampleRun first;
    const test::SampleRun second;
    EXPECT_EQ(report_json(first.result, first.header), report_json(second.result, second.header));
    EXPECT_EQ(report_junit(first.result, first.header), report_junit(second.result, second.header));
    EXPECT_EQ(report_html(first.result, first.header), report_html(second.result, second.header));
}

TEST(Junit, HasAFailureAnErrorOrASkipByTheVerdict) {
    test::SampleRun run;
    const std::string xml = report_junit(run.result, run.header);
    EXPECT_THAT(xml, HasSubstr("<testsuites name=\"l2tpspec\" tests=\"7\" failures=\"2\" errors=\"2\""));
    EXPECT_THAT(xml, HasSubstr("<skipped message=\"not-applicable:"));
    run.header.strictness = Strictness::strict;
    EXPECT_THAT(report_junit(run.result, run.header), HasSubstr("failures=\"3\" errors=\"2\""));
}

TEST(Html, GoesToNoOtherPlace) {
    const test::SampleRun run;
    const std::string html = report_html(run.result, run.header);
    for (const char* word :
         {"http://", "https://", " src=\"", "<img", "<link rel=\"stylesheet", "@import", "url("}) {
        EXPECT_THAT(html, Not(HasSubstr(word))) << word;
    }
}

TEST(Html, StaysSmallWithManyScenarios) {
    const test::SampleRun run(400);
    EXPECT_LT(report_html(run.result, run.header).size(), 10'000'000U);
}

TEST(Html, ColoursTheRowsThatWereVisited) {
    const test::SampleRun run;
    const std::string html = report_html(run.result, run.header);
    EXPECT_THAT(html, HasSubstr(".sd .control_wait-ctl-conn_scccn-acceptable{--row:var(--fail)"));
    EXPECT_THAT(html, HasSubstr("class=\"node control_wait-ctl-conn_scccn-acceptable\""));
}

TEST(CountBySection, OrdersSectionsByTheirNumbers) {
    const test::SampleRun run;
    std::vector<std::string> sections;
    for (const SectionCounts& section : count_by_section(run.result.entries))
        sections.push_back(section.section);
    EXPECT_THAT(sections, testing::ElementsAre("4.3", "5.8", "6.5", "10.1"));
}

TEST(RequirementMatrix, TakesTheGravestVerdictOfScenariosAndJudge) {
    const test::SampleRun run;
    const auto rows = requirement_matrix(run.result);
    const auto acks = std::ranges::find_if(rows, [](const RequirementVerdict& row) {
        return codec::requirement_of(row.id).id == "rfc2661/5.8/ack-duplicates";
    });
    ASSERT_NE(acks, rows.end());
    EXPECT_EQ(acks->verdict, Verdict::fail);
    EXPECT_EQ(acks->scenarios.size(), 3U);
    EXPECT_TRUE(
        std::ranges::any_of(rows, [](const RequirementVerdict& row) { return row.found == 1'000'000; }));
}

TEST(VisitedRows, AreSummedUpOverAttemptsAndScenarios) {
    const test::SampleRun run;
    const auto rows = visited_rows(run.result);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].row, "control/idle/sccrq-acceptable");
    EXPECT_EQ(rows[0].count, 6U);  // two attempts at the first scenario, one at each of four others
    EXPECT_EQ(rows[1].verdict, Verdict::fail);
}

}  // namespace
}  // namespace l2tp::tester
