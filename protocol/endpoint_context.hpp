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
    struct RecentIds {
        std::array<std::uint16_t, 64> ids{};
        std::size_t count = 0;
    };
    RecentIds recent_tunnel_ids{};
    RecentIds recent_session_ids{};
    std::uint32_t next_call_serial = 0;  // increasing (4.4.4)

    explicit EndpointContext(EndpointSettings given) : settings(std::move(given)), random(settings.seed) {
        next_call_serial = static_cast<std::uint32_t>(random.number() >> 34);  // leaves room to grow
    }

    // next_id proposes an ID, never 0; the caller asks again where it is taken.
    [[nodiscard]] std::uint16_t next_id() {
        if (settings.ids == IdChoice::unpredictable) return random.nonzero_u16();
        return ++last_id == 0 ? ++last_id : last_id;
    }

    // fresh_tunnel_id and fresh_session_id return an ID that is none of the last that were given: a request
    // with an old one could be taken for a copy of the old request, and what is under way for an old call for
    // the new one's (reading A-03). The caller asks again where it is taken.
    [[nodiscard]] std::uint16_t fresh_tunnel_id() { return fresh_id(recent_tunnel_ids); }
    [[nodiscard]] std::uint16_t fresh_session_id() { return fresh_id(recent_session_ids); }

    // transmit encodes a message, lets the filters see it and puts it with what is to be sent.
    void transmit(codec::Message message, const codec::Endpoint& from, const codec::Endpoint& to);

    // bearer_capabilities is what SCCRQ and SCCRP advertise; nothing: the AVP is left out.
    [[nodiscard]] std::optional<std::uint32_t> bearer_capabilities() const noexcept {
        if (settings.bearer_capabilities) return settings.bearer_capabilities;
        return settings.role == Role::lac ? std::optional<std::uint32_t>(3) : std::nullopt;
    }

  private:
    std::uint16_t fresh_id(RecentIds& recent) {
        std::uint16_t id = next_id();
        while (std::ranges::find(recent.ids, id) != recent.ids.end()) id = next_id();
        recent.ids[recent.count++ % recent.ids.size()] = id;
        return id;
    }
};

}  // namespace l2tp::protocol
