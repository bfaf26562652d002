// SPDX-License-Identifier: GPL-2.0-or-later
// Reporter: the sum of all breaches. A breach that is repeated is counted, not stored again.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "protocol/judge/judgement.hpp"
#include "protocol/judge/settings.hpp"

namespace l2tp::protocol {

class Reporter {
  public:
    static constexpr std::size_t max_findings = 100'000;

    explicit Reporter(const JudgeSettings& settings);

    // wants tells whether a breach by this host is to be reported at all.
    [[nodiscard]] bool wants(codec::RequirementId requirement, const codec::Endpoint& culprit) const noexcept;

    void add(const Breach& breach, std::uint64_t reference, TunnelNumber tunnel, SessionNumber session);

    [[nodiscard]] std::span<const JudgedFinding> findings() const noexcept { return findings_; }
    [[nodiscard]] std::uint64_t left_out() const noexcept { return left_out_; }

  private:
    struct Key {
        codec::RequirementId requirement{};
        Outlook verdict{};
        codec::Endpoint culprit;

        friend bool operator==(const Key&, const Key&) = default;
    };
    struct Hash {
        [[nodiscard]] std::size_t operator()(const Key& key) const noexcept;
    };

    std::vector<codec::Endpoint> judged_;
    std::vector<std::uint8_t> left_out_rules_;  // by requirement
    std::vector<JudgedFinding> findings_;
    std::unordered_map<Key, std::size_t, Hash> positions_;
    std::uint64_t left_out_ = 0;
};

}  // namespace l2tp::protocol
