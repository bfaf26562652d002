// SPDX-License-Identifier: GPL-2.0-or-later
// What a run of one scenario found out.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/requirement.hpp"
#include "tester/run/exchange.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {

using codec::Time;

// TearDown is judged apart from the scenario: how the tunnel was closed.
struct TearDown {
    Verdict verdict = Verdict::pass;
    std::string seen;
};

// Reach says whether the DUT could be talked to.
enum class Reach : std::uint8_t {
    answered,
    unreachable,  // nothing ever came back
    lost,         // it answered before, and then no more
    interrupted,  // the operator stopped the run
};

inline constexpr std::array<std::string_view, 4> reach_names{"answered", "unreachable", "lost",
                                                             "interrupted"};

// DeviceIdentity is what the DUT told of itself in SCCRP; hostile until made printable.
struct DeviceIdentity {
    codec::OctetString host_name;
    codec::OctetString vendor_name;
    std::uint64_t firmware_revision = 0;
    bool known = false;
};

// AttemptFinding is one breach that the judge saw in one attempt, however often it was repeated.
struct AttemptFinding {
    codec::RequirementId requirement = codec::RequirementId::none;
    Verdict verdict = Verdict::fail;
    std::uint64_t count = 0;
    std::uint64_t frame = 0;  // the first
    std::uint64_t last_frame = 0;
    std::string expected;
    std::string seen;
};

// VisitedRow is a row of a state table, the RFC's or a reading's, that the DUT's end passed.
struct VisitedRow {
    std::string row;                  // its id, "control/idle/sccrq-acceptable"
    std::string state;                // the state that it started from, "idle"; empty: not known
    Verdict verdict = Verdict::pass;  // the worst that was seen of it
    std::uint64_t count = 0;
    std::uint64_t frame = 0;  // the first
};

// CounterReading is a number that the DUT chose for something new. Many devices count them up, and begin
// again when they start over.
struct CounterReading {
    enum class Counter : std::uint8_t { tunnel_id, session_id, call_serial_number };
    static constexpr std::size_t most = 1000;  // of one attempt

    Counter counter{};
    Time time{};
    std::uint64_t value = 0;
};

struct ScenarioResult {
    Verdict verdict = Verdict::not_applicable;
    codec::RequirementId requirement = codec::RequirementId::none;
    std::string sent;  // the stimulus
    std::string expected;
    std::string seen;
    std::string because;
    std::string datagram;               // the deciding datagram, decoded in one line
    std::vector<std::uint64_t> frames;  // of stimulus and deciding datagram
    Time started{};
    Time ended{};
    TearDown tear_down;
    Reach reach = Reach::answered;
    DeviceIdentity device;
    unsigned attempts = 1;
    Time late{};                 // how late the tester's own machine was at worst
    std::uint64_t impaired = 0;  // datagrams that the driver itself lost, doubled or held back (--impair)

    // Evidence, for the reports.
    Exchange exchange;
    std::vector<std::string> steps;  // one line of text for each step of the scenario
    std::vector<AttemptFinding> findings;
    std::vector<VisitedRow> rows;
    std::vector<CounterReading> readings;
    std::string log;     // what the hook collect-log gave; hostile until made printable
    std::string reboot;  // how it was noticed that the device started over; empty: it did not
};

}  // namespace l2tp::tester
