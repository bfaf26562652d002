// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/junit.hpp"

#include <fmt/format.h>

#include "codec/requirements.hpp"
#include "tester/report/markup.hpp"
#include "tester/report/terminal.hpp"
#include "tester/text/card.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

struct Totals {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
    Time time{};

    Totals& operator+=(const Totals& other) noexcept {
        tests += other.tests;
        failures += other.failures;
        errors += other.errors;
        skipped += other.skipped;
        time += other.time;
        return *this;
    }
};

// TestCase is one as JUnit knows it.
struct TestCase {
    std::string name;
    std::string classname;
    Verdict verdict = Verdict::pass;
    Time time{};
    std::string message;  // in one line, why it did not pass
    std::string type;     // the requirement
    std::string output;   // the verdict card
};

double seconds(Time time) {
    return std::chrono::duration<double>(time).count();
}

std::string_view element_of(Verdict verdict, Strictness strictness) noexcept {
    switch (verdict) {
        case Verdict::fail:
            return "failure";
        case Verdict::warn:
            return strictness == Strictness::strict ? "failure" : "";
        case Verdict::inconclusive:
        case Verdict::error:
            return "error";
        case Verdict::not_applicable:
            return "skipped";
        case Verdict::pass:
            break;
    }
    return "";
}

void count(Totals& totals, std::string_view element, Time time) noexcept {
    ++totals.tests;
    totals.time += time;
    if (element == "failure") ++totals.failures;
    if (element == "error") ++totals.errors;
    if (element == "skipped") ++totals.skipped;
}

std::string test_case_xml(const TestCase& test, std::string_view element) {
    std::string xml = fmt::format("    <testcase name=\"{}\" classname=\"{}\" time=\"{:.3f}\">\n",
                                  escaped(test.name), escaped(test.classname), seconds(test.time));
    if (element == "skipped") {
        xml += fmt::format("      <skipped message=\"{}\"/>\n", escaped(test.message));
    } else if (!element.empty()) {
        xml += fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{3}</{0}>\n", element, escaped(test.type),
                           escaped(test.message), escaped_lines(test.output));
    }
    if (!test.output.empty())
        xml += fmt::format("      <system-out>{}</system-out>\n", escaped_lines(test.output));
    return xml + "    </testcase>\n";
}

std::string in_one_line(const ScenarioResult& result, Verdict verdict) {
    std::string text = fmt::format("{}:", verdict_name(verdict));
    if (!result.expected.empty()) text += fmt::format(" expected {};", result.expected);
    if (!result.seen.empty()) text += fmt::format(" seen {}", result.seen);
    if (!result.because.empty()) text += fmt::format(" ({})", result.because);
    if (result.tear_down.verdict > result.verdict)
        text += fmt::format(" tear-down: {}", result.tear_down.seen);
    return text;
}

// recording_of is the file that frames are in: an entry of a merged report has its own.
std::string_view recording_of(const auto& entry, const ReportHeader& header) {
    return entry.recording.empty() ? header.recording : entry.recording;
}

TestCase test_case_of(const SuiteEntry& entry, const ReportHeader& header) {
    const ScenarioResult& result = entry.result;
    TestCase test;
    const std::size_t slash = entry.scenario->id.rfind('/');
    test.name = entry.scenario->id.substr(slash == std::string::npos ? 0 : slash + 1);
    test.classname = entry.scenario->id.substr(0, slash == std::string::npos ? 0 : slash);
    // JUnit's readers take classname for a path of names with points between.
    for (char& c : test.classname) c = c == '.' ? '_' : c == '/' ? '.' : c;
    test.verdict = shown_verdict(entry);
    test.time = result.ended - result.started;
    test.message = in_one_line(result, test.verdict);
    if (result.requirement != codec::RequirementId::none)
        test.type = codec::requirement_of(result.requirement).id;
    if (test.verdict != Verdict::not_applicable) {
        test.output = fmt::format("{}  {}\n{}", verdict_name(test.verdict), entry.scenario->id,
                                  card_text(entry, recording_of(entry, header)));
    }
    return test;
}

TestCase test_case_of(const SuiteFinding& finding, const ReportHeader& header) {
    TestCase test;
    test.name = codec::requirement_of(finding.requirement).id;
    test.classname = "judge";
    test.verdict = finding.verdict;
    test.type = test.name;
    test.message =
        fmt::format("{}: expected {}; seen {}; {} times, first in {}", verdict_name(finding.verdict),
                    printable(finding.expected), printable(finding.seen), finding.count, finding.scenario);
    test.output = finding_card(finding, recording_of(finding, header));
    return test;
}

// suite_xml adds a suite and counts it.
void add_suite(std::string& xml, Totals& totals, std::string_view name, const std::vector<TestCase>& tests,
               const SuiteResult& result, const ReportHeader& header) {
    if (tests.empty()) return;
    Totals of_suite;
    std::string cases;
    for (const TestCase& test : tests) {
        const std::string_view element = element_of(test.verdict, header.strictness);
        count(of_suite, element, test.time);
        cases += test_case_xml(test, element);
    }
    xml += fmt::format(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{:.3f}\" "
        "timestamp=\"{}\">\n    <properties>\n",
        escaped(name), of_suite.tests, of_suite.failures, of_suite.errors, of_suite.skipped,
        seconds(of_suite.time), utc_text(result.started).substr(0, 19));
    for (const auto& [label, value] : certificate(result, header)) {
        xml += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", escaped(label), escaped(value));
    }
    xml += "    </properties>\n" + cases + "  </testsuite>\n";
    totals += of_suite;
}

}  // namespace

std::string report_junit(const SuiteResult& result, const ReportHeader& header) {
    std::string suites;
    Totals totals;
    for (const SectionCounts& section : count_by_section(result.entries)) {
        std::vector<TestCase> tests;
        for (const SuiteEntry& entry : result.entries) {
            if (section_of(*entry.scenario) == section.section) tests.push_back(test_case_of(entry, header));
        }
        add_suite(suites, totals, fmt::format("{} {}", role_name(header.role), section.section), tests,
                  result, header);
    }
    std::vector<TestCase> tests;
    for (const SuiteFinding& finding : result.findings) tests.push_back(test_case_of(finding, header));
    add_suite(suites, totals, "judge", tests, result, header);
    if (!result.trouble.empty()) {
        tests = {{"the whole run", "l2tpspec", Verdict::inconclusive, {}, result.trouble, "trouble", {}}};
        add_suite(suites, totals, "l2tpspec", tests, result, header);
    }
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<testsuites name=\"l2tpspec\" tests=\"{}\" failures=\"{}\" errors=\"{}\" time=\"{:.3f}\">\n"
        "{}</testsuites>\n",
        totals.tests, totals.failures, totals.errors, seconds(totals.time), suites);
}

}  // namespace l2tp::tester
