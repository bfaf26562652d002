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
#include "tester/report/merge.hpp"
#include "tester/report/read_report.hpp"
#include "tester/report/terminal.hpp"
#include "tester/text/errors.hpp"
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

// in_a_file is what a report is after it was written and parsed.
Json in_a_file(const Json& json) {
    return Json::parse(json.dump(2, ' ', true));
}

TEST(ReadReport, GivesTheSameReportAgain) {
    const test::SampleRun run(3);
    const Json first = in_a_file(report_json(run.result, run.header));
    const ReadReport read = read_report("run.json", first);
    EXPECT_EQ(report_json(read.result, read.header).dump(2), first.dump(2));
    EXPECT_EQ(read.scenarios.size(), run.result.entries.size());
    expect_harmless(report_junit(read.result, read.header));
    expect_harmless(report_html(read.result, read.header));
}

// Each place of a report that is not as it should be is named, wherever it is.
TEST(ReadReport, NamesThePlaceOfWhatIsWrong) {
    const test::SampleRun run;
    const Json whole = in_a_file(report_json(run.result, run.header));
    struct Row {
        const char* pointer;
        Json value;
    };
    const std::vector<Row> rows{
        {"/l2tpspec", 1},
        {"/format", 99},
        {"/verdict", "good"},
        {"/started", "yesterday"},
        {"/ended", "2026-13-01T00:00:00.000000Z"},
        {"/duration_ms", nullptr},  // not read: it follows from the times
        {"/device/role", "pac"},
        {"/recordings/0/frames", -1},
        {"/scenarios", Json::object()},
        {"/scenarios/0/id", ""},
        {"/scenarios/0/level", "SHALL"},
        {"/scenarios/0/requirement", "rfc2661/0/none"},
        {"/scenarios/0/frames", "1"},
        {"/scenarios/0/attempts/0/reach", "far"},
        {"/scenarios/0/attempts/0/exchange/datagrams/0/octets", "c"},
        {"/scenarios/0/attempts/0/exchange/datagrams/0/from", "somewhere"},
        {"/scenarios/0/attempts/0/exchange/datagrams/0/time_us", 1e300},
        {"/findings/0/count", "many"},
    };
    for (const Row& row : rows) {
        Json json = whole;
        json[Json::json_pointer(row.pointer)] = row.value;
        try {
            static_cast<void>(read_report("run.json", json));
            EXPECT_TRUE(row.value.is_null()) << row.pointer;
        } catch (const InputError& error) {
            EXPECT_EQ(error.file(), "run.json");
            EXPECT_EQ(error.pointer(), row.pointer);
        }
    }
    EXPECT_THROW(static_cast<void>(read_report("run.json", Json::array())), InputError);
    EXPECT_THROW(static_cast<void>(read_report("run.json", Json{{"verdict", "pass"}})), InputError);
}

// shard cuts a run in two: the scenarios at even places, or those at odd ones.
NamedReport shard(const test::SampleRun& run, std::size_t which) {
    SuiteResult part = run.result;
    part.entries.clear();
    for (std::size_t i = which; i < run.result.entries.size(); i += 2)
        part.entries.push_back(run.result.entries[i]);
    ReportHeader header = run.header;
    header.recording = header.recordings.front().file = which == 0 ? "even.pcap" : "odd.pcap";
    header.seed = which;
    const std::string file = which == 0 ? "even.json" : "odd.json";
    return {file, read_report(file, in_a_file(report_json(part, header)))};
}

