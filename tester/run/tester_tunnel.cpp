// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/tester_tunnel.hpp"

#include <algorithm>

#include "codec/attribute.hpp"

namespace l2tp::tester {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

codec::OctetString value_of(const codec::DecodedMessage& message, codec::AvpKey key) {
    const codec::DecodedAvp* avp = message.find_readable(key);
    return avp == nullptr ? codec::OctetString{} : codec::OctetString(avp->value.begin(), avp->value.end());
}

std::uint16_t id_of(const codec::DecodedMessage& message, codec::AvpKey key) {
    return static_cast<std::uint16_t>(message.number(key).value_or(0));
}

}  // namespace

void TesterTunnel::learn(const codec::DecodedMessage& message, const codec::Endpoint& from) {
    if (message.is(message_type::sccrp) && state == State::wait_ctl_reply) {
        state = State::open;
        theirs = id_of(message, attribute::assigned_tunnel_id);
        peer = from;
        their_challenge = value_of(message, attribute::challenge);
        channel.set_peer_tunnel_id(theirs);
        if (const auto window = message.number(attribute::receive_window_size)) {
            channel.set_peer_window(static_cast<std::uint16_t>(*window));
        }
    } else if (message.is(message_type::stopccn)) {
        state = State::closed;
        if (theirs == 0) theirs = id_of(message, attribute::assigned_tunnel_id);
    } else if (message.is(message_type::icrp)) {
        session.theirs = id_of(message, attribute::assigned_session_id);
    }
}

void TesterTunnel::send(codec::Message message, protocol::Conduct conduct) {
    conducts.push_back(conduct);
    channel.send(std::move(message));
}

protocol::Conduct TesterTunnel::conduct_of(std::uint16_t ns) const noexcept {
    return ns < conducts.size() ? conducts[ns] : protocol::Conduct::plain;
}

const SentMessage* TesterTunnel::last_sent(const codec::MessageRow& row) const noexcept {
    const auto found = std::find_if(sent.rbegin(), sent.rend(),
                                    [&](const SentMessage& candidate) { return candidate.row == &row; });
    return found == sent.rend() ? nullptr : &*found;
}

bool TesterTunnel::acknowledges(const codec::DecodedMessage& message,
                                const SentMessage& sent_message) noexcept {
    const auto next = static_cast<std::uint16_t>(sent_message.ns + 1);
    return message.is_control() && protocol::sequence_at_or_before(next, message.header.nr());
}

}  // namespace l2tp::tester
