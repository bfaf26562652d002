// SPDX-License-Identifier: GPL-2.0-or-later
// The JSON report. Its form is docs/report.schema.json. Members are written in the order in which they are
// added here, so that equal runs give equal octets.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "codec/requirements.hpp"
#include "tester/report/report.hpp"
#include "tester/run/lateness.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

std::int64_t milliseconds(Time time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

std::int64_t microseconds(Time time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

Json requirement_ids(const std::vector<codec::RequirementId>& requirements) {
    Json ids = Json::array();
    for (const codec::RequirementId id : requirements) ids.push_back(codec::requirement_of(id).id);
    return ids;
}

Json requirement_id(codec::RequirementId id) {
    return id == codec::RequirementId::none ? Json() : Json(codec::requirement_of(id).id);
}

Json strings(const std::vector<std::string>& list) {
    Json json = Json::array();
    for (const std::string& text : list) json.push_back(valid_utf8(text));
    return json;
}

void add_unless_empty(Json& json, const char* name, std::string_view text) {
    if (!text.empty()) json[name] = valid_utf8(text);
}

Json datagram_json(const ExchangedDatagram& datagram) {
    const bool sent = datagram.direction == ExchangedDatagram::Direction::sent;
    Json json{{"direction", sent ? "sent" : "received"},
              {"time_us", microseconds(datagram.time)},
              {"from", format_endpoint(datagram.from)},
              {"to", format_endpoint(datagram.to)},
              {"octets", to_hex(datagram.octets)},
              {"line", valid_utf8(datagram.line)},
              {"step", datagram.step}};
    if (datagram.frame != 0) json["frame"] = datagram.frame;
    if (datagram.fate == ExchangedDatagram::Fate::withheld) json["withheld"] = true;
    if (datagram.copy) json["copy"] = true;
    if (datagram.decided) json["decided"] = true;
    if (!datagram.breaches.empty()) json["breaches"] = requirement_ids(datagram.breaches);
    if (!datagram.rows.empty()) json["rows"] = strings(datagram.rows);
    add_unless_empty(json, "device_before", datagram.device_before);
    add_unless_empty(json, "device_after", datagram.device_after);
    add_unless_empty(json, "tester_before", datagram.tester_before);
    add_unless_empty(json, "tester_after", datagram.tester_after);
    return json;
}

Json exchange_json(const Exchange& exchange) {
    Json datagrams = Json::array();
    for (const ExchangedDatagram& datagram : exchange.datagrams) datagrams.push_back(datagram_json(datagram));
    return {{"datagrams", std::move(datagrams)}, {"left_out", exchange.left_out}};
}

Json attempt_finding_json(const AttemptFinding& finding) {
    return {{"requirement", requirement_id(finding.requirement)},
            {"verdict", verdict_name(finding.verdict)},
            {"count", finding.count},
            {"frame", finding.frame},
            {"last_frame", finding.last_frame},
            {"expected", valid_utf8(finding.expected)},
            {"seen", valid_utf8(finding.seen)}};
}

Json visited_row_json(const VisitedRow& row) {
    Json json{{"row", valid_utf8(row.row)},
              {"verdict", verdict_name(row.verdict)},
              {"count", row.count},
              {"frame", row.frame}};
    add_unless_empty(json, "state", row.state);
    return json;
}

// outcome_json is what an entry and each of its attempts have in common.
Json outcome_json(const ScenarioResult& result) {
    return {
        {"verdict", verdict_name(result.verdict)},
        {"requirement", requirement_id(result.requirement)},
        {"sent", valid_utf8(result.sent)},
        {"expected", valid_utf8(result.expected)},
        {"seen", valid_utf8(result.seen)},
        {"because", valid_utf8(result.because)},
        {"datagram", valid_utf8(result.datagram)},
        {"frames", result.frames},
        {"duration_ms", milliseconds(result.ended - result.started)},
        {"tear_down",
         {{"verdict", verdict_name(result.tear_down.verdict)}, {"seen", valid_utf8(result.tear_down.seen)}}}};
}

Json attempt_json(const ScenarioResult& result) {
    Json json = outcome_json(result);
    json["started"] = utc_text(result.started);
    json["ended"] = utc_text(result.ended);
    json["reach"] = reach_names[static_cast<std::size_t>(result.reach)];
    json["steps"] = strings(result.steps);
    json["exchange"] = exchange_json(result.exchange);
    json["findings"] = Json::array();
    for (const AttemptFinding& finding : result.findings)
        json["findings"].push_back(attempt_finding_json(finding));
    json["rows"] = Json::array();
    for (const VisitedRow& row : result.rows) json["rows"].push_back(visited_row_json(row));
    if (result.late >= bearable_lateness) json["late_ms"] = milliseconds(result.late);
    if (result.impaired > 0) json["impaired"] = result.impaired;
    add_unless_empty(json, "reboot", result.reboot);
    const std::string_view log = result.log;
    add_unless_empty(json, "log", log.substr(log.size() - std::min(log.size(), longest_log)));
    return json;
}

Json scenario_json(const SuiteEntry& entry) {
    const Scenario& scenario = *entry.scenario;
    Json json{{"id", scenario.id}, {"title", valid_utf8(scenario.title)}};
    json.update(outcome_json(entry.result));
    json["section"] = section_of(scenario);
    json["level"] = codec::level_name(scenario.level);
    json["requirements"] = requirement_ids(scenario.requirements);
    add_unless_empty(json, "why", scenario.why);
    add_unless_empty(json, "reading", scenario.reading);
    add_unless_empty(json, "twin", scenario.twin);
    add_unless_empty(json, "interop", scenario.interop);
    add_unless_empty(json, "configuration", scenario.configuration);
    add_unless_empty(json, "recording", entry.recording);
    json["attempts"] = Json::array();
    for (const ScenarioResult* attempt : attempts_of(entry))
        json["attempts"].push_back(attempt_json(*attempt));
    return json;
}

Json finding_json(const SuiteFinding& finding) {
    const codec::Requirement& requirement = codec::requirement_of(finding.requirement);
    Json json{{"requirement", requirement.id},
              {"level", codec::level_name(requirement.level)},
              {"verdict", verdict_name(finding.verdict)},
              {"text", requirement.text},
              {"count", finding.count},
              {"frame", finding.frame},
              {"last_frame", finding.last_frame},
              {"expected", valid_utf8(finding.expected)},
              {"seen", valid_utf8(finding.seen)},
              {"scenario", finding.scenario}};
    add_unless_empty(json, "recording", finding.recording);
    return json;
}

Json device_json(const SuiteResult& result, const ReportHeader& header) {
    Json json{{"role", role_name(header.role)}, {"peer", valid_utf8(header.peer)}};
    add_unless_empty(json, "profile", header.device);
    if (result.device.known) {
        json["host_name"] = valid_utf8(result.device.host_name);
        json["vendor_name"] = valid_utf8(result.device.vendor_name);
        json["firmware_revision"] = result.device.firmware_revision;
    }
    return json;
}

Json counts_json(const VerdictCounts& counts) {
    Json json = Json::object();
    for (std::size_t i = 0; i < counts.size(); ++i) json[std::string(verdict_names[i])] = counts[i];
    return json;
}

Json sections_json(const SuiteResult& result) {
    Json json = Json::array();
    for (const SectionCounts& section : count_by_section(result.entries)) {
        json.push_back({{"section", section.section},
                        {"verdict", verdict_name(section.worst)},
                        {"counts", counts_json(section.counts)}});
    }
    return json;
}

Json requirement_json(const RequirementVerdict& row) {
    const codec::Requirement& requirement = codec::requirement_of(row.id);
    Json scenarios = Json::array();
    for (const auto& [entry, verdict] : row.scenarios) {
        scenarios.push_back({{"id", entry->scenario->id}, {"verdict", verdict_name(verdict)}});
    }
    return {{"requirement", requirement.id},     {"level", codec::level_name(requirement.level)},
            {"text", requirement.text},          {"verdict", verdict_name(row.verdict)},
            {"scenarios", std::move(scenarios)}, {"found", row.found}};
}

Json row_json(const RowVisits& row) {
    return {{"row", row.row},
            {"verdict", verdict_name(row.verdict)},
            {"count", row.count},
            {"states", strings(row.states)},
            {"scenarios", strings(row.scenarios)}};
}

Json capture_json(const CaptureResult& capture) {
    const FragmentCounts& fragments = capture.counts.fragments;
    Json json{{"interface", valid_utf8(capture.interface)},
              {"frames", capture.counts.frames},
              {"datagrams", capture.counts.udp},
              {"fragments", fragments.fragments},
              {"reassembled", fragments.reassembled},
              {"incomplete", fragments.incomplete},
              {"dropped", capture.dropped}};
    add_unless_empty(json, "trouble", capture.trouble);
    return json;
}

Json shard_json(const ShardHeader& shard) {
    return {{"file", valid_utf8(shard.file)},
            {"verdict", verdict_name(shard.verdict)},
            {"started", utc_text(shard.started)},
            {"ended", utc_text(shard.ended)},
            {"command_line", valid_utf8(shard.command_line)},
            {"seed", shard.seed}};
}

}  // namespace

Json report_json(const SuiteResult& result, const ReportHeader& header) {
    Json json{{"l2tpspec", header.version},
              {"format", report_format},
              {"verdict", verdict_name(result.verdict)},
              {"strict", header.strictness == Strictness::strict},
              {"started", utc_text(result.started)},
              {"ended", utc_text(result.ended)},
              {"duration_ms", milliseconds(result.ended - result.started)},
              {"late_ms", milliseconds(result.late)},
              {"command_line", valid_utf8(header.command_line)},
              {"seed", header.seed},
              {"device", device_json(result, header)},
              {"sections", sections_json(result)}};
    json["suite"] = {{"scenarios", result.entries.size()}, {"sha256", header.suite_digest}};
    json["profile"] = {{"sha256", header.profile_digest}};
    add_unless_empty(json, "recording", header.recording);
    json["recordings"] = Json::array();
    for (const RecordedFile& file : header.recordings) {
        json["recordings"].push_back(
            {{"file", valid_utf8(file.file)}, {"sha256", file.sha256}, {"frames", file.frames}});
    }
    if (result.capture) json["capture"] = capture_json(*result.capture);
    for (const ShardHeader& shard : header.shards) json["shards"].push_back(shard_json(shard));
    add_unless_empty(json, "trouble", result.trouble);
    add_unless_empty(json, "recording_trouble", result.recording_trouble);
    json["scenarios"] = Json::array();
    for (const SuiteEntry& entry : result.entries) json["scenarios"].push_back(scenario_json(entry));
    json["findings"] = Json::array();
    for (const SuiteFinding& finding : result.findings) json["findings"].push_back(finding_json(finding));
    json["requirements"] = Json::array();
    for (const RequirementVerdict& row : requirement_matrix(result))
        json["requirements"].push_back(requirement_json(row));
    json["state_rows"] = Json::array();
    for (const RowVisits& row : visited_rows(result)) json["state_rows"].push_back(row_json(row));
    return json;
}

}  // namespace l2tp::tester
