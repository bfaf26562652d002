// SPDX-License-Identifier: GPL-2.0-or-later
// What a run of one scenario found out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/requirement.hpp"
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

// DeviceIdentity is what the DUT told of itself in SCCRP; hostile until made printable.
struct DeviceIdentity {
    codec::OctetString host_name;
    codec::OctetString vendor_name;
    std::uint64_t firmware_revision = 0;
    bool known = false;
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
};

}  // namespace l2tp::tester
