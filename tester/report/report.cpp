// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/report.hpp"

#include <fmt/format.h>

#include "codec/requirements.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

std::int64_t milliseconds(Time time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

Json requirement_ids(const Scenario& scenario) {
    Json ids = Json::array();
    for (const codec::RequirementId id : scenario.requirements) ids.push_back(codec::requirement_of(id).id);
    return ids;
}

Json scenario_json(const SuiteEntry& entry) {
    const ScenarioResult& result = entry.result;
    Json json{{"id", entry.scenario->id},
              {"title", entry.scenario->title},
              {"verdict", verdict_name(result.verdict)},
              {"requirement", codec::requirement_of(result.requirement).id},
              {"level", codec::level_name(entry.scenario->level)},
              {"requirements", requirement_ids(*entry.scenario)}};
    if (!entry.scenario->reading.empty()) json["reading"] = entry.scenario->reading;
    if (!entry.scenario->twin.empty()) json["twin"] = entry.scenario->twin;
    json["sent"] = valid_utf8(result.sent);
    json["expected"] = valid_utf8(result.expected);
    json["seen"] = valid_utf8(result.seen);
    json["because"] = valid_utf8(result.because);
    json["datagram"] = valid_utf8(result.datagram);
    json["frames"] = result.frames;
    json["attempts"] = result.attempts;
    json["duration_ms"] = milliseconds(result.ended - result.started);
    json["tear_down"] = {{"verdict", verdict_name(result.tear_down.verdict)},
                         {"seen", valid_utf8(result.tear_down.seen)}};
    return json;
}

Json finding_json(const SuiteFinding& finding) {
    const codec::Requirement& requirement = codec::requirement_of(finding.requirement);
    return {{"requirement", requirement.id},
            {"level", codec::level_name(requirement.level)},
            {"verdict", verdict_name(finding.verdict)},
            {"text", requirement.text},
            {"count", finding.count},
            {"frame", finding.frame},
            {"last_frame", finding.last_frame},
            {"expected", valid_utf8(finding.expected)},
            {"seen", valid_utf8(finding.seen)},
            {"scenario", finding.scenario}};
}

Json device_json(const SuiteResult& result, const ReportHeader& header) {
    Json json = Json::object();
    if (!header.device.empty()) json["profile"] = header.device;
    json["role"] = role_name(header.role);
    json["peer"] = header.peer;
    if (result.device.known) {
        json["host_name"] = valid_utf8(result.device.host_name);
        json["vendor_name"] = valid_utf8(result.device.vendor_name);
        json["firmware_revision"] = result.device.firmware_revision;
    }
    return json;
}

}  // namespace

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

Json report_json(const SuiteResult& result, const ReportHeader& header) {
    Json json{
        {"l2tpspec", header.version},          {"verdict", verdict_name(result.verdict)},
        {"started", utc_text(result.started)}, {"duration_ms", milliseconds(result.ended - result.started)},
        {"command_line", header.command_line}, {"device", device_json(result, header)}};
    if (!header.recording.empty()) json["recording"] = valid_utf8(header.recording);
    if (!result.trouble.empty()) json["trouble"] = valid_utf8(result.trouble);
    if (!result.recording_trouble.empty()) json["recording_trouble"] = valid_utf8(result.recording_trouble);
    Json scenarios = Json::array();
    for (const SuiteEntry& entry : result.entries) scenarios.push_back(scenario_json(entry));
    json["scenarios"] = std::move(scenarios);
    Json findings = Json::array();
    for (const SuiteFinding& finding : result.findings) findings.push_back(finding_json(finding));
    json["findings"] = std::move(findings);
    return json;
}

}  // namespace l2tp::tester
