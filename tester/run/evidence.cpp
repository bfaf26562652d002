// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/evidence.hpp"

#include <algorithm>
#include <bit>

#include "codec/decode.hpp"
#include "tester/text/message_text.hpp"

namespace l2tp::tester {
namespace {

// name_of_only names the state if the judge knows just one.
std::string name_of_only(const protocol::Set<protocol::State>& states) {
    std::string name;
    for (std::size_t i = 0; i < protocol::state_count; ++i) {
        const auto state = static_cast<protocol::State>(i);
        if (!states.contains(state)) continue;
        if (!name.empty()) return "";
        name = protocol::name_of(state);
    }
    return name;
}

// device_states: of the call where the message is about one, else of the tunnel.
protocol::StateSets device_states(const protocol::Judgement& judgement,
                                  ExchangedDatagram::Direction direction) {
    const std::size_t device = direction == ExchangedDatagram::Direction::received ? 0 : 1;
    const codec::MessageRow* row = judgement.message->row;
    const bool call = row != nullptr && row->scope == codec::Scope::session;
    return call ? judgement.call[device] : judgement.connection[device];
}

void write_line(ExchangedDatagram& exchanged, codec::Octets secret) {
    codec::Datagram datagram;
    datagram.octets = exchanged.octets;
    datagram.wire_length = exchanged.octets.size();
    exchanged.line = message_line(codec::decode(datagram, secret));
}

}  // namespace

void EvidenceLog::add(const codec::Datagram& datagram, const Circumstances& circumstances,
                      const protocol::Judgement& judgement) {
    ExchangedDatagram exchanged;
    exchanged.direction = circumstances.direction;
    exchanged.fate = circumstances.fate;
    exchanged.time = circumstances.since_start;
    exchanged.frame = datagram.reference;
    exchanged.from = datagram.from;
    exchanged.to = datagram.to;
    exchanged.octets.assign(datagram.octets.begin(), datagram.octets.end());
    exchanged.step = circumstances.step;
    exchanged.copy = circumstances.copy;
    for (const protocol::Breach& breach : judgement.breaches) {
        if (!breach.about) exchanged.breaches.push_back(breach.finding.requirement);
    }
    const protocol::StateSets states = device_states(judgement, circumstances.direction);
    exchanged.device_before = name_of_only(states.before);
    exchanged.device_after = name_of_only(states.after);
    if (first_.size() < Exchange::most_first) {
        first_.push_back(std::move(exchanged));
        return;
    }
    last_.push_back(std::move(exchanged));
    if (last_.size() <= Exchange::most_last) return;
    last_.pop_front();
    ++left_out_;
}

void EvidenceLog::mark_decided(std::uint64_t frame) {
    const auto mark = [frame](auto& datagrams) {
        const auto found =
            std::find_if(datagrams.rbegin(), datagrams.rend(),
                         [frame](const ExchangedDatagram& each) { return each.frame == frame; });
        if (found == datagrams.rend()) return false;
        found->decided = true;
        return true;
    };
    if (frame != 0 && !mark(last_)) mark(first_);
}

Exchange EvidenceLog::take(codec::Octets secret) {
    Exchange exchange;
    exchange.datagrams = std::move(first_);
    exchange.datagrams.insert(exchange.datagrams.end(), std::make_move_iterator(last_.begin()),
                              std::make_move_iterator(last_.end()));
    exchange.left_out = left_out_;
    for (ExchangedDatagram& exchanged : exchange.datagrams) write_line(exchanged, secret);
    first_.clear();
    last_.clear();
    return exchange;
}

}  // namespace l2tp::tester
