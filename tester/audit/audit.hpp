// SPDX-License-Identifier: GPL-2.0-or-later
// The auditor: the judge over the datagrams of one capture, and what has to be kept of them to show why.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "codec/datagram.hpp"
#include "protocol/judge.hpp"
#include "tester/capture/capture_reader.hpp"
#include "tester/capture/recent_messages.hpp"
#include "tester/capture/tunnel_flows.hpp"
#include "tester/suite/profile.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

struct AuditSettings {
    std::vector<codec::Endpoint> devices;  // whose breaches count; empty: everyone's
    std::vector<std::uint16_t> ports;      // of tunnels, besides 1701
    protocol::Vantage vantage{};
    Secret secret;
};

// AuditEvidence is what a finding's card shows of the datagram in which it was seen first.
struct AuditEvidence {
    std::uint64_t frame = 0;  // of the datagram in words; another one than the finding's if that is forgotten
    std::uint64_t shown_in = 0;  // the frame that proved it
    std::string message;         // in one line
    std::string avps;
};

// CaptureAudit is what one file amounts to.
struct CaptureAudit {
    std::string file;
    protocol::Judge judge;
    std::vector<AuditEvidence> evidence{};  // of judge.findings(), in their order
    FrameCounts frames{};
    codec::Time first_time{};  // of the datagrams that were judged
    codec::Time last_time{};
    std::uint64_t judged = 0;      // datagrams that the judge was given
    std::uint64_t of_devices = 0;  // of those, sent by a device in question
    std::string error{};           // why the file could not be read to its end; empty: it could
    Verdict verdict = Verdict::pass;
};

// OnProgress is told now and then how far reading has come.
using OnProgress = std::function<void(const CaptureReader&)>;

// audit_capture never throws for a bad file: what could be read is judged, and `error` says the rest.
[[nodiscard]] CaptureAudit audit_capture(const std::string& path, const AuditSettings& settings,
                                         const OnProgress& on_progress);

}  // namespace l2tp::tester
