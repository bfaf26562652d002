// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/audit/audit_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

#include "codec/requirements.hpp"
#include "tester/audit/audit_words.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using Row = std::vector<std::string>;

// Beyond this, a list is for programs: --json has all of it.
constexpr std::size_t longest_table = 60;

// table_text aligns the columns of rows; the first row is the heading.
std::string table_text(const std::vector<Row>& rows, std::size_t left_out) {
    std::vector<std::size_t> widths(rows.front().size());
    for (const Row& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const Row& row : rows) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i) line += fmt::format(" {:<{}} ", row[i], widths[i]);
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    if (left_out != 0) text += fmt::format("  and {} more: --json lists them all\n", left_out);
    return text;
}

std::size_t left_out_of(std::size_t count) {
    return count > longest_table ? count - longest_table : 0;
}

std::string quoted(const std::string& text) {
    return text.empty() ? "" : fmt::format("\"{}\"", text);
}

std::string parties_text(const protocol::Judge& judge) {
    const std::vector<Party> parties = parties_of(judge);
    if (parties.empty()) return "";
    std::vector<Row> rows{{"address and port", "role", "Host Name", "Vendor Name"}};
    for (const Party& party : parties) {
        if (rows.size() > longest_table) break;
        rows.push_back({format_endpoint(party.at), party.role.empty() ? "not known" : party.role,
                        quoted(party.host_name), quoted(party.vendor_name)});
    }
    return "Who is who\n" + table_text(rows, left_out_of(parties.size()));
}

std::string id_text(std::uint16_t id) {
    return id == 0 ? "?" : std::to_string(id);
}

template <typename Record>
std::string opened_text(const Record& record) {
    if (!record.opening_seen) return fmt::format("before frame {}", record.first_reference);
    return fmt::format("{} (frame {})", utc_text(record.first_time), record.first_reference);
}

std::string set_up_text(const std::optional<codec::Time>& time) {
    if (!time) return "-";
    const double milliseconds = std::chrono::duration<double, std::milli>(*time).count();
    return milliseconds < 1000 ? fmt::format("{:.2f} ms", milliseconds) : seconds_text(*time);
}

std::string tunnels_text(const protocol::Judge& judge) {
    if (judge.tunnels().empty()) return "";
    std::vector<Row> rows{{"no", "ends and their Tunnel IDs", "opened", "set-up", "sessions", "end"}};
    for (const protocol::TunnelRecord& tunnel : judge.tunnels()) {
        if (rows.size() > longest_table) break;
        const auto& [first, second] = tunnel.ends;
        rows.push_back(
            {std::to_string(tunnel.number),
             fmt::format("{} ({}) {} {} ({})", format_endpoint(first.at), id_text(first.id),
                         tunnel.opening_seen ? "->" : "--", format_endpoint(second.at), id_text(second.id)),
             opened_text(tunnel), set_up_text(tunnel.established_after),
             std::to_string(tunnel.sessions.size()), end_words(tunnel)});
    }
    return "Tunnels\n" + table_text(rows, left_out_of(judge.tunnels().size()));
}

std::string call_text(const protocol::SessionRecord& session) {
    std::string text(call_kind_name(session.kind));
    const auto add = [&](std::string_view label, std::string_view value) {
        if (!value.empty()) text += fmt::format(", {} \"{}\"", label, printable(value, 64));
    };
    add("called", session.called.view());
    add("calling", session.calling.view());
    add("user", session.user.view());
    return text;
}

std::string sessions_text(const protocol::Judge& judge) {
    if (judge.sessions().empty()) return "";
    std::vector<Row> rows{{"no", "tunnel", "Session IDs", "call", "opened", "set-up", "data", "end"}};
    for (const protocol::SessionRecord& session : judge.sessions()) {
        if (rows.size() > longest_table) break;
        const protocol::TunnelRecord& tunnel = judge.tunnels()[session.tunnel - 1];
        const auto& [first, second] = session.ends;
        rows.push_back({std::to_string(session.number), std::to_string(session.tunnel),
                        fmt::format("{} / {}", id_text(first.id), id_text(second.id)), call_text(session),
                        opened_text(session), set_up_text(session.established_after),
                        fmt::format("{} / {}", first.data.datagrams, second.data.datagrams),
                        end_words(session, tunnel)});
    }
    return "Sessions (of both ends of the tunnel, in its order)\n" +
           table_text(rows, left_out_of(judge.sessions().size()));
}

std::string who_text(const protocol::JudgedFinding& finding, const protocol::Judge& judge) {
    std::string text = format_endpoint(finding.culprit);
    if (finding.tunnel != 0) {
        for (const protocol::TunnelEnd& end : judge.tunnels()[finding.tunnel - 1].ends) {
            if (end.at != finding.culprit) continue;
            if (end.role) text += fmt::format(", {}", role_word(end.role));
            if (!end.host_name.empty()) text += fmt::format(" \"{}\"", printable(end.host_name.view(), 64));
            break;
        }
        text += fmt::format(", tunnel {}", finding.tunnel);
    }
    if (finding.session != 0) text += fmt::format(", session {}", finding.session);
    return text;
}

std::string frames_text(const protocol::JudgedFinding& finding) {
    std::vector<std::uint64_t> frames{finding.first_reference};
    if (finding.last_reference != finding.first_reference) frames.push_back(finding.last_reference);
    const std::string filter = frame_filter(frames);
    if (finding.count == 1) return fmt::format("{}      filter  {}", finding.first_reference, filter);
    if (finding.last_reference == finding.first_reference) {
        return fmt::format("{}, {} times in it      filter  {}", finding.first_reference, finding.count,
                           filter);
    }
    return fmt::format("{} to {}, {} times      filter  {}", finding.first_reference, finding.last_reference,
                       finding.count, filter);
}

