// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/negotiation.hpp"

#include <algorithm>
#include <bitset>
#include <utility>

namespace l2tp::protocol::ppp {

Negotiation::Negotiation(std::uint16_t protocol, const RestartLimits& limits, OptionPolicy& policy,
                         Outbox& outbox)
    : protocol_(protocol), limits_(limits), policy_(policy), outbox_(outbox), automaton_(limits) {}

void Negotiation::on_timeout(Time now) {
    if (const auto event = automaton_.timeout(now)) fire(*event, now);
}

void Negotiation::on_packet(const Packet& packet, Time now) {
    packet_ = &packet;
    switch (packet.code) {
        case code::configure_request:
            on_configure_request(packet, now);
            break;
        case code::configure_ack:
            if (!answers_request(packet) || !codec::same_octets(packet.data, request_)) break;
            awaiting_reply_ = false;
            if (const auto options = decode_options(request_)) policy_.own_agreed(*options);
            fire(AutomatonEvent::rca, now);
            break;
        case code::configure_nak:
        case code::configure_reject:
            on_refusal(packet, now);
            break;
        case code::terminate_request:
            fire(AutomatonEvent::rtr, now);
            break;
        case code::terminate_ack:
            fire(AutomatonEvent::rta, now);
            break;
        case code::code_reject: {
            // What was rejected begins with its code. Without the first seven nothing works (5.6).
            if (packet.data.empty()) break;
            const bool fundamental =
                packet.data[0] >= code::configure_request && packet.data[0] <= code::code_reject;
            fire(fundamental ? AutomatonEvent::rxj_minus : AutomatonEvent::rxj_plus, now);
            break;
        }
        default:
            fire(AutomatonEvent::ruc, now);
            break;
    }
    packet_ = nullptr;
}

void Negotiation::on_configure_request(const Packet& packet, Time now) {
    const auto options = decode_options(packet.data);
    if (!options) return;
    answer_ = judge(*options, packet.data);
    const bool good = answer_.code == code::configure_ack;
    fire(good ? AutomatonEvent::rcr_plus : AutomatonEvent::rcr_minus, now);
    if (!std::exchange(received_any_, true)) first_received_.assign(packet.data.begin(), packet.data.end());
    if (!good && endless()) give_up(now);
}

// answers_request: a reply whose identifier is not that of the last request, or a second reply to it, is
// invalid.
bool Negotiation::answers_request(const Packet& packet) const {
    return awaiting_reply_ && packet.identifier == request_identifier_;
}

void Negotiation::on_refusal(const Packet& packet, Time now) {
    if (!answers_request(packet) || packet.data.empty()) return;
    const auto options = decode_options(packet.data);
    if (!options) return;
    if (packet.code == code::configure_reject) {
        // Only what was asked for can be rejected, unchanged (5.4).
        const auto asked = decode_options(request_);
        const bool subset = asked && std::ranges::all_of(*options, [&](const Option& rejected) {
                                return std::ranges::any_of(*asked, [&](const Option& o) {
                                    return codec::same_octets(o.whole, rejected.whole);
                                });
                            });
        if (!subset) return;
        for (const Option& option : *options) policy_.on_reject(option);
    } else {
        for (const Option& option : *options) policy_.on_nak(option);
    }
    awaiting_reply_ = false;
    if (policy_.hopeless() || endless()) {
        give_up(now);
    } else {
        fire(AutomatonEvent::rcn, now);
    }
}

Negotiation::Answer Negotiation::judge(const Options& asked, codec::Octets list) {
    codec::OctetString naks;
    codec::OctetString rejects;
    std::bitset<256> seen;
    const bool patient = naks_sent_ < limits_.max_failure;
    for (const Option& option : asked) {
        // No option of LCP or IPCP may be listed twice (6).
        Opinion opinion = seen[option.type] ? Opinion{Opinion::Kind::reject, {}} : policy_.judge(option);
        seen.set(option.type);
        if (opinion.kind == Opinion::Kind::nak && patient) {
            append_option(naks, option.type, opinion.better);
        } else if (opinion.kind != Opinion::Kind::acceptable) {
            codec::append_octets(rejects, option.whole);
        }
    }
    if (!rejects.empty()) return {code::configure_reject, std::move(rejects)};
    if (patient) policy_.append_missing(asked, naks);
    if (!naks.empty()) return {code::configure_nak, std::move(naks)};
    return {code::configure_ack, {list.begin(), list.end()}};
}

// endless counts a refusal, and tells whether there were too many: each Nak renews the Restart counter, so
// that nothing else would end it (4.5).
bool Negotiation::endless() noexcept {
    return ++refusals_ > limits_.max_refusals;
}

void Negotiation::give_up(Time now) {
    failed_ = true;
    fire(AutomatonEvent::close, now);
}

void Negotiation::adopt(codec::Octets own_request, codec::Octets peer_request) {
    begin();
    request_.assign(own_request.begin(), own_request.end());
    acknowledged_.assign(peer_request.begin(), peer_request.end());
    if (const auto options = decode_options(own_request)) policy_.own_agreed(*options);
    if (const auto options = decode_options(peer_request)) policy_.peer_agreed(*options);
    automaton_.adopt();
}

}  // namespace l2tp::protocol::ppp
