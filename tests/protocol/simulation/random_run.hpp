// SPDX-License-Identifier: GPL-2.0-or-later
// What a run of the sound pair draws from its seed before it starts: the network and both ends' settings.
#pragma once

#include "protocol/endpoint_settings.hpp"
#include "protocol/random.hpp"
#include "protocol/simulated_network.hpp"

namespace l2tp::protocol::test {

// random_network is without any impairment in one run of four.
[[nodiscard]] NetworkSettings random_network(Random& random);

// one_percent_network loses, doubles and delays one datagram in a hundred.
[[nodiscard]] NetworkSettings one_percent_network(Random& random);

// without_impairments keeps the latency only.
[[nodiscard]] NetworkSettings without_impairments(const NetworkSettings& settings);

struct SettingsPair {
    EndpointSettings lac;
    EndpointSettings lns;
};

// random_settings draws both ends: windows, secrets (rarely two different ones), authentication, hiding, tie
// breakers (rarely equal ones), policies, limits, framing.
[[nodiscard]] SettingsPair random_settings(Random& random, const codec::Endpoint& lac,
                                           const codec::Endpoint& lns);

}  // namespace l2tp::protocol::test
