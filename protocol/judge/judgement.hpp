// SPDX-License-Identifier: GPL-2.0-or-later
// What the judge says: of each datagram at once, later facts about earlier ones, and the sum of its findings.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/decode.hpp"
#include "codec/finding.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol {

// TunnelNumber and SessionNumber count tunnels and sessions from 1 in the order in which they were first
// seen; 0: none.
using TunnelNumber = std::uint32_t;
using SessionNumber = std::uint32_t;

// Breach is what one datagram shows about one requirement. `finding.where` is a place in this datagram unless
// `about` names another one.
struct Breach {
    codec::Finding finding;
    Outlook verdict = Outlook::fail;
    codec::Endpoint culprit;
    std::optional<std::uint64_t> about{};  // reference of the datagram that broke it, if it is not this one
};

// JudgedFinding is one breach of one host, however often it was repeated.
struct JudgedFinding {
    codec::Finding first;  // as it was seen first
    Outlook verdict = Outlook::fail;
    codec::Endpoint culprit;  // who broke it first; the same host's other ports are counted with it
    std::uint64_t first_reference = 0;
    std::uint64_t last_reference = 0;
    std::uint64_t count = 0;
    TunnelNumber tunnel = 0;  // of the first
    SessionNumber session = 0;
};

// Span of references, from the first to the last of those that were meant.
struct References {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t count = 0;  // 0: none
};

// What a control message is to those that were seen before.
enum class Repetition : std::uint8_t {
    first,
    copy,       // a retransmission, or the network's own second copy
    duplicate,  // the same, after its acknowledgement was seen
};

// Answer names the message that this one responds to, and the time between them.
struct Answer {
    std::uint64_t reference = 0;
    codec::Time after{};
};

// LaterFact is what this datagram tells about an earlier one.
struct LaterFact {
    enum class Kind : std::uint8_t { acknowledged, answered };

    Kind kind{};
    std::uint64_t about = 0;
};

// PassedRow is a row of a state table, the RFC's or a reading's, that an end can only have passed to send
// what it sent: no other row explains it as well.
struct PassedRow {
    std::string_view row{};       // its id
    std::optional<State> from{};  // nothing: more than one state is possible
    Outlook verdict = Outlook::pass;
    codec::Endpoint end;          // whose row it is
    std::uint64_t reference = 0;  // of the message that shows it: an earlier one, if it waited for others
};

// StateSets are the states that an end can be in by all that was seen; empty: nothing is known.
struct StateSets {
    Set<State> before;
    Set<State> after;
};

// Judgement is what is known about one datagram as soon as it was seen; it is never revised. In pairs the
// sender's part comes first.
struct Judgement {
    const codec::DecodedMessage* message = nullptr;
    TunnelNumber tunnel = 0;
    SessionNumber session = 0;
    std::uint8_t sender = 0;  // its side of the tunnel (records.hpp)
    std::array<StateSets, 2> connection{};
    std::array<StateSets, 2> call{};
    Repetition repetition = Repetition::first;
    std::optional<std::uint64_t> copy_of{};  // the first copy
    bool ahead = false;                      // messages before it are missing
    References acknowledges{};               // messages that no datagram acknowledged before
    std::optional<Answer> answers{};
    std::uint32_t outstanding = 0;               // of the sender's messages, this one included
    std::optional<std::uint16_t> peer_window{};  // that limits them
    std::uint32_t missing_data = 0;              // numbers left out right before this data message
    bool late_data = false;                      // its number is below one that was seen
    std::vector<Breach> breaches{};
    std::vector<LaterFact> later{};
    std::vector<PassedRow> passed{};  // in the order in which they were passed
};

}  // namespace l2tp::protocol
