// SPDX-License-Identifier: GPL-2.0-or-later
// Messages in states that do not expect them, and the ends of tunnels and calls.
#include <array>

#include "codec/attribute.hpp"
#include "provocations.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

// say_to_call addresses a message to the endpoint's session, though it may be one that names none.
void say_to_call(Stage& stage, std::uint16_t message_type) {
    codec::Message message = stage.peer().make(message_type);
    message.session_id = stage.peer().peer_session();
    stage.say(std::move(message));
}

void open_incoming_call(Stage& stage) {
    stage.tunnel_from_peer();
    if (stage.is_lac()) {
        stage.call_from_endpoint();
    } else {
        stage.call_from_peer();
    }
}

void connect_again(Stage& stage) {
    stage.tunnel_from_peer();
    stage.say(type::scccn);
}

void reply_in_wait_ctl_conn(Stage& stage) {
    stage.begin_tunnel_from_peer();
    stage.say(type::sccrp);
}

void connect_in_wait_ctl_reply(Stage& stage) {
    stage.begin_tunnel_from_endpoint();
    stage.say(type::scccn);
}

void call_before_scccn(Stage& stage) {
    stage.begin_tunnel_from_peer();
    stage.begin_call_from_peer();
}

void cross(Stage& stage, codec::OctetString tie_breaker) {
    stage.peer().acknowledge(Counterpart::Acknowledging::no);
    stage.begin_tunnel_from_endpoint();
    stage.peer().begin_tunnel(1701);
    codec::Message request = stage.peer().make(type::sccrq);
    codec::set_avp(request, codec::make_avp(attribute::tie_breaker, std::move(tie_breaker)));
    stage.say(std::move(request));
    stage.pass(5s);
}

void lose_tie(Stage& stage) {
    cross(stage, codec::OctetString(8, 0xff));
}

void win_tie(Stage& stage) {
    cross(stage, codec::OctetString(8, 0));
}

void break_ties(EndpointSettings& settings) {
    settings.tie_breaking = TieBreaking::yes;
}

void request_again(Stage& stage) {
    stage.tunnel_from_peer();
    stage.begin_call_from_peer();
    say_to_call(stage, stage.is_lac() ? type::ocrq : type::icrq);
}

void request_in_wait_reply(Stage& stage) {
    stage.tunnel_from_peer();
    stage.begin_call_from_endpoint();
    say_to_call(stage, stage.is_lac() ? type::icrq : type::ocrq);
}

void connect_call_again(Stage& stage) {
    open_incoming_call(stage);
    stage.say(stage.is_lac() ? type::icrp : type::iccn);
}

void reply_out_of_the_blue(Stage& stage) {
    stage.tunnel_from_peer();
    stage.say(type::icrp);
}

void ask_lac_for_incoming_call(Stage& stage) {
    stage.tunnel_from_peer();
    stage.peer().begin_call();
    stage.say(type::icrq);
}

void order_call(Stage& stage) {
    stage.tunnel_from_peer();
    stage.call_from_peer();
}

void connect_early(Stage& stage) {
    stage.tunnel_from_peer();
    stage.begin_call_from_endpoint();
    stage.say(type::occn);
}

void give_notice(Stage& stage) {
    open_incoming_call(stage);
    stage.say(stage.is_lac() ? type::sli : type::wen);
}

// The ends.
codec::Message bare_close(Stage& stage, std::uint16_t message_type) {
    codec::Message message = stage.peer().make(message_type);
    codec::set_avp(message, codec::make_avp(attribute::result_code, {0, 1}));
    return message;
}

void stop(Stage& stage) {
    stage.tunnel_from_peer();
    stage.say(bare_close(stage, type::stopccn));
    stage.pass(70s);
}

void stop_twice(Stage& stage) {
    stage.tunnel_from_peer();
    stage.say(type::stopccn);
    stage.peer().repeat();
    stage.pass(1s);
}

void stop_early(Stage& stage) {
    stage.begin_tunnel_from_peer();
    codec::Message message = stage.peer().make(type::stopccn);
    message.tunnel_id = 0;
    stage.say(std::move(message));
}

void close_tunnel(Stage& stage) {
    stage.tunnel_from_peer();
    stage.endpoint().close_tunnel(stage.tunnel(), stage.now());
    stage.pass(1s);
}

void disconnect(Stage& stage) {
    open_incoming_call(stage);
    stage.say(bare_close(stage, type::cdn));
    stage.send_frame();
}

void disconnect_early(Stage& stage) {
    stage.tunnel_from_peer();
    stage.begin_call_from_peer();
    codec::Message message = stage.peer().make(type::cdn);
    message.session_id = 0;
    stage.say(std::move(message));
}

void hang_up(Stage& stage) {
    open_incoming_call(stage);
    stage.endpoint().hang_up(stage.call(), stage.now());
    stage.pass(1s);
}

const std::array table{
    Provocation{"SCCCN again", connect_again},
    Provocation{"SCCRP in wait-ctl-conn", reply_in_wait_ctl_conn},
    Provocation{"SCCCN in wait-ctl-reply", connect_in_wait_ctl_reply},
    Provocation{"request before SCCCN", call_before_scccn},
    Provocation{"crossing SCCRQ that loses", lose_tie, break_ties},
    Provocation{"crossing SCCRQ that wins", win_tie, break_ties},
    Provocation{"request again", request_again},
    Provocation{"request in wait-reply", request_in_wait_reply},
    Provocation{"ICRP or ICCN again", connect_call_again},
    Provocation{"ICRP out of the blue", reply_out_of_the_blue},
    Provocation{"ICRQ to a LAC", ask_lac_for_incoming_call},
    Provocation{"request", order_call},
    Provocation{"OCCN in wait-reply", connect_early},
    Provocation{"WEN or SLI", give_notice},
    Provocation{"StopCCN", stop},
    Provocation{"StopCCN twice", stop_twice},
    Provocation{"early StopCCN", stop_early},
    Provocation{"local close", close_tunnel},
    Provocation{"CDN", disconnect},
    Provocation{"early CDN", disconnect_early},
    Provocation{"local hang-up", hang_up},
};

}  // namespace

std::span<const Provocation> state_provocations() {
    return table;
}

}  // namespace l2tp::protocol::test
