// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/tester_channel.hpp"

#include <algorithm>

namespace l2tp::tester {
namespace {

constexpr Time least_interval = std::chrono::milliseconds(50);
constexpr unsigned early_copies = 3;

}  // namespace

std::uint16_t TesterChannel::send(Queued queued) {
    const std::uint16_t ns = next_ns_++;
    queue_.push_back({std::move(queued), ns, 0, {}, 0, {}});
    return ns;
}

TesterChannel::Receipt TesterChannel::receive(const codec::DecodedMessage& message, Time now) {
    acknowledge_up_to(message.header.nr(), now);
    if (protocol::sequence_at_or_before(peer_nr_, message.header.nr())) peer_nr_ = message.header.nr();
    const bool zlb = message.kind == codec::MessageKind::zlb;
    const std::uint16_t ns = message.header.ns();
    const auto after = static_cast<std::uint16_t>(zlb ? ns : ns + 1);
    if (!protocol::sequence_at_or_before(after, peer_ns_)) peer_ns_ = after;
    if (zlb) return Receipt::acknowledgement;
    if (ns == next_nr_) {
        ++next_nr_;
        acknowledgement_owed_ = true;
        return Receipt::deliver;
    }
    if (protocol::sequence_at_or_before(ns, static_cast<std::uint16_t>(next_nr_ - 1))) {
        acknowledgement_owed_ = true;
        return Receipt::duplicate;
    }
    return Receipt::early;
}

// An Nr that is old or covers what was never sent says nothing (reading A-14), unless it covers what was sent
// outside of the channel.
void TesterChannel::acknowledge_up_to(std::uint16_t nr, Time now) {
    const auto last = static_cast<std::uint16_t>(nr - 1);
    for (std::size_t i = in_flight_; i-- > 0;) {
        if (queue_[i].ns != last) continue;
        note_acknowledged(i + 1, now);
        queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(i + 1));
        in_flight_ -= i + 1;
        return;
    }
    if (outside_.erase(last) == 0 || in_flight_ != queue_.size()) return;
    if (!protocol::sequence_at_or_before(next_ns_, nr)) return;
    queue_.clear();
    in_flight_ = 0;
    next_ns_ = nr;
}

// A copy that was needed filled a gap: what went out before it and is still not acknowledged came early, and
// may have been discarded (5.8). It goes again at once. Without copies it is known how long the DUT takes.
void TesterChannel::note_acknowledged(std::size_t count, Time now) {
    std::uint64_t filled = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (queue_[i].transmissions > 1) filled = std::max(filled, queue_[i].order);
    }
    if (filled == 0) {
        note_round_trip(std::max(now - queue_[count - 1].sent, Time{}));
        return;
    }
    for (std::size_t i = count; i < in_flight_; ++i) {
        Entry& early = queue_[i];
        if (early.transmissions == 0 || early.order >= filled) continue;
        early.due = now;
        early.transmissions = 1;  // the DUT is there: its copies count anew
    }
}

void TesterChannel::note_round_trip(Time sample) {
    if (!round_trip_) round_trip_ = RoundTrip{sample, sample / 2};
    const Time difference = sample - round_trip_->smoothed;
    round_trip_->smoothed += difference / 8;
    round_trip_->variation += (std::chrono::abs(difference) - round_trip_->variation) / 4;
}

// One of many messages that is lost would hold up the others for a second: its first copies go as soon as an
// acknowledgement is overdue, at growing intervals. Further ones keep the usual intervals.
Time TesterChannel::interval_after(const Entry& entry) const noexcept {
    const Time usual = settings_.interval(entry.transmissions);
    if (entry.transmissions > early_copies || !entry.queued.one_of_many || !round_trip_) return usual;
    const Time overdue = std::max(least_interval, round_trip_->smoothed + 4 * round_trip_->variation);
    return std::min(usual, overdue * (1U << (entry.transmissions - 1)));
}

