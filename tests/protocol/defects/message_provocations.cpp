// SPDX-License-Identifier: GPL-2.0-or-later
// Messages that are odd, incomplete or malformed in one respect.
#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "codec/header.hpp"
#include "provocations.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

constexpr codec::AvpKey unknown_attribute{0, 60'000};
constexpr std::uint16_t unknown_type = 200;

codec::Avp unknown_avp(bool mandatory) {
    codec::Avp avp = codec::make_avp(unknown_attribute, {1, 2});
    avp.mandatory = mandatory;
    return avp;
}

codec::Message without(codec::Message message, codec::AvpKey key) {
    std::erase_if(message.avps, [key](const codec::Avp& avp) { return avp.key == key; });
    return message;
}

void say_hello_with_flags(Stage& stage, std::uint16_t clear, std::uint16_t set) {
    stage.tunnel_from_peer();
    codec::Message hello = stage.peer().make(type::hello);
    hello.flags = static_cast<std::uint16_t>((hello.flags & ~clear) | set);
    stage.say(std::move(hello));
}

void set_reserved_bits(Stage& stage) {
    say_hello_with_flags(stage, 0, 0x3030);
}

void say_version_4(Stage& stage) {
    say_hello_with_flags(stage, codec::header_bit::version_mask, 4);
}

void lie_about_length(Stage& stage) {
    stage.tunnel_from_peer();
    codec::Message hello = stage.peer().make(type::hello);
    hello.length = static_cast<std::uint16_t>(codec::encode(hello).size() + 4);
    stage.say(std::move(hello));
}

// A message with an unknown AVP: when a tunnel is asked for, and while one is open.
template <int mandatory>
void add_unknown_avp(Stage& stage) {
    stage.peer().begin_tunnel(1701);
    codec::Message request = stage.peer().make(type::sccrq);
    request.avps.push_back(unknown_avp(mandatory != 0));
    stage.say(std::move(request));
    stage.tunnel_from_peer();
    codec::Message hello = stage.peer().make(type::hello);
    hello.avps.push_back(unknown_avp(mandatory != 0));
    stage.say(std::move(hello));
}

void set_reserved_avp_bit(Stage& stage) {
    stage.peer().begin_tunnel(1701);
    codec::Message request = stage.peer().make(type::sccrq);
    for (codec::Avp& avp : request.avps) {
        if (avp.key == attribute::host_name) avp.reserved = 1;
    }
    stage.say(std::move(request));
}

template <int mandatory>
void say_unknown_type(Stage& stage) {
    stage.tunnel_from_peer();
    codec::Message message = stage.peer().make(type::hello);
    message.avps.front() = codec::make_number_avp(attribute::message_type, unknown_type);
    message.avps.front().mandatory = mandatory != 0;
    stage.say(std::move(message));
}

void say_malformed_hello(Stage& stage) {
    stage.tunnel_from_peer();
    codec::Message message = stage.peer().make(type::hello);
    message.avps.push_back(codec::make_avp(attribute::framing_type, {0, 0, 1}));
    stage.say(std::move(message));
}

void say_malformed_optional_avp(Stage& stage) {
    stage.tunnel_from_peer();
    stage.begin_call_from_peer();
    codec::Message connected = stage.peer().make(type::iccn);
    connected.avps.push_back(codec::make_avp(attribute::rx_connect_speed, {0, 1}));
    stage.say(std::move(connected));
}

void say_zero_length_avp(Stage& stage) {
    stage.tunnel_from_peer();
    codec::Message message = stage.peer().make(type::hello);
    codec::Avp avp = unknown_avp(false);
    avp.length = 0;
    message.avps.push_back(std::move(avp));
    stage.say(std::move(message));
    stage.tunnel_from_peer();
}

// What a message must carry and lacks.
void ask_for_tunnel_without_host_name(Stage& stage) {
    stage.peer().begin_tunnel(1701);
    stage.say(without(stage.peer().make(type::sccrq), attribute::host_name));
}

void answer_without_host_name(Stage& stage) {
    stage.begin_tunnel_from_endpoint();
    stage.say(without(stage.peer().make(type::sccrp), attribute::host_name));
}

void ask_for_call_without_serial_number(Stage& stage) {
    stage.tunnel_from_peer();
    stage.peer().begin_call();
    const std::uint16_t request = stage.is_lac() ? type::ocrq : type::icrq;
    stage.say(without(stage.peer().make(request), attribute::call_serial_number));
}

void connect_without_speed(Stage& stage) {
    stage.tunnel_from_peer();
    stage.begin_call_from_peer();
    stage.say(without(stage.peer().make(type::iccn), attribute::tx_connect_speed));
}

void answer_call_with_unknown_avp(Stage& stage) {
    stage.tunnel_from_endpoint();
    stage.begin_call_from_endpoint();
    stage.say(without(stage.peer().make(type::icrp), attribute::assigned_session_id));
}

// hide_from hides the AVPs of a message that may be hidden, behind a Random Vector of its own each.
codec::Message with_hidden_avps(codec::Message message) {
    std::vector<codec::Avp> avps;
    std::uint8_t filling = 0;
    for (codec::Avp& avp : message.avps) {
        const codec::AvpRow* row = codec::find_avp(avp.key);
        if (row->hidden == codec::HiddenRule::either) {
            codec::OctetString vector(16, ++filling);
            avps.push_back(codec::make_avp(attribute::random_vector, std::move(vector)));
            avp.hiding = codec::Avp::Hiding::hide;
        }
        avps.push_back(std::move(avp));
    }
    message.avps = std::move(avps);
    return message;
}

void hide_from_endpoint(Stage& stage) {
    stage.peer().begin_tunnel(1701);
    stage.say(with_hidden_avps(stage.peer().make(type::sccrq)));
    stage.say(type::scccn);
    stage.peer().begin_call();
    stage.say(with_hidden_avps(stage.peer().make(stage.is_lac() ? type::ocrq : type::icrq)));
    stage.pass(1s);
}

void know_secret(EndpointSettings& settings) {
    settings.secret = {'s', 'e', 'c', 'r', 'e', 't'};
}

const std::array table{
    Provocation{"reserved header bits", set_reserved_bits},
    Provocation{"version 4", say_version_4},
    Provocation{"Length beyond the datagram", lie_about_length},
    Provocation{"unknown mandatory AVP", add_unknown_avp<1>},
    Provocation{"unknown optional AVP", add_unknown_avp<0>},
    Provocation{"reserved AVP bit", set_reserved_avp_bit},
    Provocation{"unknown mandatory message", say_unknown_type<1>},
    Provocation{"unknown optional message", say_unknown_type<0>},
    Provocation{"malformed HELLO", say_malformed_hello},
    Provocation{"malformed optional AVP", say_malformed_optional_avp},
    Provocation{"AVP of Length 0", say_zero_length_avp},
    Provocation{"SCCRQ without Host Name", ask_for_tunnel_without_host_name},
    Provocation{"SCCRP without Host Name", answer_without_host_name},
    Provocation{"request without Call Serial Number", ask_for_call_without_serial_number},
    Provocation{"ICCN without speed", connect_without_speed},
    Provocation{"ICRP without Assigned Session ID", answer_call_with_unknown_avp},
    Provocation{"hidden AVPs", hide_from_endpoint, know_secret},
};

}  // namespace

std::span<const Provocation> message_provocations() {
    return table;
}

}  // namespace l2tp::protocol::test