TEST(Merge, MakesTheWholeOfItsShards) {
    const test::SampleRun run(5);
    std::vector<NamedReport> shards;
    shards.push_back(shard(run, 0));
    shards.push_back(shard(run, 1));
    const ReadReport merged = merge_reports(std::move(shards));
    const Json whole = in_a_file(report_json(run.result, run.header));
    const Json again = in_a_file(report_json(merged.result, merged.header));
    for (const char* part : {"suite", "profile", "device", "verdict", "started", "ended"})
        EXPECT_EQ(again[part], whole[part]) << part;
    EXPECT_EQ(again["requirements"].size(), whole["requirements"].size());
    EXPECT_EQ(again["sections"], whole["sections"]);
    EXPECT_EQ(again["state_rows"].size(), whole["state_rows"].size());
    EXPECT_EQ(again["scenarios"].size(), whole["scenarios"].size());
    EXPECT_EQ(again["shards"].size(), 2U);
    EXPECT_EQ(again["shards"][1]["seed"], 1);
    EXPECT_EQ(again["recordings"].size(), 2U);
    EXPECT_FALSE(again.contains("recording"));
    for (const Json& entry : again["scenarios"]) {
        const auto same = std::ranges::find_if(
            whole["scenarios"], [&entry](const Json& other) { return other["id"] == entry["id"]; });
        ASSERT_NE(same, whole["scenarios"].end());
        const auto place = static_cast<std::size_t>(same - whole["scenarios"].begin());
        EXPECT_EQ(entry["recording"], place % 2 == 0 ? "even.pcap" : "odd.pcap");
        Json plain = entry;
        plain.erase("recording");
        EXPECT_EQ(plain, *same);
    }
    // What both found is counted together; where it was first seen is the first's.
    ASSERT_EQ(again["findings"].size(), whole["findings"].size());
    EXPECT_EQ(again["findings"][0]["count"], 2 * whole["findings"][0]["count"].get<std::uint64_t>());
    EXPECT_EQ(again["findings"][0]["recording"], "even.pcap");
    EXPECT_THAT(report_junit(merged.result, merged.header), HasSubstr("even.pcap"));
    EXPECT_THAT(report_html(merged.result, merged.header), HasSubstr("odd.json: error, seed 1"));
}

TEST(Merge, OfMergedReportsKeepsAllShards) {
    const test::SampleRun run;
    std::vector<NamedReport> first;
    first.push_back(shard(run, 0));
    std::vector<NamedReport> both;
    both.push_back({"first.json", merge_reports(std::move(first))});
    both.push_back(shard(run, 1));
    const ReadReport merged = merge_reports(std::move(both));
    ASSERT_EQ(merged.header.shards.size(), 2U);
    EXPECT_EQ(merged.header.shards[0].file, "even.json");
    EXPECT_EQ(merged.result.entries.size(), run.result.entries.size());
}

TEST(Merge, RefusesWhatDoesNotBelongTogether) {
    const test::SampleRun run;
    const auto refused = [&run](const auto& change) -> std::string {
        std::vector<NamedReport> shards;
        shards.push_back(shard(run, 0));
        shards.push_back(shard(run, 1));
        change(shards[1].report);
        try {
            static_cast<void>(merge_reports(std::move(shards)));
        } catch (const InputError& error) {
            EXPECT_EQ(error.file(), "odd.json");
            return error.pointer();
        }
        return "taken";
    };
    EXPECT_EQ(refused([](ReadReport&) {}), "taken");
    EXPECT_EQ(refused([](ReadReport& report) { report.header.version = "9"; }), "/l2tpspec");
    EXPECT_EQ(refused([](ReadReport& report) { report.header.device = "another"; }), "/device/profile");
    EXPECT_EQ(refused([](ReadReport& report) { report.header.role = Role::lac; }), "/device/role");
    EXPECT_EQ(refused([](ReadReport& report) { report.header.profile_digest = "0"; }), "/profile/sha256");
    EXPECT_EQ(refused([](ReadReport& report) { report.header.suite_digest = "0"; }), "/suite/sha256");
    EXPECT_EQ(refused([&run](ReadReport& report) { report.scenarios[1].id = run.scenarios[0].id; }),
              "/scenarios/1/id");
}

}  // namespace
}  // namespace l2tp::tester
