// SPDX-License-Identifier: GPL-2.0-or-later
// What the actions of the automaton (RFC 1661, 4.4) mean to a Negotiation: packets.
#include <algorithm>

#include "protocol/ppp/negotiation.hpp"

namespace l2tp::protocol::ppp {
namespace {

constexpr Set<AutomatonState> negotiating{AutomatonState::req_sent, AutomatonState::ack_rcvd,
                                          AutomatonState::ack_sent};

}  // namespace

AutomatonActions Negotiation::fire(AutomatonEvent event, Time now) {
    const AutomatonState before = state();
    const AutomatonActions actions = automaton_.on(event, now);
    if (actions.contains(AutomatonAction::scr) && !negotiating.contains(before)) begin();
    for (const AutomatonAction action : actions.view()) perform(action, event);
    return actions;
}

// begin forgets the negotiation before: this one starts from what this end wishes.
void Negotiation::begin() {
    policy_.begin();
    naks_sent_ = 0;
    refusals_ = 0;
    awaiting_reply_ = false;
    received_any_ = false;
    finished_ = false;
    failed_ = false;
}

void Negotiation::perform(AutomatonAction action, AutomatonEvent event) {
    const std::uint8_t identifier = packet_ != nullptr ? packet_->identifier : 0;
    switch (action) {
        case AutomatonAction::scr:
            send_request(event);
            break;
        case AutomatonAction::sca:
        case AutomatonAction::scn:
            send_answer();
            break;
        case AutomatonAction::str:
            if (event != AutomatonEvent::to_plus) terminate_identifier_ = next_identifier_++;
            reply(code::terminate_request, terminate_identifier_, {});
            break;
        case AutomatonAction::sta:
            reply(code::terminate_ack, identifier, {});
            break;
        case AutomatonAction::scj:
            if (packet_ != nullptr) send(code::code_reject, encode_packet(*packet_));
            break;
        case AutomatonAction::tlf:
            finished_ = true;
            break;
        case AutomatonAction::tls:
            finished_ = false;
            break;
        case AutomatonAction::tlu:
            refusals_ = 0;
            break;
        default:  // the counter is the automaton's, tld shows in the state, and LCP sends Echo-Replies
            break;
    }
}

// send_request sends the same request again when nobody has answered it, else a new one (5.1).
void Negotiation::send_request(AutomatonEvent event) {
    if (event != AutomatonEvent::to_plus || !awaiting_reply_) {
        request_ = policy_.request();
        request_identifier_ = next_identifier_++;
    }
    awaiting_reply_ = true;
    reply(code::configure_request, request_identifier_, request_);
}

void Negotiation::send_answer() {
    if (packet_ == nullptr) return;
    if (answer_.code == code::configure_nak) ++naks_sent_;
    if (answer_.code == code::configure_ack) {
        naks_sent_ = 0;
        acknowledged_ = answer_.options;
        if (const auto options = decode_options(acknowledged_)) policy_.peer_agreed(*options);
    }
    reply(answer_.code, packet_->identifier, answer_.options);
}

std::uint8_t Negotiation::send(std::uint8_t code, codec::Octets data) {
    const std::uint8_t identifier = next_identifier_++;
    reply(code, identifier, data);
    return identifier;
}

void Negotiation::reply(std::uint8_t code, std::uint8_t identifier, codec::Octets data) {
    const std::size_t room = std::max(packet_limit_, Packet::header_octets) - Packet::header_octets;
    outbox_.send(protocol_, Packet{code, identifier, data.first(std::min(data.size(), room))});
}

}  // namespace l2tp::protocol::ppp
