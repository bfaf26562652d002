// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/lcp.hpp"

#include "protocol/ppp/frame.hpp"

namespace l2tp::protocol::ppp {
namespace {

constexpr std::size_t magic_number_octets = 4;

}  // namespace

Lcp::Lcp(const LinkSettings& settings, Random& random, Outbox& outbox)
    : settings_(settings),
      options_(settings, random),
      negotiation_(number::lcp, settings.limits, options_, outbox) {}

void Lcp::on_packet(const Packet& packet, Time now) {
    if (packet.code == code::protocol_reject) {
        on_protocol_reject(packet, now);
    } else if (packet.code >= code::echo_request && packet.code <= code::discard_request) {
        on_maintenance(packet, now);
    } else {
        if (packet.code == code::code_reject && !packet.data.empty() && packet.data[0] == code::echo_request)
            echoes_ = Wish::not_asked;
        negotiation_.on_packet(packet, now);
    }
    on_change(now);
}

void Lcp::on_timeout(Time now) {
    negotiation_.on_timeout(now);
    on_change(now);
    if (!next_echo_ || *next_echo_ > now) return;
    send_echo(now);
    next_echo_ = now + settings_.echo_interval;
}

std::optional<Time> Lcp::deadline() const noexcept {
    return earlier(negotiation_.deadline(), negotiation_.opened() ? next_echo_ : std::nullopt);
}

void Lcp::adopt(codec::Octets own_request, codec::Octets peer_request, Time now) {
    negotiation_.adopt(own_request, peer_request);
    on_change(now);
}

// on_change begins a period of Opened with echoes of its own, and within the peer's MRU.
void Lcp::on_change(Time now) {
    const bool is_opened = negotiation_.opened();
    if (is_opened && !was_opened_) {
        negotiation_.set_packet_limit(options_.peer().mru);
        next_echo_.reset();
        if (settings_.echo_interval > Time{}) next_echo_ = now + settings_.echo_interval;
        outstanding_echo_.reset();
        unanswered_echoes_ = 0;
        echoes_ = Wish::asked;
    }
    was_opened_ = is_opened;
}

void Lcp::send_echo(Time now) {
    if (!negotiation_.opened() || echoes_ == Wish::not_asked) return;
    if (outstanding_echo_) ++unanswered_echoes_;
    codec::OctetString data;
    codec::append_number(data, options_.own().magic_number, magic_number_octets);
    outstanding_echo_ = EchoReply{negotiation_.send(code::echo_request, data), now, {}};
}

void Lcp::reject_protocol(std::uint16_t protocol, codec::Octets information) {
    if (!negotiation_.opened()) return;
    codec::OctetString data;
    codec::append_number(data, protocol, 2);
    codec::append_octets(data, information);
    negotiation_.send(code::protocol_reject, data);
}

// on_maintenance takes Echo-Request, Echo-Reply and Discard-Request. Only in Opened do they have an effect.
void Lcp::on_maintenance(const Packet& packet, Time now) {
    const AutomatonActions actions = negotiation_.fire(AutomatonEvent::rxr, now);
    if (!actions.contains(AutomatonAction::ser) || packet.data.size() < magic_number_octets) return;
    const std::uint64_t magic_number = codec::read_number(packet.data, magic_number_octets);
    const bool own = magic_number != 0 && magic_number == options_.own().magic_number;
    looped_back_ = looped_back_ || own;
    if (packet.code == code::echo_request) on_echo_request(packet);
    if (packet.code == code::echo_reply && !own) on_echo_reply(packet, now);
}

void Lcp::on_echo_request(const Packet& packet) {
    codec::OctetString data;
    codec::append_number(data, options_.own().magic_number, magic_number_octets);
    codec::append_octets(data, packet.data.subspan(magic_number_octets));
    negotiation_.reply(code::echo_reply, packet.identifier, data);
}

void Lcp::on_echo_reply(const Packet& packet, Time now) {
    if (!outstanding_echo_ || outstanding_echo_->identifier != packet.identifier) return;
    last_echo_reply_ = *outstanding_echo_;
    last_echo_reply_->received = now;
    outstanding_echo_.reset();
    unanswered_echoes_ = 0;
}

// on_protocol_reject: without LCP nothing works, the rest can be done without. Outside Opened it is discarded
// (5.7).
void Lcp::on_protocol_reject(const Packet& packet, Time now) {
    if (!negotiation_.opened() || packet.data.size() < 2) return;
    const std::uint16_t protocol = codec::read_u16(packet.data, 0);
    if (protocol == number::lcp) {
        negotiation_.fire(AutomatonEvent::rxj_minus, now);
    } else {
        negotiation_.fire(AutomatonEvent::rxj_plus, now);
        rejected_protocol_ = protocol;
    }
}

}  // namespace l2tp::protocol::ppp