bool TesterChannel::is_acknowledged(std::uint16_t ns) const noexcept {
    return protocol::sequence_at_or_before(ns, static_cast<std::uint16_t>(next_ns_ - 1)) &&
           std::ranges::none_of(queue_, [ns](const Entry& entry) { return entry.ns == ns; });
}

bool TesterChannel::in_disorder() const noexcept {
    return disorder_ || std::ranges::any_of(queue_, [](const Entry& entry) {
               return entry.queued.conduct == protocol::Conduct::deviates;
           });
}

std::size_t TesterChannel::window() const noexcept {
    return forced_window_.value_or(settings_.peer_window);
}

bool TesterChannel::repeats(const Entry& entry) const noexcept {
    return entry.transmissions == 0 || (retransmitting_ == ChannelControl::Retransmitting::automatic &&
                                        entry.transmissions <= settings_.max_retransmissions);
}

void TesterChannel::transmit(Entry& entry, Time now, std::vector<Outgoing>& out) {
    const bool first = entry.transmissions++ == 0;
    const bool withheld = first && entry.queued.fate == Fate::Kind::dropped;
    // What was kept from the DUT is no copy when it goes out at last.
    const bool copy = !first && !(entry.transmissions == 2 && entry.queued.fate == Fate::Kind::dropped);
    entry.sent = now;
    entry.order = ++transmissions_;
    entry.due = now + interval_after(entry);
    codec::Message message = entry.queued.message;
    message.ns = entry.ns;
    message.nr = entry.queued.nr.value_or(next_nr());
    if (!withheld) {
        acknowledgement_owed_ = false;
        acknowledged_nr_ = next_nr();
    }
    out.push_back({std::move(message), entry.queued.row, entry.queued.conduct, copy, withheld, false});
}

void TesterChannel::enter_window(Entry& entry, Time now, std::vector<Outgoing>& out) {
    if (entry.queued.fate == Fate::Kind::delayed) {
        entry.due = now + entry.queued.delay;
    } else {
        transmit(entry, now, out);
    }
}

std::vector<TesterChannel::Outgoing> TesterChannel::take_outgoing(Time now) {
    std::vector<Outgoing> out;
    for (std::size_t i = 0; i < in_flight_; ++i) {
        if (queue_[i].due <= now && repeats(queue_[i])) transmit(queue_[i], now, out);
    }
    while (in_flight_ < std::min(window(), queue_.size())) enter_window(queue_[in_flight_++], now, out);
    if (acknowledgement_owed_ && !frozen_nr_) {
        codec::Message zlb = codec::make_zlb();
        zlb.tunnel_id = peer_tunnel_id_;
        zlb.ns = in_flight_ < queue_.size() ? queue_[in_flight_].ns : next_ns_;
        zlb.nr = acknowledged_nr_ = next_nr();
        out.push_back({std::move(zlb), nullptr, protocol::Conduct::plain, false, false, true});
    }
    acknowledgement_owed_ = false;
    return out;
}

std::optional<Time> TesterChannel::next_deadline() const noexcept {
    std::optional<Time> next;
    for (std::size_t i = 0; i < in_flight_; ++i) {
        if (repeats(queue_[i]) && (!next || queue_[i].due < *next)) next = queue_[i].due;
    }
    return next;
}

void TesterChannel::replace_unacknowledged(const Queued& queued) {
    const std::size_t count = in_flight_;
    queue_.clear();
    in_flight_ = 0;
    next_ns_ = peer_nr_;
    for (std::size_t i = 0; i < count; ++i) send(queued);
}

void TesterChannel::set_peer_window(std::uint16_t window) noexcept {
    settings_.peer_window = std::max<std::uint16_t>(window, 1);
}

void TesterChannel::acknowledge(ChannelControl::Acknowledging how) noexcept {
    if (how == ChannelControl::Acknowledging::never) {
        if (!frozen_nr_) frozen_nr_ = acknowledged_nr_;
        disorder_ = true;
    } else if (frozen_nr_) {
        acknowledgement_owed_ = *frozen_nr_ != next_nr_;
        frozen_nr_.reset();
    }
}

}  // namespace l2tp::tester
