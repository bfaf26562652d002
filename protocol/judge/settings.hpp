// SPDX-License-Identifier: GPL-2.0-or-later
// What the judge is told: from where the datagrams were observed, whom to judge, by which tolerances, and
// which rules to leave out.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/requirement.hpp"

namespace l2tp::protocol {

// address_of returns an endpoint without its port: the host.
[[nodiscard]] constexpr codec::Endpoint address_of(codec::Endpoint endpoint) noexcept {
    endpoint.port = 0;
    return endpoint;
}

// Tolerances are those of general rule G-5.
struct Tolerances {
    codec::Time ack_within = std::chrono::seconds(4);
    // Within this time datagrams may cross or overtake each other, and a network may still deliver a second
    // copy: their order proves nothing.
    codec::Time round_trip = std::chrono::seconds(1);
    // An interval may fall short by this much of what it should be.
    codec::Time spacing = std::chrono::milliseconds(100);
    unsigned spacing_percent = 10;
};

// What it proves that a datagram is missing among those that were observed (general rule G-4).
enum class Absence : std::uint8_t {
    nothing,     // the observation lost some, or the path did
    after_some,  // as a rule everything was observed: `telling_stimuli` without effect prove it
};

// telling_stimuli is how many independent stimuli without effect are a verdict. G-4 wants two at least. With
// one datagram in a hundred lost each way, two stay without effect once in 2,500 times, which a suite of
// hundreds of scenarios meets every few runs; three do once in 125,000 (docs/decisions/0013).
inline constexpr unsigned telling_stimuli = 3;

// Vantage is the point of observation.
struct Vantage {
    // Whatever these hosts sent and received was observed, in that order. With a port, only what passed that
    // port: on one address there may be others.
    std::vector<codec::Endpoint> hosts{};
    Absence elsewhere = Absence::after_some;  // for all other hosts

    [[nodiscard]] bool covers(const codec::Endpoint& endpoint) const noexcept {
        return std::ranges::any_of(hosts, [&](const codec::Endpoint& host) {
            return host.address == endpoint.address && host.family == endpoint.family &&
                   (host.port == 0 || host.port == endpoint.port);
        });
    }
};

// How a datagram came about, as far as the caller knows better than the judge.
enum class Conduct : std::uint8_t {
    plain,
    deviates,       // its sender broke the RFC on purpose: the reaction to it is judged elsewhere
    not_delivered,  // sent, but kept from its recipient
};

struct JudgeSettings {
    Tolerances tolerances{};
    Vantage vantage{};
    std::vector<codec::Endpoint> judged{};  // addresses (port 0: any port) of those to judge; empty: everyone
    std::vector<codec::RequirementId> left_out{};
    std::uint16_t port = 1701;  // where tunnels are opened; 0: whether they are is not judged (G-6)
    // The secret that two hosts share, by their addresses; an empty function or result: none is known. It
    // is valid until the next call.
    std::function<codec::Octets(const codec::Endpoint& from, const codec::Endpoint& to)> secret{};
};

}  // namespace l2tp::protocol
