// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/audit/audit.hpp"

#include <algorithm>
#include <memory>

#include "tester/text/errors.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

protocol::JudgeSettings judge_settings(const AuditSettings& settings) {
    protocol::JudgeSettings judge;
    judge.judged = settings.devices;
    judge.vantage = settings.vantage;
    // Where tunnels are opened at another port by configuration, rules about ports are not judged (G-6).
    if (!settings.ports.empty()) judge.port = 0;
    if (!settings.secret.empty()) {
        judge.secret = [&settings](const codec::Endpoint&, const codec::Endpoint&) {
            return settings.secret.octets();
        };
    }
    return judge;
}

class Auditor {
  public:
    Auditor(const std::string& path, const AuditSettings& settings)
        : settings_(settings), audit_{path, protocol::Judge(judge_settings(settings))} {}

    CaptureAudit run(const OnProgress& on_progress) {
        try {
            CaptureReader reader(audit_.file);
            read(reader, on_progress);
        } catch (const InputError& error) {
            audit_.error = error.what();
        }
        if (audit_.judged != 0) {
            gather_evidence(audit_.judge.finish(audit_.last_time), nullptr);
        }
        audit_.verdict = verdict();
        return std::move(audit_);
    }

  private:
    void read(CaptureReader& reader, const OnProgress& on_progress) {
        constexpr std::uint64_t now_and_then = 4096;
        std::uint64_t told = 0;
        TunnelFlows flows(settings_.ports);
        try {
            while (const auto datagram = reader.next()) {
                if (flows.contains(*datagram)) judge(*datagram);
                if (!on_progress || reader.frames() - told < now_and_then) continue;
                told = reader.frames();
                on_progress(reader);
            }
        } catch (...) {
            audit_.frames = reader.counts();
            throw;
        }
        audit_.frames = reader.counts();
    }

    void judge(const codec::Datagram& datagram) {
        if (audit_.judged == 0) audit_.first_time = datagram.time;
        ++audit_.judged;
        audit_.last_time = std::max(audit_.last_time, datagram.time);
        const auto is_sender = [&](const codec::Endpoint& device) {
            return same_address(device, datagram.from);
        };
        if (settings_.devices.empty() || std::ranges::any_of(settings_.devices, is_sender))
            ++audit_.of_devices;
        const protocol::Judgement& judgement = audit_.judge.on_datagram(datagram);
        if (judgement.message->kind == codec::MessageKind::control) recent_->add(datagram);
        gather_evidence(judgement, &datagram);
    }

    // gather_evidence keeps what the card of each finding that is new shows.
    void gather_evidence(const protocol::Judgement& judgement, const codec::Datagram* datagram) {
        const auto findings = audit_.judge.findings();
        while (audit_.evidence.size() < findings.size()) {
            const protocol::JudgedFinding& finding = findings[audit_.evidence.size()];
            AuditEvidence& evidence = audit_.evidence.emplace_back();
            const bool here = datagram != nullptr && finding.first_reference == datagram->reference;
            const codec::Datagram* earlier = here ? nullptr : recent_->find(finding.first_reference);
            if (datagram != nullptr) evidence.shown_in = datagram->reference;
            if (earlier != nullptr) {
                describe(evidence, codec::decode(*earlier, settings_.secret.octets()), earlier->reference);
            } else if (datagram != nullptr) {
                describe(evidence, *judgement.message, datagram->reference);
            }
        }
    }

    static void describe(AuditEvidence& evidence, const codec::DecodedMessage& message, std::uint64_t frame) {
        evidence.frame = frame;
        evidence.message = message_line(message);
        evidence.avps = avps_text(message);
    }

    [[nodiscard]] Verdict verdict() const {
        if (!audit_.error.empty()) return Verdict::error;
        const protocol::Counts& counts = audit_.judge.counts();
        if (counts.control + counts.zlb + counts.data == 0 || audit_.of_devices == 0)
            return Verdict::inconclusive;
        Verdict verdict = Verdict::pass;
        for (const protocol::JudgedFinding& finding : audit_.judge.findings()) {
            verdict = worse(verdict, verdict_of(finding.verdict));
        }
        return verdict;
    }

    const AuditSettings& settings_;
    CaptureAudit audit_;
    std::unique_ptr<RecentMessages> recent_ = std::make_unique<RecentMessages>();
};

}  // namespace

CaptureAudit audit_capture(const std::string& path, const AuditSettings& settings,
                           const OnProgress& on_progress) {
    return Auditor(path, settings).run(on_progress);
}

}  // namespace l2tp::tester
