// SPDX-License-Identifier: GPL-2.0-or-later
#include "puppet.hpp"

#include <utility>

#include "codec/attribute.hpp"
#include "codec/decode.hpp"

namespace l2tp::protocol::test {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

codec::Message Puppet::sound_message(std::uint16_t type) {
    const codec::MessageRow& row = *codec::find_message(type);
    codec::Message message = codec::make_message(row);
    if (row.must.contains(attribute::assigned_tunnel_id))
        codec::set_avp(message, codec::make_number_avp(attribute::assigned_tunnel_id, tunnel_id));
    if (row.must.contains(attribute::assigned_session_id))
        codec::set_avp(message, codec::make_number_avp(attribute::assigned_session_id, session_id));
    if (type == type::sccrq || type == type::sccrp)
        codec::set_avp(message, codec::make_number_avp(attribute::bearer_capabilities, 3));
    return message;
}

void Puppet::say(codec::Message message) {
    message.ns = ns_++;
    send(std::move(message));
}

void Puppet::send(codec::Message message) {
    message.tunnel_id = peer_tunnel_;
    message.nr = nr_;
    outgoing_.push_back({codec::encode(message), self_, peer_});
}

void Puppet::on_datagram(const codec::Datagram& datagram) {
    const codec::DecodedMessage message = codec::decode(datagram);
    if (message.kind != codec::MessageKind::control || message.header.ns() != nr_) return;
    ++nr_;
    if (const auto id = message.number(attribute::assigned_tunnel_id))
        peer_tunnel_ = static_cast<std::uint16_t>(*id);
    if (const auto id = message.number(attribute::assigned_session_id))
        peer_session_ = static_cast<std::uint16_t>(*id);
    codec::Message acknowledgement = codec::make_zlb();
    acknowledgement.ns = ns_;
    send(std::move(acknowledgement));
}

std::vector<OutgoingDatagram> Puppet::take_outgoing(codec::Time) {
    return std::exchange(outgoing_, {});
}

}  // namespace l2tp::protocol::test
