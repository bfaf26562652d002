// SPDX-License-Identifier: GPL-2.0-or-later
// What tries the control channel: copies, gaps, silence, a small window.
#include <array>

#include "codec/attribute.hpp"
#include "provocations.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

void say_hello(Stage& stage) {
    stage.tunnel_from_peer();
    stage.say(type::hello);
}

void repeat_hello(Stage& stage) {
    say_hello(stage);
    stage.peer().repeat();
    stage.pass(100ms);
}

void repeat_sccrq(Stage& stage) {
    stage.begin_tunnel_from_peer();
    stage.peer().repeat();
    stage.pass(100ms);
}

void leave_a_gap(Stage& stage) {
    stage.tunnel_from_peer();
    stage.peer().begin_call();
    stage.peer().say_ahead(stage.peer().make(stage.is_lac() ? type::ocrq : type::icrq), 1);
    stage.pass(100ms);
}

// fall_silent never acknowledges the endpoint's request for a call.
void fall_silent(Stage& stage) {
    stage.tunnel_from_peer();
    stage.peer().acknowledge(Counterpart::Acknowledging::no);
    stage.begin_call_from_endpoint();
    stage.pass(10min);
}

// hear_nothing talks on, but does not hear the endpoint.
void hear_nothing(Stage& stage) {
    stage.tunnel_from_peer();
    stage.peer().acknowledge(Counterpart::Acknowledging::no);
    stage.begin_call_from_endpoint();
    stage.say(type::hello);
    stage.pass(5s);
}

void place_many_calls(Stage& stage, std::uint16_t window) {
    stage.peer().begin_tunnel(1701);
    codec::Message request = stage.peer().make(type::sccrq);
    codec::set_avp(request, codec::make_number_avp(attribute::receive_window_size, window));
    stage.say(std::move(request));
    stage.say(type::scccn);
    stage.peer().acknowledge(Counterpart::Acknowledging::no);
    for (int i = 0; i < 8; ++i) (void)stage.endpoint().place_call(stage.peer().self(), stage.now());
    stage.pass(100ms);
}

void offer_small_window(Stage& stage) {
    place_many_calls(stage, 1);
}

void offer_large_window(Stage& stage) {
    place_many_calls(stage, 16);
}

const std::array table{
    Provocation{"HELLO", say_hello},
    Provocation{"HELLO twice", repeat_hello},
    Provocation{"SCCRQ twice", repeat_sccrq},
    Provocation{"a gap", leave_a_gap},
    Provocation{"silence", fall_silent},
    Provocation{"a deaf peer", hear_nothing},
    Provocation{"a window of 1", offer_small_window},
    Provocation{"a window of 16", offer_large_window},
};

}  // namespace

std::span<const Provocation> channel_provocations() {
    return table;
}

}  // namespace l2tp::protocol::test
