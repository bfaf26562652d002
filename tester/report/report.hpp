// SPDX-License-Identifier: GPL-2.0-or-later
// What every report of a run is made from, whatever its format.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tester/suite/suite.hpp"
#include "tester/text/json_place.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

// RecordedFile is what a run wrote datagrams or frames to.
struct RecordedFile {
    std::string file{};
    std::string sha256{};  // empty: it is not complete, or could not be read
    std::uint64_t frames = 0;
};

// ShardHeader is one of the runs that a report was put together from.
struct ShardHeader {
    std::string file{};  // its report
    Verdict verdict{};
    Time started{};
    Time ended{};
    std::string command_line{};
    std::uint64_t seed = 0;
};

// ReportHeader is what identifies a run beyond its result: the certificate that stands in every report.
struct ReportHeader {
    std::string version{};
    std::string command_line{};  // secrets already taken out
    std::string device{};        // the profile's name for it
    Role role = Role::lns;
    std::string peer{};
    std::string recording{};  // path of the one that frame numbers are about, or empty
    std::vector<RecordedFile> recordings{};
    std::uint64_t seed = 0;
    Strictness strictness = Strictness::normal;
    std::string suite_digest{};    // SHA-256 of the scenario files, those of other shards, too
    std::string profile_digest{};  // SHA-256 of the profile without its secrets
    std::vector<ShardHeader> shards{};
};

// certificate puts the header and what the device told of itself into lines, a label and a printable value.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> certificate(const SuiteResult& result,
                                                                           const ReportHeader& header);

// attempts_of returns the attempts at a scenario in their order; empty where it was not run.
[[nodiscard]] std::vector<const ScenarioResult*> attempts_of(const SuiteEntry& entry);

// shown_verdict is a scenario's verdict together with that of its tear-down.
[[nodiscard]] Verdict shown_verdict(const SuiteEntry& entry) noexcept;

// section_of is the section that a scenario is about: the second component of its id.
[[nodiscard]] std::string section_of(const Scenario& scenario);

// VerdictCounts counts by verdict.
using VerdictCounts = std::array<std::size_t, verdict_names.size()>;

// SectionCounts counts the scenarios of a section; sections are in the order of their numbers.
struct SectionCounts {
    std::string section;
    VerdictCounts counts{};
    Verdict worst = Verdict::not_applicable;
};
[[nodiscard]] std::vector<SectionCounts> count_by_section(std::span<const SuiteEntry> entries);

// RequirementVerdict is what the run shows about one requirement: all that its scenarios are about, and all
// that the judge found broken.
struct RequirementVerdict {
    codec::RequirementId id = codec::RequirementId::none;
    Verdict verdict = Verdict::not_applicable;
    std::vector<std::pair<const SuiteEntry*, Verdict>> scenarios{};
    std::uint64_t found = 0;  // breaches that the judge saw, and in which scenario first
    std::string found_in{};
};
// requirement_matrix is in the order of the requirement table.
[[nodiscard]] std::vector<RequirementVerdict> requirement_matrix(const SuiteResult& result);

// RowVisits sums the visits of a row of a state table up over a run.
struct RowVisits {
    std::string row;
    Verdict verdict = Verdict::pass;
    std::uint64_t count = 0;
    std::vector<std::string> states{};     // that it started from
    std::vector<std::string> scenarios{};  // at most `most_scenarios`, the first
    static constexpr std::size_t most_scenarios = 8;
};
// visited_rows is in the order of the rows' ids.
[[nodiscard]] std::vector<RowVisits> visited_rows(const SuiteResult& result);

// longest_log is how much of a device's log a report shows: its end.
inline constexpr std::size_t longest_log = 65536;

// redacted_command_line joins the arguments and puts *** in place of what --secret was given.
[[nodiscard]] std::string redacted_command_line(const std::vector<std::string>& arguments);

// capture_text says in one line what a live capture has seen.
[[nodiscard]] std::string capture_text(const CaptureResult& capture);

// report_format counts up with every change of the JSON report that its readers must know of.
inline constexpr int report_format = 1;

// report_json is the JSON report (docs/report.schema.json).
[[nodiscard]] Json report_json(const SuiteResult& result, const ReportHeader& header);

}  // namespace l2tp::tester
