// SPDX-License-Identifier: GPL-2.0-or-later
#include "stage.hpp"

#include <algorithm>

#include "../simulation/toy_parties.hpp"
#include "codec/header.hpp"
#include "codec/requirements.hpp"

namespace l2tp::protocol::test {
namespace {

using namespace std::chrono_literals;
namespace type = codec::message_type;

constexpr std::uint16_t well_known_port = 1701;
constexpr std::uint16_t initiators_port = 50'000;
const codec::OctetString frame{0xff, 0x03, 0xc0, 0x21, 9, 1, 0, 8, 0, 0, 0, 0};  // LCP Echo-Request

const codec::Endpoint endpoint_address = address(1);
const codec::Endpoint peer_address = address(2);

std::uint16_t type_of(const codec::DecodedMessage& message) {
    switch (message.kind) {
        case codec::MessageKind::zlb:
            return Sent::zlb;
        case codec::MessageKind::data:
            return Sent::data;
        case codec::MessageKind::control:
            return message.has_message_type ? message.message_type : Sent::unreadable;
        default:
            return Sent::unreadable;
    }
}

}  // namespace

EndpointSettings Stage::settings_for(const Provocation& provocation, Role role) {
    EndpointSettings settings;
    settings.role = role;
    settings.address = endpoint_address;
    if (provocation.prepare != nullptr) provocation.prepare(settings);
    return settings;
}

Performance Stage::perform(const Provocation& provocation, Role role, const Defect* defect) {
    EndpointSettings settings = settings_for(provocation, role);
    if (defect != nullptr) defect->plant(settings);
    Stage stage(std::move(settings));
    provocation.play(stage);
    return stage.result();
}

Stage::Stage(EndpointSettings settings)
    : secret_(settings.secret),
      endpoint_(std::move(settings)),
      peer_(peer_address, endpoint_address, secret_),
      judge_({.vantage = {.hosts = {endpoint_address}, .elsewhere = Absence::nothing},
              .judged = {address_of(endpoint_address)},
              .secret = [this](const codec::Endpoint&, const codec::Endpoint&) {
                  return codec::Octets(secret_);
              }}) {
    network_.attach(endpoint_, endpoint_address);
    network_.attach(peer_, peer_address);
    network_.add_tap([this](const Passage& passage) { watch(passage); });
}

void Stage::watch(const Passage& passage) {
    const codec::Datagram& datagram = passage.datagram;
    const bool ours = datagram.from.address == endpoint_address.address;
    if (passage.point != (ours ? Passage::Point::sent : Passage::Point::delivered)) return;
    const codec::DecodedMessage& message = *judge_.on_datagram(datagram).message;
    if (!ours) return channel_watch_.on_received(message, datagram.octets);
    channel_watch_.on_sent(message, datagram.octets);
    sent_.push_back({datagram.time,
                     datagram.from,
                     datagram.to,
                     {datagram.octets.begin(), datagram.octets.end()},
                     type_of(message)});
}

Performance Stage::result() {
    Performance performance{.sent = std::move(sent_),
                            .secret = secret_,
                            .channel_faults = channel_watch_.faults(),
                            .wrong_responses = peer_.wrong_responses(),
                            .missing_responses = peer_.missing_responses()};
    for (const JudgedFinding& finding : judge_.findings()) {
        if (finding.culprit.address != endpoint_address.address) continue;
        performance.breaches.emplace_back(codec::requirement_of(finding.first.requirement).id);
    }
    return performance;
}

void Stage::pass(codec::Time time) {
    (void)network_.run_until(network_.now() + time);
    echo_frames();
}

void Stage::echo_frames() {
    for (const CallId call : endpoint_.calls()) {
        for (const codec::OctetString& arrived : endpoint_.take_frames(call))
            endpoint_.send_frame(call, arrived, network_.now());
    }
}

void Stage::say(codec::Message message) {
    peer_.say(std::move(message));
    pass(100ms);
}

void Stage::begin_tunnel_from_endpoint() {
    peer_.begin_tunnel(well_known_port);
    (void)endpoint_.open_tunnel(peer_.self(), now());
    pass(100ms);
}

void Stage::tunnel_from_endpoint() {
    begin_tunnel_from_endpoint();
    say(type::sccrp);
}

void Stage::begin_tunnel_from_peer() {
    peer_.begin_tunnel(initiators_port);
    say(type::sccrq);
}

void Stage::tunnel_from_peer() {
    begin_tunnel_from_peer();
    say(type::scccn);
}

void Stage::begin_call_from_endpoint() {
    peer_.begin_call();
    (void)endpoint_.place_call(peer_.self(), now());
    pass(100ms);
}

void Stage::call_from_endpoint() {
    begin_call_from_endpoint();
    say(is_lac() ? type::icrp : type::ocrp);
    if (!is_lac()) say(type::occn);
}

void Stage::begin_call_from_peer() {
    peer_.begin_call();
    say(is_lac() ? type::ocrq : type::icrq);
}

void Stage::call_from_peer() {
    begin_call_from_peer();
    if (is_lac()) {
        pass(1s);  // the line answers
    } else {
        say(type::iccn);
    }
}

std::uint16_t Stage::tunnel() {
    const std::vector<std::uint16_t> tunnels = endpoint_.tunnels();
    return tunnels.empty() ? std::uint16_t{0} : tunnels.front();
}

CallId Stage::call() {
    const std::vector<CallId> calls = endpoint_.calls();
    return calls.empty() ? CallId{} : calls.front();
}

void Stage::send_frame() {
    endpoint_.send_frame(call(), frame, now());
    pass(100ms);
}

void Stage::frame_from_peer(std::uint16_t flags, std::uint16_t ns) {
    codec::Message message = codec::make_data(frame);
    message.flags = flags;
    message.ns = ns;
    if ((flags & codec::header_bit::offset) != 0) message.offset_padding.assign(3, 0);
    peer_.send_data(std::move(message));
    pass(100ms);
    pass(100ms);
}

}  // namespace l2tp::protocol::test
