// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

// Shards are of one suite against devices of one kind, judged by one version. A row is what has to be equal.
struct SameRow {
    std::string_view pointer;
    std::string (*value)(const ReportHeader& header);
    std::string_view why;
};
constexpr std::array same_rows{
    SameRow{"/l2tpspec", [](const ReportHeader& header) { return header.version; }, "is of another version"},
    SameRow{"/device/role", [](const ReportHeader& header) { return std::string(role_name(header.role)); },
            "is about another device"},
    SameRow{"/device/profile", [](const ReportHeader& header) { return header.device; },
            "is about another device"},
    SameRow{"/profile/sha256", [](const ReportHeader& header) { return header.profile_digest; },
            "is about a device with another profile"},
    SameRow{"/suite/sha256", [](const ReportHeader& header) { return header.suite_digest; },
            "is about other scenarios"},
};

void check_same(const std::vector<NamedReport>& reports) {
    const NamedReport& first = reports.front();
    for (const NamedReport& named : reports) {
        for (const SameRow& row : same_rows) {
            if (row.value(named.report.header) == row.value(first.report.header)) continue;
            throw InputError(named.file, std::string(row.pointer),
                             fmt::format("{} than {}", row.why, first.file));
        }
    }
}

void check_disjoint(const std::vector<NamedReport>& reports) {
    std::map<std::string_view, std::string_view> files;
    for (const NamedReport& named : reports) {
        for (std::size_t i = 0; i < named.report.scenarios.size(); ++i) {
            const std::string& id = named.report.scenarios[i].id;
            const auto [known, added] = files.emplace(id, named.file);
            if (added) continue;
            throw InputError(named.file, fmt::format("/scenarios/{}/id", i),
                             fmt::format("{} stands in {} too", id, known->second));
        }
    }
}

void join(std::string& all, const std::string& more) {
    if (all.find(more) != std::string::npos) return;
    all += (all.empty() ? "" : " ") + more;
}

// The first of a finding stays the first; its last frame is one of the same recording.
void add_finding(std::vector<SuiteFinding>& findings, SuiteFinding finding) {
    const auto same = std::ranges::find_if(findings, [&finding](const SuiteFinding& other) {
        return other.requirement == finding.requirement && other.verdict == finding.verdict;
    });
    if (same == findings.end()) {
        findings.push_back(std::move(finding));
    } else {
        same->count += finding.count;
    }
}

void add_capture(std::optional<CaptureResult>& all, const std::optional<CaptureResult>& more) {
    if (!all || !more) {
        if (more) all = more;
        return;
    }
    join(all->interface, more->interface);
    all->counts.frames += more->counts.frames;
    all->counts.udp += more->counts.udp;
    all->counts.fragments.fragments += more->counts.fragments.fragments;
    all->counts.fragments.reassembled += more->counts.fragments.reassembled;
    all->counts.fragments.incomplete += more->counts.fragments.incomplete;
    all->dropped += more->dropped;
    join(all->trouble, more->trouble);
}

void add_result(SuiteResult& all, SuiteResult more, const std::string& recording) {
    all.verdict = worse(all.verdict, more.verdict);
    all.started = std::min(all.started, more.started);
    all.ended = std::max(all.ended, more.ended);
    all.late = std::max(all.late, more.late);
    if (!all.device.known) all.device = more.device;
    join(all.trouble, more.trouble);
    join(all.recording_trouble, more.recording_trouble);
    add_capture(all.capture, more.capture);
    for (SuiteEntry& entry : more.entries) {
        if (entry.recording.empty()) entry.recording = recording;
        all.entries.push_back(std::move(entry));
    }
    for (SuiteFinding& finding : more.findings) {
        if (finding.recording.empty()) finding.recording = recording;
        add_finding(all.findings, std::move(finding));
    }
}

void add_header(ReportHeader& all, const NamedReport& named) {
    const ReportHeader& header = named.report.header;
    const SuiteResult& result = named.report.result;
    if (header.strictness == Strictness::strict) all.strictness = Strictness::strict;
    all.recordings.insert(all.recordings.end(), header.recordings.begin(), header.recordings.end());
    if (header.shards.empty()) {
        all.shards.push_back(
            {named.file, result.verdict, result.started, result.ended, header.command_line, header.seed});
    } else {
        all.shards.insert(all.shards.end(), header.shards.begin(), header.shards.end());
    }
}

}  // namespace

ReadReport merge_reports(std::vector<NamedReport> reports) {
    check_same(reports);
    check_disjoint(reports);
    ReadReport merged;
    merged.header = reports.front().report.header;
    merged.header.recording.clear();
    merged.header.recordings.clear();
    merged.header.shards.clear();
    merged.result.started = reports.front().report.result.started;
    merged.result.ended = reports.front().report.result.ended;
    for (NamedReport& named : reports) {
        add_header(merged.header, named);
        for (Scenario& scenario : named.report.scenarios) merged.scenarios.push_back(std::move(scenario));
        add_result(merged.result, std::move(named.report.result), named.report.header.recording);
    }
    // Entries pointed at the scenarios of their own report, which stood in the same order.
    for (std::size_t i = 0; i < merged.scenarios.size(); ++i)
        merged.result.entries[i].scenario = &merged.scenarios[i];
    std::ranges::stable_sort(merged.result.entries, {},
                             [](const SuiteEntry& entry) { return entry.scenario->id; });
    return merged;
}

}  // namespace l2tp::tester
