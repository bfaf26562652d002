// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/wire_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "codec/header.hpp"
#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"

namespace l2tp::tester {
namespace {

using What = WireRemark::What;

constexpr Time clocks_apart = std::chrono::seconds(1);  // the kernel's clock may be set while a run goes on

// RFC 2661 has a MUST for control messages, a SHOULD for data (reading A-38).
AttemptFinding finding_of(const WireRemark& remark, const CaptureResult& capture) {
    constexpr std::uint8_t type_bit = 0x80;
    const bool control = (remark.first_octet & type_bit) != 0;
    AttemptFinding finding;
    finding.requirement = control ? codec::requirement("rfc2661/8.1/checksum-on-control")
                                  : codec::requirement("rfc2661/8.1/checksum-on-data");
    finding.verdict = control ? Verdict::fail : Verdict::warn;
    finding.count = 1;
    finding.expected =
        remark.what == What::no_checksum ? "a UDP checksum" : fmt::format("0x{:04x}", remark.right);
    finding.seen = remark.what == What::no_checksum
                       ? "0: none"
                       : fmt::format("0x{:04x}: hosts drop the datagram", remark.seen);
    finding.seen += capture.file.empty() ? fmt::format("; a frame on {}", capture.interface)
                                         : fmt::format("; frame {} of {}", remark.frame, capture.file);
    return finding;
}

// took_part tells whether a datagram came to a socket of an attempt while that ran.
bool took_part(const ScenarioResult& attempt, const WireRemark& remark) {
    if (remark.time + clocks_apart < attempt.started || remark.time > attempt.ended + clocks_apart)
        return false;
    return std::ranges::any_of(attempt.exchange.datagrams, [&](const ExchangedDatagram& datagram) {
        const bool sent = datagram.direction == ExchangedDatagram::Direction::sent;
        return (sent ? datagram.from : datagram.to) == remark.to;
    });
}

void add(std::vector<AttemptFinding>& findings, const AttemptFinding& finding) {
    const auto known = std::ranges::find_if(findings, [&](const AttemptFinding& other) {
        return other.requirement == finding.requirement && other.verdict == finding.verdict;
    });
    if (known == findings.end()) {
        findings.push_back(finding);
    } else {
        ++known->count;
    }
}

// decide lets a finding decide a scenario that is about its requirement.
void decide(ScenarioResult& result, const Scenario& scenario, const AttemptFinding& finding) {
    const bool about =
        std::ranges::find(scenario.requirements, finding.requirement) != scenario.requirements.end();
    if (!about || finding.verdict <= result.verdict) return;
    result.verdict = finding.verdict;
    result.requirement = finding.requirement;
    result.expected = finding.expected;
    result.seen = finding.seen;
    result.because = "the frames of the device show it";
    result.frames.clear();
}

// add_to_attempts returns the scenario that a finding belongs to; empty: none.
std::string add_to_attempts(SuiteResult& result, const WireRemark& remark, const AttemptFinding& finding) {
    for (SuiteEntry& entry : result.entries) {
        for (ScenarioResult& attempt : entry.attempts) {
            if (!took_part(attempt, remark)) continue;
            add(attempt.findings, finding);
            decide(attempt, *entry.scenario, finding);
            if (&attempt == &entry.attempts.back()) {
                add(entry.result.findings, finding);
                decide(entry.result, *entry.scenario, finding);
            }
            return entry.scenario->id;
        }
    }
    return {};
}

void add_to_run(SuiteResult& result, const AttemptFinding& finding, std::string scenario) {
    const auto known = std::ranges::find_if(result.findings, [&](const SuiteFinding& other) {
        return other.requirement == finding.requirement && other.verdict == finding.verdict;
    });
    if (known != result.findings.end()) {
        ++known->count;
        return;
    }
    result.findings.push_back({finding.requirement, finding.verdict, 1, 0, 0, finding.expected, finding.seen,
                               scenario.empty() ? "outside of any scenario" : std::move(scenario)});
}

}  // namespace

void add_wire_findings(SuiteResult& result, const CaptureResult& capture,
                       const std::set<codec::Endpoint>& own) {
    std::uint64_t in_fragments = 0;
    std::string first_in_fragments;
    for (const WireRemark& remark : capture.remarks) {
        if (!own.contains(remark.to)) continue;
        if (remark.what == What::in_fragments) {
            if (++in_fragments == 1) first_in_fragments = fmt::format("frame {}", remark.frame);
            continue;
        }
        const AttemptFinding finding = finding_of(remark, capture);
        add_to_run(result, finding, add_to_attempts(result, remark, finding));
    }
    if (in_fragments > 0) {
        result.notes.push_back(
            fmt::format("{} datagram(s) of the device's came in fragments, the first with {}.", in_fragments,
                        first_in_fragments));
    }
    result.verdict = overall_verdict(result);
    result.capture = capture;
    result.capture->remarks.clear();
}

}  // namespace l2tp::tester
