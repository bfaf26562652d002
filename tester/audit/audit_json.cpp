// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/audit/audit_json.hpp"

#include <nlohmann/json.hpp>

#include "codec/requirements.hpp"
#include "tester/audit/audit_words.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

template <typename Text>
void add_text(Json& json, const char* name, const Text& text) {
    if (!text.empty()) json[name] = valid_utf8(text.view());
}

template <typename Value>
void add_number(Json& json, const char* name, const std::optional<Value>& value) {
    if (value) json[name] = *value;
}

Json microseconds(codec::Time time) {
    return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

Json ending_json(const protocol::Ending& ending, const protocol::TunnelRecord& tunnel) {
    Json json{{"by", format_endpoint(tunnel.ends[ending.by].at)}, {"frame", ending.reference}};
    add_number(json, "result", ending.result);
    add_number(json, "error", ending.error);
    add_text(json, "message", ending.message);
    return json;
}

// add_life adds what tunnels and sessions have in common.
template <typename Record>
void add_life(Json& json, const Record& record) {
    json["fate"] = fate_name(record.fate);
    json["frame"] = record.first_reference;
    json["last_frame"] = record.last_reference;
    json["first_time"] = utc_text(record.first_time);
    json["last_time"] = utc_text(record.last_time);
    json["opening_seen"] = record.opening_seen;
    if (record.established_after) json["set_up_us"] = microseconds(*record.established_after);
}

Json tunnel_end_json(const protocol::TunnelEnd& end) {
    Json json{{"at", format_endpoint(end.at)}, {"tunnel_id", end.id}};
    if (end.role) json["role"] = *end.role == protocol::Role::lac ? "lac" : "lns";
    add_text(json, "host_name", end.host_name);
    add_text(json, "vendor_name", end.vendor_name);
    add_number(json, "receive_window", end.receive_window);
    json["control"] = end.control.datagrams;
    return json;
}

Json session_end_json(const protocol::SessionEnd& end) {
    return {{"session_id", end.id}, {"data", end.data.datagrams}, {"data_octets", end.data.octets}};
}

Json fragments_json(const FragmentCounts& counts) {
    return {{"fragments", counts.fragments},   {"reassembled", counts.reassembled},
            {"incomplete", counts.incomplete}, {"overlapping", counts.overlapping},
            {"duplicates", counts.duplicates}, {"malformed", counts.malformed}};
}

Json parties_json(const protocol::Judge& judge) {
    Json list = Json::array();
    for (const Party& party : parties_of(judge)) {
        Json json{{"at", format_endpoint(party.at)}, {"tunnels", party.tunnels}};
        if (!party.role.empty()) json["role"] = party.role;
        if (!party.host_name.empty()) json["host_name"] = party.host_name;
        if (!party.vendor_name.empty()) json["vendor_name"] = party.vendor_name;
        list.push_back(std::move(json));
    }
    return list;
}

Json capture_json(const CaptureAudit& audit, const std::string& capture) {
    const protocol::Counts& counts = audit.judge.counts();
    Json json{{"capture", capture}, {"verdict", verdict_name(audit.verdict)}};
    if (!audit.error.empty()) json["error"] = valid_utf8(audit.error);
    json["counts"] = {{"frames", audit.frames.frames}, {"judged", audit.judged},
                      {"control", counts.control},     {"zlb", counts.zlb},
                      {"data", counts.data},           {"l2f", counts.l2f},
                      {"l2tpv3", counts.l2tpv3},       {"noise", counts.noise}};
    json["fragments"] = fragments_json(audit.frames.fragments);
    if (audit.judged != 0) {
        json["first_time"] = utc_text(audit.first_time);
        json["last_time"] = utc_text(audit.last_time);
    }
    json["parties"] = parties_json(audit.judge);
    if (audit.judge.findings_left_out() != 0) json["findings_left_out"] = audit.judge.findings_left_out();
    return json;
}

Json finding_json(const protocol::JudgedFinding& finding, const AuditEvidence& evidence,
                  const std::string& capture) {
    const codec::Requirement& requirement = codec::requirement_of(finding.first.requirement);
    Json json{{"capture", capture},
              {"requirement", requirement.id},
              {"level", codec::level_name(requirement.level)},
              {"verdict", verdict_name(verdict_of(finding.verdict))},
              {"text", requirement.text}};
    if (!requirement.reading.empty()) json["reading"] = requirement.reading;
    json["who"] = format_endpoint(finding.culprit);
    if (finding.tunnel != 0) json["tunnel"] = finding.tunnel;
    if (finding.session != 0) json["session"] = finding.session;
    json["count"] = finding.count;
    json["frame"] = finding.first_reference;
    json["last_frame"] = finding.last_reference;
    json["expected"] = valid_utf8(finding.first.expected.view());
    json["seen"] = valid_utf8(finding.first.seen.view());
    if (evidence.shown_in != 0) json["shown_in"] = evidence.shown_in;
    if (evidence.frame != 0) {
        json["datagram"] = {{"frame", evidence.frame},
                            {"message", valid_utf8(evidence.message)},
                            {"avps", valid_utf8(evidence.avps)}};
    }
    return json;
}

}  // namespace

