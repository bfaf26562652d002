// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "codec/requirements.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

// numbers_of reads "4.4.3" as numbers, so that 4.10 comes behind 4.9.
std::vector<unsigned> numbers_of(std::string_view section) {
    std::vector<unsigned> numbers;
    while (!section.empty()) {
        unsigned number = 0;
        const char* end = section.data() + section.size();
        const auto [after, error] = std::from_chars(section.data(), end, number);
        if (error != std::errc{}) return {~0U};  // what has no number comes last
        numbers.push_back(number);
        section = std::string_view(after, static_cast<std::size_t>(end - after));
        if (!section.empty()) section.remove_prefix(1);
    }
    return numbers;
}

// verdict_on says what a scenario shows about one of its requirements: a breach is about the one that it
// names, and leaves the others open.
Verdict verdict_on(codec::RequirementId id, const SuiteEntry& entry) {
    const Verdict verdict = shown_verdict(entry);
    const bool breach = verdict == Verdict::fail || verdict == Verdict::warn;
    return breach && entry.result.requirement != id ? Verdict::inconclusive : verdict;
}

}  // namespace

std::string capture_text(const CaptureResult& capture) {
    const FragmentCounts& fragments = capture.counts.fragments;
    std::string text = fmt::format("{} frames on {}, {} datagrams", capture.counts.frames,
                                   printable(capture.interface), capture.counts.udp);
    if (fragments.fragments != 0) {
        text += fmt::format(", {} fragments ({} datagrams whole, {} never complete)", fragments.fragments,
                            fragments.reassembled, fragments.incomplete);
    }
    if (capture.dropped != 0) text += fmt::format(", {} frames lost by the kernel", capture.dropped);
    if (!capture.file.empty()) text += fmt::format(", in {}", printable(capture.file));
    return text;
}

std::vector<std::pair<std::string, std::string>> certificate(const SuiteResult& result,
                                                             const ReportHeader& header) {
    std::vector<std::pair<std::string, std::string>> lines;
    const auto add = [&](std::string_view label, std::string value) {
        if (!value.empty()) lines.emplace_back(label, std::move(value));
    };
    add("Verdict", std::string(verdict_name(result.verdict)));
    add("Device", printable(header.device));
    add("Role", std::string(role_name(header.role)));
    add("Peer", printable(header.peer));
    if (result.device.known) {
        add("Host Name", printable(result.device.host_name));
        add("Vendor Name", printable(result.device.vendor_name));
        add("Firmware Revision", fmt::format("0x{:04x}", result.device.firmware_revision));
    }
    add("Time (UTC)", utc_text(result.started));
    add("Duration", seconds_text(result.ended - result.started));
    if (result.late > Time::zero()) add("Tester's lateness", seconds_text(result.late) + " at worst");
    add("l2tpspec", header.version);
    add("Scenarios", fmt::format("{}", result.entries.size()));
    add("Suite SHA-256", header.suite_digest);
    add("Profile SHA-256", header.profile_digest);
    add("Seed", fmt::format("{}", header.seed));
    add("Command line", still_printable(header.command_line));
    for (const ShardHeader& shard : header.shards) {
        add("Shard", fmt::format("{}: {}, seed {}, {}", printable(shard.file), verdict_name(shard.verdict),
                                 shard.seed, still_printable(shard.command_line)));
    }
    if (result.capture) {
        add("Capture", capture_text(*result.capture));
        add("Capture trouble", still_printable(result.capture->trouble));
    }
    for (const RecordedFile& recording : header.recordings) {
        add("Recording", printable(recording.file));
        add("Recording SHA-256", still_printable(recording.sha256));
    }
    add("Trouble", still_printable(result.trouble));
    add("Recording trouble", still_printable(result.recording_trouble));
    return lines;
}

std::vector<const ScenarioResult*> attempts_of(const SuiteEntry& entry) {
    std::vector<const ScenarioResult*> attempts;
    for (const ScenarioResult& attempt : entry.attempts) attempts.push_back(&attempt);
    const bool not_run = entry.result.started == Time{} && entry.result.expected.empty() &&
                         entry.result.exchange.datagrams.empty();
    if (attempts.empty() && !not_run) attempts.push_back(&entry.result);
    return attempts;
}

