// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/chap.hpp"

#include <array>

#include "protocol/ppp/frame.hpp"

namespace l2tp::protocol::ppp {
namespace {

constexpr std::size_t challenge_octets = 16;

// Value is what challenges and responses carry: Value-Size, Value and Name (4.1).
struct Value {
    codec::Octets value;
    codec::Octets name;
};

std::optional<Value> decode_value(codec::Octets data) noexcept {
    if (data.empty() || data[0] == 0 || data.size() < 1U + data[0]) return std::nullopt;
    return Value{data.subspan(1, data[0]), data.subspan(1U + data[0])};
}

codec::OctetString encode_value(codec::Octets value, codec::Octets name) {
    codec::OctetString data{static_cast<std::uint8_t>(value.size())};
    codec::append_octets(data, value);
    codec::append_octets(data, name);
    return data;
}

}  // namespace

codec::Md5Digest chap_response(std::uint8_t identifier, codec::Octets secret,
                               codec::Octets challenge) noexcept {
    const std::array<std::uint8_t, 1> first{identifier};
    return codec::md5({first, secret, challenge});
}

ChapAuthenticator::ChapAuthenticator(codec::OctetString name, const RestartLimits& limits, Random& random,
                                     Outbox& outbox)
    : name_(std::move(name)),
      limits_(limits),
      random_(random),
      outbox_(outbox),
      timer_(limits.restart_timer),
      identifier_(static_cast<std::uint8_t>(random.below(256))) {}

void ChapAuthenticator::start(Time now) {
    timer_.set_count(limits_.max_configure);
    transmit(now);
}

void ChapAuthenticator::transmit(Time now) {
    challenge_ = random_.octets(challenge_octets);
    outbox_.send(number::chap, Packet{chap_code::challenge, ++identifier_, encode_value(challenge_, name_)});
    timer_.start_after_transmission(now);
}

void ChapAuthenticator::resume(const PeerAnswer& answer) {
    answer_ = answer;
    identifier_ = answer.identifier;
    challenge_ = answer.challenge;
}

void ChapAuthenticator::on_packet(const Packet& packet, Time) {
    if (packet.code != chap_code::response || packet.identifier != identifier_ || gave_up_) return;
    const auto value = decode_value(packet.data);
    if (!value || challenge_.empty()) return;
    if (answer_) {
        // Whatever it says now: a challenge has one reply, lest names and secrets be tried out (4.1).
        if (verdict_) tell(*verdict_);
        return;
    }
    timer_.stop();
    answer_ = PeerAnswer{Authentication::chap_md5,
                         {value->name.begin(), value->name.end()},
                         challenge_,
                         packet.identifier,
                         {value->value.begin(), value->value.end()}};
}

void ChapAuthenticator::on_timeout(Time now) {
    if (!timer_.expired(now)) return;
    if (timer_.used_up()) {
        timer_.stop();
        gave_up_ = true;
    } else {
        transmit(now);
    }
}

void ChapAuthenticator::tell(Verdict verdict) {
    if (!answer_) return;
    verdict_ = verdict;
    const bool accepted = verdict == Verdict::accepted;
    outbox_.send(number::chap, Packet{accepted ? chap_code::success : chap_code::failure, answer_->identifier,
                                      octets_of(accepted ? "Welcome" : "Authentication failed")});
}

ChapClaimant::ChapClaimant(Credentials own, const RestartLimits& limits, Outbox& outbox)
    : own_(std::move(own)), limits_(limits), outbox_(outbox), timer_(limits.restart_timer) {}

// start waits for a challenge as long as the other end would send them.
void ChapClaimant::start(Time now) {
    timer_.set_count(limits_.max_configure);
    timer_.start_after_transmission(now);
}

void ChapClaimant::on_packet(const Packet& packet, Time now) {
    if (packet.code == chap_code::challenge) return on_challenge(packet, now);
    if (packet.code != chap_code::success && packet.code != chap_code::failure) return;
    if (identifier_ != packet.identifier) return;
    verdict_ = packet.code == chap_code::success ? Verdict::accepted : Verdict::refused;
    timer_.stop();
}

// on_challenge answers, also later, when the authenticator wants to know again (4.1).
void ChapClaimant::on_challenge(const Packet& packet, Time now) {
    const auto value = decode_value(packet.data);
    if (!value) return;
    identifier_ = packet.identifier;
    response_ = encode_value(chap_response(packet.identifier, own_.secret, value->value), own_.name);
    outbox_.send(number::chap, Packet{chap_code::response, packet.identifier, response_});
    if (!verdict_) timer_.start(now);
}

void ChapClaimant::on_timeout(Time now) {
    if (!timer_.expired(now)) return;
    if (timer_.used_up()) {
        timer_.stop();
        gave_up_ = true;
        return;
    }
    timer_.start_after_transmission(now);
    if (identifier_) outbox_.send(number::chap, Packet{chap_code::response, *identifier_, response_});
}

}  // namespace l2tp::protocol::ppp
