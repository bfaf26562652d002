// SPDX-License-Identifier: GPL-2.0-or-later
// Which rows of the state tables the judge says that an end passed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::traces {
namespace {

// rows_of returns the rows that a host passed in a trace, each with its state of departure.
std::vector<std::string> rows_of(std::string_view trace_name, std::string_view host_name) {
    const auto trace = std::ranges::find(all_traces(), trace_name, &Trace::name);
    if (trace == all_traces().end()) return {"no such trace"};
    Judge judge(trace->settings);
    std::vector<std::string> rows;
    for (const Step& step : trace->steps) {
        if (step.kind == Step::Kind::finish) continue;
        const codec::Datagram datagram{.octets = step.octets,
                                       .wire_length = step.wire_length,
                                       .from = step.from.at,
                                       .to = step.to.at,
                                       .time = step.time,
                                       .reference = step.reference,
                                       .udp_checksum = {}};
        for (const PassedRow& passed : judge.on_datagram(datagram, step.conduct).passed) {
            if (passed.end != trace->host(host_name)->at) continue;
            EXPECT_LE(passed.reference, step.reference);
            rows.push_back(std::string(passed.row) + " from " +
                           std::string(passed.from ? name_of(*passed.from) : "?"));
        }
    }
    return rows;
}

TEST(PassedRows, AreThoseOfBothEndsOfACall) {
    // 7.2.1 and 7.4.1: the LAC asks for the tunnel, then for the call, and ends both. That the line rang is
    // not seen by itself: only the row that sends ICRQ can follow it.
    EXPECT_THAT(rows_of("incoming-call", "A"),
                testing::ElementsAre("control/idle/local-open from idle",
                                     "control/wait-ctl-reply/sccrp-acceptable from wait-ctl-reply",
                                     "lac-incoming/wait-tunnel/tunnel-open from wait-tunnel",
                                     "lac-incoming/wait-reply/icrp-acceptable from wait-reply",
                                     "lac-incoming/established/drop-or-close from established",
                                     "control/established/admin-close from established"));
    // 7.2.1 and 7.4.2: what the LNS does without sending is shown by what it sends next.
    EXPECT_THAT(rows_of("incoming-call", "B"),
                testing::ElementsAre("control/idle/sccrq-acceptable from idle",
                                     "control/wait-ctl-conn/scccn-acceptable from wait-ctl-conn",
                                     "lns-incoming/idle/icrq-acceptable from idle",
                                     "lns-incoming/wait-connect/iccn-acceptable from wait-connect"));
}

}  // namespace
}  // namespace l2tp::protocol::traces
