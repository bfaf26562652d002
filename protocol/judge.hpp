// SPDX-License-Identifier: GPL-2.0-or-later
// The judge: takes the datagrams of any number of hosts in time order and says which requirements were
// broken. Plugin, auditor and tester share it. It does not know an end's state: it keeps the set of states
// that agree with what was seen (docs/decisions/0007).
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <span>

#include "codec/datagram.hpp"
#include "protocol/judge/judgement.hpp"
#include "protocol/judge/records.hpp"
#include "protocol/judge/settings.hpp"

namespace l2tp::protocol {

// Counts is what was seen, in datagrams.
struct Counts {
    std::uint64_t control = 0;
    std::uint64_t zlb = 0;
    std::uint64_t data = 0;
    std::uint64_t l2f = 0;     // version 1: left alone
    std::uint64_t l2tpv3 = 0;  // version 3: left alone
    std::uint64_t noise = 0;   // other versions, and too short for any header
};

class Judge {
  public:
    explicit Judge(JudgeSettings settings = {});
    Judge(Judge&&) noexcept;
    Judge& operator=(Judge&&) noexcept;
    ~Judge();

    // on_datagram decodes and judges one datagram; times never decrease by more than the round trip. The
    // result is valid until the next call and borrows the datagram's octets.
    const Judgement& on_datagram(const codec::Datagram& datagram, Conduct conduct = Conduct::plain);

    // observe_at adds a host to those at which everything is observed (Vantage::hosts), before its first
    // datagram.
    void observe_at(const codec::Endpoint& host);

    // finish judges what is still owed at `now`, when no more datagrams come.
    const Judgement& finish(codec::Time now);

    // findings are in the order in which they were first seen. Beyond a hundred thousand they are counted
    // only.
    [[nodiscard]] std::span<const JudgedFinding> findings() const noexcept;
    [[nodiscard]] std::uint64_t findings_left_out() const noexcept;

    // In order of their numbers: number n is at position n - 1.
    [[nodiscard]] const std::deque<TunnelRecord>& tunnels() const noexcept;
    [[nodiscard]] const std::deque<SessionRecord>& sessions() const noexcept;
    [[nodiscard]] const Counts& counts() const noexcept;

  private:
    class Work;
    std::unique_ptr<Work> work_;
};

}  // namespace l2tp::protocol
