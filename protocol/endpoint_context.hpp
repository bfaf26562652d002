// SPDX-License-Identifier: GPL-2.0-or-later
// EndpointContext: what the tunnels and sessions of one endpoint share.
#pragma once

#include <algorithm>
#include <array>
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
    std::size_t sessions = 0;   // alive, over all tunnels
    std::uint16_t last_id = 0;  // of sequential ones
    std::array<std::uint16_t, 64> recent_ids{};
    std::size_t recent_count = 0;
    std::uint32_t next_call_serial = 0;  // increasing (4.4.4)

    explicit EndpointContext(EndpointSettings given) : settings(std::move(given)), random(settings.seed) {
        next_call_serial = static_cast<std::uint32_t>(random.number() >> 34);  // leaves room to grow
    }

    // next_id proposes an ID, never 0; the caller asks again where it is taken.
    [[nodiscard]] std::uint16_t next_id() {
        if (settings.ids == IdChoice::unpredictable) return random.nonzero_u16();
        return ++last_id == 0 ? ++last_id : last_id;
    }

    // is_fresh tells that a Tunnel ID is none of the last that were given: a new request with an old ID could
    // be taken for a copy of the old request (reading A-03). It notes the ID.
    [[nodiscard]] bool is_fresh(std::uint16_t tunnel_id) {
        if (std::ranges::find(recent_ids, tunnel_id) != recent_ids.end()) return false;
        recent_ids[recent_count++ % recent_ids.size()] = tunnel_id;
        return true;
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
