// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/pap.hpp"

#include <algorithm>

#include "protocol/ppp/frame.hpp"

namespace l2tp::protocol::ppp {
namespace {

// append_counted appends a length octet and as much of the octets as it can count.
void append_counted(codec::OctetString& out, codec::Octets octets) {
    const codec::Octets counted = octets.first(std::min<std::size_t>(octets.size(), 0xff));
    out.push_back(static_cast<std::uint8_t>(counted.size()));
    codec::append_octets(out, counted);
}

// take_counted takes what a length octet counts off the front, or nothing if there is less.
std::optional<codec::Octets> take_counted(codec::Octets& rest) noexcept {
    if (rest.empty() || rest.size() < 1U + rest[0]) return std::nullopt;
    const codec::Octets taken = rest.subspan(1, rest[0]);
    rest = rest.subspan(1U + rest[0]);
    return taken;
}

}  // namespace

PapAuthenticator::PapAuthenticator(const RestartLimits& limits, Outbox& outbox)
    : outbox_(outbox), timer_(limits.restart_timer * std::max(limits.max_configure, 1U)) {}

void PapAuthenticator::start(Time now) {
    timer_.start(now);
}

void PapAuthenticator::resume(const PeerAnswer& answer) {
    answer_ = answer;
}

void PapAuthenticator::on_packet(const Packet& packet, Time) {
    if (packet.code != pap_code::authenticate_request || gave_up_) return;
    codec::Octets rest = packet.data;
    const auto name = take_counted(rest);
    const auto password = name ? take_counted(rest) : std::nullopt;
    if (!password) return;
    if (answer_) {
        // The reply may have been lost: the peer gets the same one again, whatever it says now (2.2.1).
        answer_->identifier = packet.identifier;
        if (verdict_) tell(*verdict_);
        return;
    }
    timer_.stop();
    answer_ = PeerAnswer{Authentication::pap,
                         {name->begin(), name->end()},
                         {},
                         packet.identifier,
                         {password->begin(), password->end()}};
}

void PapAuthenticator::on_timeout(Time now) {
    if (!timer_.expired(now)) return;
    timer_.stop();
    gave_up_ = true;
}

void PapAuthenticator::tell(Verdict verdict) {
    if (!answer_) return;
    verdict_ = verdict;
    const bool accepted = verdict == Verdict::accepted;
    codec::OctetString data;
    append_counted(data, octets_of(accepted ? "Welcome" : "Authentication failed"));
    outbox_.send(number::pap, Packet{accepted ? pap_code::authenticate_ack : pap_code::authenticate_nak,
                                     answer_->identifier, data});
}

PapClaimant::PapClaimant(Credentials own, const RestartLimits& limits, Outbox& outbox)
    : own_(std::move(own)), limits_(limits), outbox_(outbox), timer_(limits.restart_timer) {}

void PapClaimant::start(Time now) {
    timer_.set_count(limits_.max_configure);
    transmit(now);
}

void PapClaimant::transmit(Time now) {
    codec::OctetString data;
    append_counted(data, own_.name);
    append_counted(data, own_.secret);
    outbox_.send(number::pap, Packet{pap_code::authenticate_request, ++identifier_, data});
    timer_.start_after_transmission(now);
}

// on_packet takes replies to the last request only: each has an Identifier of its own (2.2.1).
void PapClaimant::on_packet(const Packet& packet, Time) {
    if (packet.identifier != identifier_ || verdict_) return;
    if (packet.code != pap_code::authenticate_ack && packet.code != pap_code::authenticate_nak) return;
    verdict_ = packet.code == pap_code::authenticate_ack ? Verdict::accepted : Verdict::refused;
    timer_.stop();
}

void PapClaimant::on_timeout(Time now) {
    if (!timer_.expired(now)) return;
    if (timer_.used_up()) {
        timer_.stop();
        gave_up_ = true;
    } else {
        transmit(now);
    }
}

}  // namespace l2tp::protocol::ppp
