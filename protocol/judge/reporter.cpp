// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/judge/reporter.hpp"

#include <algorithm>

#include "codec/requirements.hpp"
#include "protocol/judge/content.hpp"

namespace l2tp::protocol {

Reporter::Reporter(const JudgeSettings& settings)
    : judged_(settings.judged), left_out_rules_(codec::requirements().size(), 0) {
    for (codec::RequirementId id : settings.left_out) {
        if (static_cast<std::size_t>(id) < left_out_rules_.size())
            left_out_rules_[static_cast<std::size_t>(id)] = 1;
    }
}

bool Reporter::wants(codec::RequirementId requirement, const codec::Endpoint& culprit) const noexcept {
    if (requirement == codec::RequirementId::none) return false;
    if (left_out_rules_[static_cast<std::size_t>(requirement)] != 0) return false;
    return judged_.empty() || std::ranges::any_of(judged_, [&](const codec::Endpoint& host) {
               return host.family == culprit.family && host.address == culprit.address &&
                      (host.port == 0 || host.port == culprit.port);
           });
}

std::size_t Reporter::Hash::operator()(const Key& key) const noexcept {
    const std::uint64_t rule =
        static_cast<std::uint64_t>(key.requirement) * 4 + static_cast<std::uint64_t>(key.verdict);
    return static_cast<std::size_t>(digest_of(key.culprit.address) * 31 + rule);
}

void Reporter::add(const Breach& breach, std::uint64_t reference, TunnelNumber tunnel,
                   SessionNumber session) {
    const std::uint64_t where = breach.about.value_or(reference);
    const Key key{breach.finding.requirement, breach.verdict, address_of(breach.culprit)};
    const auto known = positions_.find(key);
    if (known != positions_.end()) {
        JudgedFinding& finding = findings_[known->second];
        finding.first_reference = std::min(finding.first_reference, where);
        finding.last_reference = std::max(finding.last_reference, where);
        ++finding.count;
        return;
    }
    if (findings_.size() == max_findings) {
        ++left_out_;
        return;
    }
    positions_.emplace(key, findings_.size());
    findings_.push_back({breach.finding, breach.verdict, breach.culprit, where, where, 1, tunnel, session});
}

}  // namespace l2tp::protocol
