// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/baseline.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "codec/requirements.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

using Known = std::map<std::string, KnownVerdict>;

Verdict parse_verdict(const JsonPlace& place) {
    const auto verdict = find_verdict(place.text());
    if (!verdict) place.fail("no such verdict");
    return *verdict;
}

Known parse_known(const JsonPlace& place) {
    if (!place.value().is_object()) place.fail("must be an object");
    Known known;
    for (const auto& [id, value] : place.members()) {
        KnownVerdict entry;
        if (value.value().is_string()) {
            entry.verdict = parse_verdict(value);
            if (entry.verdict > Verdict::pass)
                value.fail("needs a reason: { \"verdict\": ..., \"because\": ... }");
        } else {
            value.expect_object({"verdict", "because"});
            entry = {parse_verdict(value.at("verdict")), value.at("because").non_empty_text()};
        }
        known.insert_or_assign(id, std::move(entry));
    }
    return known;
}

Json known_json(const Known& known) {
    Json json = Json::object();
    for (const auto& [id, entry] : known) {
        if (entry.verdict <= Verdict::pass) {
            json[id] = verdict_name(entry.verdict);
        } else {
            json[id] = {{"verdict", verdict_name(entry.verdict)}, {"because", entry.because}};
        }
    }
    return json;
}

// verdicts_of sums a result up in the shape of a baseline. What was not run is left out.
Baseline verdicts_of(const SuiteResult& result) {
    Baseline baseline;
    for (const SuiteEntry& entry : result.entries) {
        const bool applies = entry.result.verdict != Verdict::not_applicable;
        if (entry.attempts.empty() && applies) continue;
        std::string because = entry.result.because;
        if (because.empty()) because = entry.result.seen;
        if (because.empty()) because = entry.result.tear_down.seen;
        baseline.verdicts[entry.scenario->id] = {
            applies ? worse(entry.result.verdict, entry.result.tear_down.verdict) : Verdict::not_applicable,
            printable(because)};
    }
    for (const SuiteFinding& finding : result.findings) {
        KnownVerdict& known = baseline.findings[std::string(codec::requirement_of(finding.requirement).id)];
        known.verdict = worse(known.verdict, finding.verdict);
        known.because = printable(finding.seen);
    }
    return baseline;
}

void compare(const Known& known, const Known& now, std::string_view missing,
             std::vector<std::string>& lines) {
    for (const auto& [id, entry] : now) {
        const auto before = known.find(id);
        if (before == known.end()) {
            lines.push_back(fmt::format("{}: {}, {}", printable(id), verdict_name(entry.verdict), missing));
        } else if (before->second.verdict != entry.verdict) {
            lines.push_back(fmt::format("{}: {}, {} than the baseline's {}", printable(id),
                                        verdict_name(entry.verdict),
                                        entry.verdict > before->second.verdict ? "worse" : "better",
                                        verdict_name(before->second.verdict)));
        }
    }
}

void keep_reasons(Known& now, const Known& known) {
    for (auto& [id, entry] : now) {
        const auto before = known.find(id);
        const bool stays = before != known.end() && before->second.verdict == entry.verdict;
        if (stays && !before->second.because.empty()) entry.because = before->second.because;
        if (entry.because.empty()) entry.because = "no reason was given yet";
    }
}

}  // namespace

Baseline read_baseline(const std::string& path) {
    const Json document = read_json_file(path);
    const JsonPlace place(path, document);
    place.expect_object({"device", "peer", "verdicts", "findings"});
    Baseline baseline;
    baseline.verdicts = parse_known(place.at("verdicts"));
    if (const auto findings = place.find("findings")) baseline.findings = parse_known(*findings);
    return baseline;
}

Baseline make_baseline(const SuiteResult& result, const Baseline& known) {
    Baseline baseline = verdicts_of(result);
    keep_reasons(baseline.verdicts, known.verdicts);
    keep_reasons(baseline.findings, known.findings);
    return baseline;
}

Json baseline_json(const Baseline& baseline, const std::string& device) {
    return {{"device", valid_utf8(device)},
            {"verdicts", known_json(baseline.verdicts)},
            {"findings", known_json(baseline.findings)}};
}

std::vector<std::string> drift(const Baseline& baseline, const SuiteResult& result) {
    const Baseline now = verdicts_of(result);
    std::vector<std::string> lines;
    compare(baseline.verdicts, now.verdicts, "not in the baseline", lines);
    compare(baseline.findings, now.findings, "a finding that the baseline lacks", lines);
    // A finding can only be missed where everything was run that the baseline knows.
    const bool all = std::ranges::all_of(
        baseline.verdicts, [&](const auto& entry) { return now.verdicts.contains(entry.first); });
    for (const auto& [id, entry] : baseline.findings) {
        if (!all || now.findings.contains(id)) continue;
        lines.push_back(fmt::format("{}: not found any more, better than the baseline's {}", printable(id),
                                    verdict_name(entry.verdict)));
    }
    return lines;
}

std::vector<std::string> unknown_ids(const Baseline& baseline, std::span<const Scenario> all) {
    std::set<std::string_view> ids;
    for (const Scenario& scenario : all) ids.insert(scenario.id);
    std::vector<std::string> unknown;
    for (const auto& [id, entry] : baseline.verdicts) {
        if (!ids.contains(id)) unknown.push_back(id);
    }
    return unknown;
}

}  // namespace l2tp::tester