Verdict shown_verdict(const SuiteEntry& entry) noexcept {
    const Verdict tear_down = entry.result.tear_down.verdict;
    return tear_down > Verdict::pass ? worse(entry.result.verdict, tear_down) : entry.result.verdict;
}

std::string section_of(const Scenario& scenario) {
    const std::size_t first = scenario.id.find('/');
    if (first == std::string::npos) return "-";
    const std::size_t second = scenario.id.find('/', first + 1);
    return second == std::string::npos ? "-" : scenario.id.substr(first + 1, second - first - 1);
}

std::vector<SectionCounts> count_by_section(std::span<const SuiteEntry> entries) {
    std::vector<SectionCounts> sections;
    for (const SuiteEntry& entry : entries) {
        const std::string section = section_of(*entry.scenario);
        auto found = std::ranges::find(sections, section, &SectionCounts::section);
        if (found == sections.end()) found = sections.insert(sections.end(), SectionCounts{section});
        const Verdict verdict = shown_verdict(entry);
        ++found->counts[static_cast<std::size_t>(verdict)];
        found->worst = worse(found->worst, verdict);
    }
    std::ranges::stable_sort(sections, [](const SectionCounts& a, const SectionCounts& b) {
        return numbers_of(a.section) < numbers_of(b.section);
    });
    return sections;
}

std::vector<RequirementVerdict> requirement_matrix(const SuiteResult& result) {
    std::map<codec::RequirementId, RequirementVerdict> matrix;
    const auto row_of = [&](codec::RequirementId id) -> RequirementVerdict& {
        RequirementVerdict& row = matrix[id];
        row.id = id;
        return row;
    };
    for (const SuiteEntry& entry : result.entries) {
        std::vector<codec::RequirementId> ids = entry.scenario->requirements;
        const codec::RequirementId named = entry.result.requirement;
        if (named != codec::RequirementId::none && std::ranges::find(ids, named) == ids.end())
            ids.push_back(named);
        for (const codec::RequirementId id : ids) {
            RequirementVerdict& row = row_of(id);
            row.scenarios.emplace_back(&entry, verdict_on(id, entry));
            row.verdict = worse(row.verdict, row.scenarios.back().second);
        }
    }
    for (const SuiteFinding& finding : result.findings) {
        RequirementVerdict& row = row_of(finding.requirement);
        row.verdict = worse(row.verdict, finding.verdict);
        row.found += finding.count;
        if (row.found_in.empty()) row.found_in = finding.scenario;
    }
    std::vector<RequirementVerdict> rows;
    for (auto& [id, row] : matrix) rows.push_back(std::move(row));
    return rows;
}

std::vector<RowVisits> visited_rows(const SuiteResult& result) {
    std::map<std::string, RowVisits> visits;
    for (const SuiteEntry& entry : result.entries) {
        for (const ScenarioResult* attempt : attempts_of(entry)) {
            for (const VisitedRow& row : attempt->rows) {
                RowVisits& sum = visits[row.row];
                sum.row = row.row;
                sum.verdict = worse(sum.verdict, row.verdict);
                sum.count += row.count;
                const auto note = [](std::vector<std::string>& list, const std::string& name) {
                    if (!name.empty() && std::ranges::find(list, name) == list.end()) list.push_back(name);
                };
                note(sum.states, row.state);
                if (sum.scenarios.size() < RowVisits::most_scenarios) note(sum.scenarios, entry.scenario->id);
            }
        }
    }
    std::vector<RowVisits> rows;
    for (auto& [id, row] : visits) rows.push_back(std::move(row));
    return rows;
}

std::string redacted_command_line(const std::vector<std::string>& arguments) {
    std::string line;
    bool secret_next = false;
    for (const std::string& argument : arguments) {
        if (!line.empty()) line += ' ';
        if (secret_next) {
            line += "***";
        } else if (argument.starts_with("--secret=")) {
            line += "--secret=***";
        } else {
            line += printable(argument);
        }
        secret_next = !secret_next && argument == "--secret";
    }
    return line;
}

}  // namespace l2tp::tester
