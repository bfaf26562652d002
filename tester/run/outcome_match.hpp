// SPDX-License-Identifier: GPL-2.0-or-later
// Whether what arrived is one of the outcomes that an `expect` lists.
#pragma once

#include <optional>

#include "codec/decode.hpp"
#include "protocol/control_channel.hpp"
#include "tester/run/message_builder.hpp"
#include "tester/run/tester_tunnel.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// Arrival is one datagram from the DUT that belongs to a tunnel of the run.
struct Arrival {
    const codec::DecodedMessage& message;
    const TesterTunnel& tunnel;
    std::optional<protocol::ControlChannel::Receipt> receipt;  // nothing for data

    [[nodiscard]] bool is_new_control() const noexcept {
        return receipt == protocol::ControlChannel::Receipt::deliver;
    }
};

// find_outcome returns the first outcome that matches, or null.
[[nodiscard]] const Outcome* find_outcome(const Expect& expect, const Arrival& arrival, Identity& identity);

// decides tells whether an arrival that no outcome lists settles the matter nevertheless: an answer of the
// state machines does; ZLBs, HELLOs, copies, data and what the DUT starts of its own accord do not.
[[nodiscard]] bool decides(const Arrival& arrival) noexcept;

}  // namespace l2tp::tester
