// SPDX-License-Identifier: GPL-2.0-or-later
// Whether what arrived is one of the outcomes that a step lists.
#pragma once

#include <optional>
#include <span>

#include "codec/decode.hpp"
#include "tester/run/values.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

// Arrival is one datagram from the DUT that belongs to a tunnel of the run.
struct Arrival {
    const codec::DecodedMessage& message;
    const codec::Datagram& datagram;
    TesterTunnel& tunnel;
    TesterSession* session = nullptr;                 // that the message belongs to or asks for
    std::optional<TesterChannel::Receipt> receipt{};  // nothing for data
    bool asks_for_call = false;                       // an ICRQ or OCRQ with Session ID 0
    bool fills_gap = false;                           // what was sent behind it came before it

    [[nodiscard]] bool is_new_control() const noexcept { return receipt == TesterChannel::Receipt::deliver; }
    // opens_tunnel tells that it is a SCCRQ for a tunnel that no step has named yet.
    [[nodiscard]] bool opens_tunnel() const noexcept {
        return message.is(codec::message_type::sccrq) && tunnel.name.empty() && !tunnel.of_probe;
    }
    [[nodiscard]] bool opens_call() const noexcept {
        return asks_for_call && session != nullptr && session->name.empty();
    }
};

// happens tells whether an outcome happens with an arrival.
[[nodiscard]] bool happens(const Outcome& outcome, const Arrival& arrival, const ValueScope& scope);

// find_outcome returns the first outcome that happens, or null.
[[nodiscard]] const Outcome* find_outcome(std::span<const Outcome* const> outcomes, const Arrival& arrival,
                                          const ValueScope& scope);

// is_acknowledged tells whether an acknowledgement outcome has happened already when its step begins.
[[nodiscard]] bool is_acknowledged(const Outcome& outcome, Tunnels& tunnels);

// decides tells whether an arrival that no outcome lists settles the matter nevertheless: an answer of the
// state machines does, and so does a message that an outcome names but with other contents. ZLBs, HELLOs,
// copies, data, what the DUT starts of its own accord and what belongs elsewhere do not.
[[nodiscard]] bool decides(std::span<const Outcome* const> outcomes, const Arrival& arrival,
                           const ValueScope& scope);

}  // namespace l2tp::tester
