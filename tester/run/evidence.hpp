// SPDX-License-Identifier: GPL-2.0-or-later
// EvidenceLog gathers the exchange of one attempt as it happens: the first and the last datagrams, and how
// many were between.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "protocol/judge/judgement.hpp"
#include "tester/run/exchange.hpp"
#include "tester/run/scenario_result.hpp"

namespace l2tp::tester {

class EvidenceLog {
  public:
    // What is known of a datagram beside its octets.
    struct Circumstances {
        ExchangedDatagram::Direction direction{};
        ExchangedDatagram::Fate fate = ExchangedDatagram::Fate::whole;
        std::size_t step = 0;
        bool copy = false;
        codec::Time since_start{};
    };

    void add(const codec::Datagram& datagram, const Circumstances& circumstances,
             const protocol::Judgement& judgement);
    // mark_decided marks the datagram with this frame number as one that a verdict stands on.
    void mark_decided(std::uint64_t frame);
    // forget_decided takes all marks away: a graver verdict stands on something else.
    void forget_decided();
    // take gives the exchange, each datagram with its line of text.
    [[nodiscard]] Exchange take(codec::Octets secret);
    // take_rows gives the rows of the state tables that the DUT's end passed, each once.
    [[nodiscard]] std::vector<VisitedRow> take_rows() { return std::exchange(rows_, {}); }

  private:
    void note_passed(const protocol::PassedRow& passed, ExchangedDatagram& current);
    [[nodiscard]] ExchangedDatagram* find(std::uint64_t frame);

    std::vector<ExchangedDatagram> first_;
    std::deque<ExchangedDatagram> last_;
    std::uint64_t left_out_ = 0;
    std::vector<VisitedRow> rows_;
};

}  // namespace l2tp::tester