std::string section_text(const codec::Requirement& requirement) {
    const bool rfc = requirement.document().starts_with("rfc");
    std::string text =
        rfc ? fmt::format("RFC {}, {}", requirement.document().substr(3), requirement.section())
            : std::string(requirement.document());
    if (!requirement.reading.empty()) text += fmt::format("; reading {}", requirement.reading);
    return text;
}

std::string card_text(const protocol::JudgedFinding& finding, const AuditEvidence& evidence,
                      const protocol::Judge& judge, Style style) {
    const codec::RequirementId id = finding.first.requirement;
    std::string card =
        fmt::format("\n{}  {}\n", verdict_word(verdict_of(finding.verdict), style), requirement_line(id));
    add_card_line(card, "section", section_text(codec::requirement_of(id)));
    add_card_line(card, "who", who_text(finding, judge));
    add_card_line(card, "expected", printable(finding.first.expected.view()));
    add_card_line(card, "seen", printable(finding.first.seen.view()));
    add_card_line(card, "frames", frames_text(finding));
    if (evidence.shown_in != 0 && evidence.shown_in != finding.first_reference) {
        add_card_line(card, "shown in", fmt::format("frame {}", evidence.shown_in));
    }
    if (evidence.frame != 0) {
        const std::string text =
            evidence.avps.empty() ? evidence.message : fmt::format("{}; {}", evidence.message, evidence.avps);
        add_card_line(card, "datagram", fmt::format("frame {}: {}", evidence.frame, text));
    }
    return card;
}

std::string findings_text(const CaptureAudit& audit, Style style) {
    const auto findings = audit.judge.findings();
    std::string text;
    for (std::size_t i = 0; i < findings.size() && i < audit.evidence.size(); ++i) {
        text += card_text(findings[i], audit.evidence[i], audit.judge, style);
    }
    if (audit.judge.findings_left_out() != 0) {
        text += fmt::format("\n{} more findings were counted only\n", audit.judge.findings_left_out());
    }
    return text;
}

std::string counted(std::uint64_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string fragments_text(const FragmentCounts& counts) {
    if (counts.fragments == 0) return "";
    std::string text = fmt::format("{}: {} reassembled", counted(counts.fragments, "fragment"),
                                   counted(counts.reassembled, "packet"));
    if (counts.incomplete != 0) text += fmt::format(", {} never complete", counts.incomplete);
    if (counts.overlapping != 0)
        text += fmt::format(", {} given up for overlapping fragments", counts.overlapping);
    if (counts.duplicates != 0) text += fmt::format(", {}", counted(counts.duplicates, "duplicate fragment"));
    if (counts.malformed != 0) text += fmt::format(", {}", counted(counts.malformed, "malformed fragment"));
    return text + '\n';
}

std::string findings_total(const CaptureAudit& audit) {
    std::array<std::size_t, verdict_names.size()> by_verdict{};
    for (const protocol::JudgedFinding& finding : audit.judge.findings()) {
        ++by_verdict[static_cast<std::size_t>(verdict_of(finding.verdict))];
    }
    std::vector<std::string> parts;
    for (const Verdict verdict : {Verdict::fail, Verdict::inconclusive, Verdict::warn, Verdict::pass}) {
        const std::size_t count = by_verdict[static_cast<std::size_t>(verdict)];
        if (count != 0) parts.push_back(fmt::format("{} {}", count, verdict_name(verdict)));
    }
    std::string text = counted(audit.judge.findings().size() + audit.judge.findings_left_out(), "finding");
    if (!parts.empty()) text += fmt::format(" ({})", fmt::join(parts, ", "));
    return text;
}

std::string totals_text(const CaptureAudit& audit) {
    const protocol::Counts& counts = audit.judge.counts();
    std::string text = fmt::format("{}; {} on the ports of L2TP: {} control, {} ZLB, {} data",
                                   counted(audit.frames.frames, "frame"), counted(audit.judged, "datagram"),
                                   counts.control, counts.zlb, counts.data);
    const auto left_alone = [&](std::uint64_t count, std::string_view what) {
        if (count != 0) text += fmt::format(", {} {} left alone", count, what);
    };
    left_alone(counts.l2f, "L2F");
    left_alone(counts.l2tpv3, "L2TPv3");
    left_alone(counts.noise, "of no known version or too short");
    return text + fmt::format("; {}, {}; {}. Verdict: {}\n", counted(audit.judge.tunnels().size(), "tunnel"),
                              counted(audit.judge.sessions().size(), "session"), findings_total(audit),
                              verdict_name(audit.verdict));
}

// why_nothing_was_judged is empty where something was.
std::string why_nothing_was_judged(const CaptureAudit& audit) {
    const protocol::Counts& counts = audit.judge.counts();
    if (counts.control + counts.zlb + counts.data == 0) {
        return "Nothing was judged: there is no L2TPv2 on port 1701 or the ports given by --port.\n";
    }
    return audit.of_devices == 0 ? "Nothing was judged: the device named by --dut sent nothing.\n" : "";
}

}  // namespace

std::string audit_text(const CaptureAudit& audit, Style style) {
    std::string text = fmt::format("{}\n", printable(audit.file));
    const auto add = [&](const std::string& part) {
        if (!part.empty()) text += '\n' + part;
    };
    add(parties_text(audit.judge));
    add(tunnels_text(audit.judge));
    add(sessions_text(audit.judge));
    text += findings_text(audit, style);
    text += '\n';
    text += fragments_text(audit.frames.fragments);
    text += why_nothing_was_judged(audit);
    return text + totals_text(audit);
}

}  // namespace l2tp::tester