AuditReport::AuditReport(std::string version, std::string command_line)
    : version_(std::move(version)), command_line_(std::move(command_line)) {}

void AuditReport::add(const CaptureAudit& audit) {
    const std::string capture = valid_utf8(audit.file);
    captures_.push_back(capture_json(audit, capture));
    add_tunnels(audit, capture);
    add_sessions(audit, capture);
    add_findings(audit, capture);
}

void AuditReport::add_tunnels(const CaptureAudit& audit, const std::string& capture) {
    for (const protocol::TunnelRecord& tunnel : audit.judge.tunnels()) {
        Json json{{"capture", capture}, {"number", tunnel.number}};
        add_life(json, tunnel);
        if (tunnel.incomplete) json["incomplete"] = true;
        if (tunnel.ending) json["ending"] = ending_json(*tunnel.ending, tunnel);
        json["end"] = end_words(tunnel);
        json["sessions"] = tunnel.sessions.size();
        json["ends"] = {tunnel_end_json(tunnel.ends[0]), tunnel_end_json(tunnel.ends[1])};
        tunnels_.push_back(std::move(json));
    }
}

void AuditReport::add_sessions(const CaptureAudit& audit, const std::string& capture) {
    for (const protocol::SessionRecord& session : audit.judge.sessions()) {
        const protocol::TunnelRecord& tunnel = audit.judge.tunnels()[session.tunnel - 1];
        Json json{{"capture", capture},
                  {"number", session.number},
                  {"tunnel", session.tunnel},
                  {"kind", call_kind_name(session.kind)}};
        add_life(json, session);
        if (session.opening_seen) json["opener"] = format_endpoint(tunnel.ends[session.opener].at);
        add_number(json, "serial_number", session.serial_number);
        add_text(json, "called", session.called);
        add_text(json, "calling", session.calling);
        add_text(json, "user", session.user);
        if (session.sequencing_required) json["sequencing_required"] = true;
        if (session.ending) json["ending"] = ending_json(*session.ending, tunnel);
        json["end"] = end_words(session, tunnel);
        json["ends"] = {session_end_json(session.ends[0]), session_end_json(session.ends[1])};
        sessions_.push_back(std::move(json));
    }
}

void AuditReport::add_findings(const CaptureAudit& audit, const std::string& capture) {
    const auto findings = audit.judge.findings();
    for (std::size_t i = 0; i < findings.size() && i < audit.evidence.size(); ++i) {
        findings_.push_back(finding_json(findings[i], audit.evidence[i], capture));
    }
}

Json AuditReport::json(Verdict verdict) && {
    return {{"l2tpspec", version_},
            {"verdict", verdict_name(verdict)},
            {"command_line", command_line_},
            {"captures", std::move(captures_)},
            {"tunnels", std::move(tunnels_)},
            {"sessions", std::move(sessions_)},
            {"findings", std::move(findings_)}};
}

}  // namespace l2tp::tester
