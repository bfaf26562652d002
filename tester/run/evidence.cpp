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

// states_of: of the call where the message is about one, else of the tunnel; the sender's or the recipient's.
protocol::StateSets states_of(const protocol::Judgement& judgement, std::size_t end) {
    const codec::MessageRow* row = judgement.message->row;
    const bool call = row != nullptr && row->scope == codec::Scope::session;
    return call ? judgement.call[end] : judgement.connection[end];
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
    const bool received = circumstances.direction == ExchangedDatagram::Direction::received;
    const protocol::StateSets device = states_of(judgement, received ? 0 : 1);
    const protocol::StateSets tester = states_of(judgement, received ? 1 : 0);
    exchanged.device_before = name_of_only(device.before);
    exchanged.device_after = name_of_only(device.after);
    exchanged.tester_before = name_of_only(tester.before);
    exchanged.tester_after = name_of_only(tester.after);
    for (const protocol::PassedRow& passed : judgement.passed) {
        if (passed.end == (received ? datagram.from : datagram.to)) note_passed(passed, exchanged);
    }
    if (first_.size() < Exchange::most_first) {
        first_.push_back(std::move(exchanged));
        return;
    }
    last_.push_back(std::move(exchanged));
    if (last_.size() <= Exchange::most_last) return;
    last_.pop_front();
    ++left_out_;
}

// A message that waited for others shows its row only when they have come.
void EvidenceLog::note_passed(const protocol::PassedRow& passed, ExchangedDatagram& current) {
    ExchangedDatagram* shown_by = passed.reference == current.frame ? &current : find(passed.reference);
    if (shown_by != nullptr) shown_by->rows.emplace_back(passed.row);
    const std::string_view state = passed.from ? protocol::name_of(*passed.from) : std::string_view{};
    const auto known = std::ranges::find_if(
        rows_, [&](const VisitedRow& row) { return row.row == passed.row && row.state == state; });
    VisitedRow& row = known != rows_.end()
                          ? *known
                          : rows_.emplace_back(VisitedRow{std::string(passed.row), std::string(state),
                                                          Verdict::pass, 0, passed.reference});
    row.verdict = worse(row.verdict, verdict_of(passed.verdict));
    ++row.count;
}

ExchangedDatagram* EvidenceLog::find(std::uint64_t frame) {
    const auto in = [frame](auto& datagrams) -> ExchangedDatagram* {
        const auto found =
            std::find_if(datagrams.rbegin(), datagrams.rend(),
                         [frame](const ExchangedDatagram& each) { return each.frame == frame; });
        return found == datagrams.rend() ? nullptr : &*found;
    };
    ExchangedDatagram* found = frame == 0 ? nullptr : in(last_);
    return found != nullptr || frame == 0 ? found : in(first_);
}

void EvidenceLog::forget_decided() {
    for (ExchangedDatagram& datagram : first_) datagram.decided = false;
    for (ExchangedDatagram& datagram : last_) datagram.decided = false;
}

void EvidenceLog::mark_decided(std::uint64_t frame) {
    if (ExchangedDatagram* found = find(frame); found != nullptr) found->decided = true;
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
