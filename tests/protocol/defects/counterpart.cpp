// SPDX-License-Identifier: GPL-2.0-or-later
#include "counterpart.hpp"

#include <utility>

#include "codec/attribute.hpp"
#include "codec/decode.hpp"
#include "codec/tunnel_authentication.hpp"

namespace l2tp::protocol::test {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

const codec::OctetString our_challenge{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

void set_number(codec::Message& message, codec::AvpKey key, std::uint64_t number) {
    codec::set_avp(message, codec::make_number_avp(key, number));
}

bool opens(std::uint16_t type) {
    return type == type::sccrq || type == type::sccrp;
}

}  // namespace

codec::Message Counterpart::make(std::uint16_t message_type) const {
    const codec::MessageRow& row = *codec::find_message(message_type);
    codec::Message message = codec::make_message(row);
    if (message_type != type::sccrq) message.tunnel_id = peer_tunnel_;
    if (row.session_id != codec::IdRule::zero) message.session_id = peer_session_;
    if (row.must.contains(attribute::assigned_tunnel_id))
        set_number(message, attribute::assigned_tunnel_id, tunnel_id_);
    if (row.must.contains(attribute::assigned_session_id))
        set_number(message, attribute::assigned_session_id, session_id_);
    if (row.must.contains(attribute::call_serial_number))
        set_number(message, attribute::call_serial_number, serial_ + session_id_);
    if (opens(message_type)) set_number(message, attribute::bearer_capabilities, 3);
    if (opens(message_type) && challenging_ == Challenging::yes)
        codec::set_avp(message, codec::make_avp(attribute::challenge, our_challenge));
    if (row.may.contains(attribute::challenge_response) && !peer_challenge_.empty()) {
        const auto digest =
            codec::challenge_response(static_cast<std::uint8_t>(message_type), secret_, peer_challenge_);
        codec::OctetString value(digest.begin(), digest.end());
        if (answering_ == Answering::wrongly) value.front() ^= 1;
        codec::set_avp(message, codec::make_avp(attribute::challenge_response, std::move(value)));
    }
    return message;
}

codec::OctetString Counterpart::encode(codec::Message message) {
    message.ns = ns_++;
    message.nr = nr_;
    return codec::encode(message, secret_);
}

void Counterpart::say(codec::Message message) {
    last_said_ = encode(std::move(message));
    repeat();
}

void Counterpart::say_ahead(codec::Message message, std::uint16_t ahead) {
    message.ns = static_cast<std::uint16_t>(ns_ + ahead);
    message.nr = nr_;
    say_octets(codec::encode(message, secret_));
}

void Counterpart::send_data(codec::Message message) {
    message.tunnel_id = peer_tunnel_;
    message.session_id = peer_session_;
    say_octets(codec::encode(message));
}

void Counterpart::begin_tunnel(std::uint16_t port) {
    self_.port = port;
    ++tunnel_id_;
    ++session_id_;
    peer_tunnel_ = peer_session_ = 0;
    ns_ = nr_ = 0;
    peer_challenge_.clear();
}

void Counterpart::on_datagram(const codec::Datagram& datagram) {
    const codec::DecodedMessage message = codec::decode(datagram, secret_);
    const std::uint16_t id = message.header.tunnel_id();
    if (message.kind != codec::MessageKind::control || (id != tunnel_id_ && id != 0)) return;
    const bool next = message.header.ns() == nr_;
    if (next) learn(message);
    if (acknowledging_ == Acknowledging::no) return;
    if (next) {
        ++nr_;
        check_response(message);
    }
    send_zlb();
}

void Counterpart::learn(const codec::DecodedMessage& message) {
    if (opens(message.message_type)) {
        peer_tunnel_ = static_cast<std::uint16_t>(message.number(attribute::assigned_tunnel_id).value_or(0));
        const codec::DecodedAvp* challenge = message.find_readable(attribute::challenge);
        if (challenge != nullptr) peer_challenge_.assign(challenge->value.begin(), challenge->value.end());
    }
    const auto session = message.number(attribute::assigned_session_id);
    if (session && !message.is(type::cdn)) peer_session_ = static_cast<std::uint16_t>(*session);
}

void Counterpart::check_response(const codec::DecodedMessage& message) {
    if (challenging_ == Challenging::no || (!message.is(type::sccrp) && !message.is(type::scccn))) return;
    const codec::DecodedAvp* response = message.find_readable(attribute::challenge_response);
    if (response == nullptr) {
        ++missing_responses_;
    } else if (!codec::verify_challenge_response(static_cast<std::uint8_t>(message.message_type), secret_,
                                                 our_challenge, response->value)) {
        ++wrong_responses_;
    }
}

void Counterpart::send_zlb() {
    codec::Message zlb = codec::make_zlb();
    zlb.tunnel_id = peer_tunnel_;
    zlb.ns = ns_;
    zlb.nr = nr_;
    say_octets(codec::encode(zlb));
}

std::vector<OutgoingDatagram> Counterpart::take_outgoing(codec::Time) {
    return std::exchange(outgoing_, {});
}

}  // namespace l2tp::protocol::test
