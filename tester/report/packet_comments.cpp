// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/report/packet_comments.hpp"

#include <fmt/format.h>

#include "codec/requirements.hpp"

namespace l2tp::tester {

void comment_packets(Recording& recording, const Scenario& scenario, const ScenarioResult& result) {
    for (const ExchangedDatagram& datagram : result.exchange.datagrams) {
        if (datagram.frame == 0) continue;
        std::string text =
            fmt::format("{}, step {}, {}", scenario.id, datagram.step + 1, verdict_name(result.verdict));
        if (datagram.decided) text += ", the verdict stands on it";
        if (datagram.copy) text += ", a copy";
        for (const codec::RequirementId id : datagram.breaches)
            text += fmt::format(", breaks {}", codec::requirement_of(id).id);
        recording.comment(datagram.frame, text);
    }
    recording.flush();
}

}  // namespace l2tp::tester
