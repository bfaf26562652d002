// SPDX-License-Identifier: GPL-2.0-or-later
#include "random_run.hpp"

#include <array>
#include <chrono>

namespace l2tp::protocol::test {
namespace {

using codec::Time;
using namespace std::chrono_literals;

constexpr std::uint32_t one_fifth = 200'000;  // in parts per million

bool one_in(Random& random, std::uint64_t n) {
    return random.below(n) == 0;
}

Time up_to(Random& random, std::chrono::milliseconds limit) {
    return std::chrono::milliseconds(random.below(static_cast<std::uint64_t>(limit.count()) + 1));
}

template <typename E, std::size_t N>
E one_of(Random& random, const std::array<E, N>& choices) {
    return choices[random.below(N)];
}

// Reasons that a sound device gives (4.4.2).
Refusal random_tunnel_refusal(Random& random) {
    return one_of(random, std::array{Refusal{2, 4, "no resources"}, Refusal{4, {}, ""}, Refusal{6, {}, ""}});
}
Refusal random_call_refusal(Random& random) {
    return one_of(random,
                  std::array{Refusal{2, 4, "no resources"}, Refusal{4, {}, "later"}, Refusal{5, {}, ""}});
}

void draw_policies(Random& random, EndpointSettings& settings) {
    if (one_in(random, 12)) settings.admission.tunnels = random_tunnel_refusal(random);
    if (one_in(random, 8)) settings.admission.incoming_calls = random_call_refusal(random);
    if (one_in(random, 8)) settings.admission.outgoing_calls = random_call_refusal(random);
    if (one_in(random, 8)) settings.max_tunnels = 1 + random.below(3);
    if (one_in(random, 8)) settings.max_sessions = 1 + random.below(3);
    if (one_in(random, 8)) settings.max_half_open = 1;
    if (one_in(random, 8)) settings.framing_capabilities = static_cast<std::uint32_t>(1 + random.below(2));
    if (one_in(random, 8)) settings.bearer_capabilities = static_cast<std::uint32_t>(random.below(4));
    if (one_in(random, 6)) settings.bearer = Bearer::fails;
}

EndpointSettings draw_settings(Random& random, Role role, const codec::Endpoint& address) {
    EndpointSettings settings;
    settings.role = role;
    settings.address = address;
    settings.seed = random.number();
    settings.channel.receive_window = static_cast<std::uint16_t>(1 + random.below(8));
    settings.channel.max_retransmissions = static_cast<unsigned>(4 + random.below(4));
    if (one_in(random, 4)) settings.channel.congestion_control = CongestionControl::none;
    settings.tie_breaking = one_in(random, 2) ? TieBreaking::yes : TieBreaking::no;
    settings.hello_interval = 8s + up_to(random, 60s);
    settings.establishment_limit = 10s + up_to(random, 50s);
    settings.bearer_delay = up_to(random, 5s);
    settings.sequencing = one_of(random, std::array{Sequencing::off, Sequencing::on, Sequencing::required});
    settings.data.length_bit = one_in(random, 2);
    if (one_in(random, 3)) settings.data.offset = static_cast<std::uint16_t>(random.below(9));
    draw_policies(random, settings);
    return settings;
}

// What both ends have to agree on, as their operators would; in one run of sixteen they did not.
void draw_secrets(Random& random, SettingsPair& pair) {
    if (one_in(random, 2)) {
        pair.lac.secret = pair.lns.secret = random.octets(1 + random.below(20));
    }
    if (one_in(random, 16)) pair.lac.secret = random.octets(random.below(10));
    for (EndpointSettings* settings : {&pair.lac, &pair.lns}) {
        if (settings->secret.empty()) continue;
        settings->challenging = one_in(random, 2) ? Challenging::yes : Challenging::no;
        settings->hiding = one_in(random, 2) ? Hiding::yes : Hiding::no;
    }
}

// In one run of four each call runs a PPP link; in the others frames are the run's own.
void draw_ppp(Random& random, SettingsPair& pair) {
    if (!one_in(random, 4)) return;
    const auto authentication = one_of(random, std::array{ppp::Authentication::none, ppp::Authentication::pap,
                                                          ppp::Authentication::chap_md5});
    const codec::OctetString secret = random.octets(8);
    pair.lac.ppp.emplace();
    pair.lac.ppp->role = ppp::LinkRole::remote_system;
    pair.lac.ppp->name = ppp::octets_of("caller");
    pair.lac.ppp->secret = secret;
    pair.lns.ppp.emplace();
    pair.lns.ppp->authentication = authentication;
    pair.lns.ppp->accounts = {{pair.lac.ppp->name, secret}};
    pair.lns.ppp->address = 0x0a000001;
    pair.lns.ppp->peer_address = 0x0a000002;
}

}  // namespace

NetworkSettings random_network(Random& random) {
    NetworkSettings settings;
    settings.seed = random.number();
    settings.latency = up_to(random, one_in(random, 8) ? 1500ms : 200ms);
    if (one_in(random, 4)) return settings;
    settings.jitter = up_to(random, 100ms);
    settings.loss = static_cast<std::uint32_t>(random.below(one_fifth + 1));
    settings.duplication = static_cast<std::uint32_t>(random.below(one_fifth + 1));
    settings.reordering = static_cast<std::uint32_t>(random.below(one_fifth + 1));
    settings.lateness = 1ms + up_to(random, 2s);
    return settings;
}

NetworkSettings one_percent_network(Random& random) {
    constexpr std::uint32_t one_percent = 10'000;
    NetworkSettings settings;
    settings.seed = random.number();
    settings.latency = up_to(random, 100ms);
    settings.jitter = up_to(random, 20ms);
    settings.loss = settings.duplication = settings.reordering = one_percent;
    settings.lateness = 1ms + up_to(random, 200ms);
    return settings;
}

NetworkSettings without_impairments(const NetworkSettings& settings) {
    return {.latency = settings.latency, .seed = settings.seed};
}

SettingsPair random_settings(Random& random, const codec::Endpoint& lac, const codec::Endpoint& lns) {
    SettingsPair pair{draw_settings(random, Role::lac, lac), draw_settings(random, Role::lns, lns)};
    draw_secrets(random, pair);
    draw_ppp(random, pair);
    // One seed at both ends: equal Tie Breakers, equal IDs.
    if (one_in(random, 16)) pair.lac.seed = pair.lns.seed;
    return pair;
}

}  // namespace l2tp::protocol::test
