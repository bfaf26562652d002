// SPDX-License-Identifier: GPL-2.0-or-later
// Whole lives of tunnels and calls, from both sides: what the endpoint sends of its own accord.
#include <algorithm>
#include <array>

#include "codec/header.hpp"
#include "provocations.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace bit = codec::header_bit;
namespace type = codec::message_type;

constexpr std::uint16_t plain = bit::length | 2;
constexpr std::uint16_t numbered = bit::length | bit::sequence | 2;
const codec::OctetString secret{'s', 'e', 'c', 'r', 'e', 't'};

void exchange_data(Stage& stage) {
    stage.send_frame();
    stage.frame_from_peer(plain);
    stage.frame_from_peer(numbered, 0);
    stage.frame_from_peer(numbered, 1);
}

void exchange_notices(Stage& stage) {
    if (stage.is_lac()) {
        stage.endpoint().send_wan_error(stage.call(), codec::OctetString(26, 0), stage.now());
        stage.say(type::sli);
    } else {
        stage.endpoint().send_link_info(stage.call(), 0xffffffff, 0, stage.now());
        stage.say(type::wen);
    }
    stage.pass(100ms);
}

void live_from_endpoint(Stage& stage) {
    stage.tunnel_from_endpoint();
    stage.call_from_endpoint();
    exchange_data(stage);
    exchange_notices(stage);
    stage.pass(70s);  // HELLO
    stage.call_from_endpoint();
    stage.endpoint().hang_up(stage.call(), stage.now());
    stage.pass(1s);
    stage.endpoint().close_tunnel(stage.tunnel(), stage.now());
    stage.pass(40s);
}

void live_from_peer(Stage& stage) {
    stage.tunnel_from_peer();
    stage.call_from_peer();
    exchange_data(stage);
    exchange_notices(stage);
    stage.pass(70s);
    stage.say(type::cdn);
    stage.call_from_peer();
    stage.say(type::stopccn);
    stage.pass(40s);
}

void live(Stage& stage) {
    live_from_endpoint(stage);
    live_from_peer(stage);
}

void live_with_challenges(Stage& stage) {
    stage.peer().challenge(Counterpart::Challenging::yes);
    live(stage);
}

void answer_wrongly(Stage& stage) {
    stage.peer().answer(Counterpart::Answering::wrongly);
    stage.tunnel_from_endpoint();
    stage.tunnel_from_peer();
}

void share_secret(EndpointSettings& settings) {
    settings.secret = secret;
    settings.challenging = Challenging::yes;
}

void hide(EndpointSettings& settings) {
    settings.secret = secret;
    settings.hiding = Hiding::yes;
}

void require_numbers(EndpointSettings& settings) {
    settings.sequencing = Sequencing::required;
}

// follow_the_lns sends a LAC numbered data, then data without numbers, and listens after each.
void follow_the_lns(Stage& stage) {
    stage.tunnel_from_endpoint();
    stage.call_from_endpoint();
    stage.frame_from_peer(numbered, 0);
    stage.send_frame();
}

void stop_numbers(Stage& stage) {
    stage.tunnel_from_endpoint();
    stage.call_from_endpoint();
    stage.frame_from_peer(plain);
    stage.send_frame();
}

template <std::uint16_t flags>
void receive_data(Stage& stage) {
    stage.tunnel_from_peer();
    stage.call_from_peer();
    for (std::uint16_t ns = 0; ns < 3; ++ns) stage.frame_from_peer(flags, ns);
}

const std::array table{
    Provocation{"life", live},
    Provocation{"life with challenges", live_with_challenges, share_secret},
    Provocation{"life with hidden AVPs", live, hide},
    Provocation{"life with required numbers", live, require_numbers},
    Provocation{"wrong response", answer_wrongly, share_secret},
    Provocation{"data with numbers to a LAC", follow_the_lns},
    Provocation{"data without numbers to a LAC", stop_numbers},
    Provocation{"data without Length", receive_data<2>},
    Provocation{"data with Offset Size", receive_data<bit::length | bit::offset | 2>},
    Provocation{"data with numbers", receive_data<bit::length | bit::sequence | 2>},
};

}  // namespace

std::span<const Provocation> life_provocations() {
    return table;
}

std::vector<Provocation> provocations() {
    std::vector<Provocation> all;
    for (std::span<const Provocation> part :
         {life_provocations(), message_provocations(), channel_provocations(), state_provocations()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

const Provocation* find_provocation(std::string_view name) {
    static const std::vector<Provocation> all = provocations();
    const auto found = std::ranges::find(all, name, &Provocation::name);
    return found != all.end() ? &*found : nullptr;
}

}  // namespace l2tp::protocol::test
