// SPDX-License-Identifier: GPL-2.0-or-later
// EndpointContext: what the tunnels and sessions of one endpoint share.
#pragma once

#include <cstdint>
#include <vector>

#include "protocol/endpoint_settings.hpp"
#include "protocol/party.hpp"
#include "protocol/random.hpp"

namespace l2tp::protocol {

struct EndpointContext {
    EndpointSettings settings;
    Random random;
    std::vector<OutgoingDatagram> outgoing{};
    std::size_t sessions = 0;            // alive, over all tunnels
    std::uint16_t last_id = 0;           // of sequential ones
    std::uint32_t next_call_serial = 0;  // increasing (4.4.4)

    explicit EndpointContext(EndpointSettings given) : settings(std::move(given)), random(settings.seed) {
        next_call_serial = static_cast<std::uint32_t>(random.number() >> 34);  // leaves room to grow
    }

    // next_id proposes an ID, never 0; the caller asks again where it is taken.
    [[nodiscard]] std::uint16_t next_id() {
        if (settings.ids == IdChoice::unpredictable) return random.nonzero_u16();
        return ++last_id == 0 ? ++last_id : last_id;
    }

    // transmit encodes a message, lets the filters see it and puts it with what is to be sent.
    void transmit(codec::Message message, const codec::Endpoint& from, const codec::Endpoint& to);

    // bearer_capabilities is what SCCRQ and SCCRP advertise; nothing: the AVP is left out.
    [[nodiscard]] std::optional<std::uint32_t> bearer_capabilities() const noexcept {
        if (settings.bearer_capabilities) return settings.bearer_capabilities;
        return settings.role == Role::lac ? std::optional<std::uint32_t>(3) : std::nullopt;
    }
};

}  // namespace l2tp::protocol
