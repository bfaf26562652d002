// SPDX-License-Identifier: GPL-2.0-or-later
// The exchange of one attempt at a scenario, kept as evidence: reports draw it as a ladder and comment the
// recording with it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/requirement.hpp"

namespace l2tp::tester {

// ExchangedDatagram is one datagram as the tester sent, withheld or received it.
struct ExchangedDatagram {
    enum class Direction : std::uint8_t { sent, received };
    enum class Fate : std::uint8_t { whole, withheld };  // withheld: made, and kept from the DUT on purpose

    Direction direction{};
    Fate fate = Fate::whole;
    codec::Time time{};       // since the attempt began
    std::uint64_t frame = 0;  // in the recording; 0: not recorded
    codec::Endpoint from;
    codec::Endpoint to;
    codec::OctetString octets;
    std::string line;      // "SCCRQ  Ns 0 Nr 0", printable
    std::size_t step = 0;  // of the scenario, 0 the first
    bool copy = false;     // of an earlier datagram: a retransmission
    bool decided = false;  // the verdict stands on this datagram
    std::vector<codec::RequirementId> breaches;
    std::string
        device_before;  // the state of the DUT's end as the judge sees it, "wait-ctl-reply"; empty: unknown
    std::string device_after;
    std::string tester_before;  // likewise of the tester's end
    std::string tester_after;
    std::vector<std::string> rows;  // ids of the state rows that the DUT's end passed with it
};

// Exchange keeps the first and the last datagrams of a long attempt, and counts those between.
struct Exchange {
    static constexpr std::size_t most_first = 400;
    static constexpr std::size_t most_last = 100;

    std::vector<ExchangedDatagram> datagrams;
    std::uint64_t left_out = 0;  // between the first `most_first` and the rest
};

}  // namespace l2tp::tester
