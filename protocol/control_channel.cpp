// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/control_channel.hpp"

#include <algorithm>
#include <utility>

namespace l2tp::protocol {

Time ChannelSettings::interval(unsigned transmissions) const noexcept {
    Time interval = first_interval;
    for (unsigned i = 1; i < transmissions && interval < interval_cap; ++i) interval *= 2;
    return std::min(interval, std::max(interval_cap, first_interval));
}

Time ChannelSettings::full_cycle() const noexcept {
    Time sum{};
    for (unsigned i = 1; i <= max_retransmissions + 1; ++i) sum += interval(i);
    return sum;
}

ControlChannel::ControlChannel(const ChannelSettings& settings)
    : settings_(settings), slow_start_threshold_(settings.peer_window) {}

void ControlChannel::send(codec::Message message) {
    queue_.push_back({std::move(message)});
}

ControlChannel::Receipt ControlChannel::receive(const codec::DecodedMessage& message, Time) {
    acknowledge_up_to(message.header.nr());
    if (message.kind == codec::MessageKind::zlb) return Receipt::acknowledgement;
    const std::uint16_t ns = message.header.ns();
    if (ns == next_nr_) {
        ++next_nr_;
        held_.erase(ns);
        acknowledgement_owed_ = true;
        return Receipt::deliver;
    }
    if (sequence_at_or_before(ns, static_cast<std::uint16_t>(next_nr_ - 1))) {
        acknowledgement_owed_ = true;
        return Receipt::duplicate;
    }
    return Receipt::early;
}

void ControlChannel::hold(std::uint16_t ns, codec::Octets octets) {
    const auto ahead = static_cast<std::uint16_t>(ns - next_nr_);
    if (ahead == 0 || ahead >= settings_.receive_window) return;
    held_.try_emplace(ns, octets.begin(), octets.end());
}

std::optional<codec::OctetString> ControlChannel::take_held() {
    const auto found = held_.find(next_nr_);
    if (found == held_.end()) return std::nullopt;
    std::optional<codec::OctetString> octets(std::move(found->second));
    held_.erase(found);
    ++next_nr_;
    acknowledgement_owed_ = true;
    return octets;
}

// acknowledge_up_to drops what the peer has. An Nr that is old or covers what was never sent says nothing
// (reading A-14).
void ControlChannel::acknowledge_up_to(std::uint16_t nr) {
    const std::size_t acknowledged = static_cast<std::uint16_t>(nr - oldest_ns_);
    if (acknowledged == 0 || acknowledged > in_flight_) return;
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(acknowledged));
    in_flight_ -= acknowledged;
    oldest_ns_ = nr;
    open_congestion_window();
}

// open_congestion_window follows Appendix A: one more for each new acknowledgement in slow start, one more
// for a window's worth of them after it.
void ControlChannel::open_congestion_window() {
    if (congestion_window_ < slow_start_threshold_) {
        ++congestion_window_;
    } else if (++acknowledged_in_window_ >= congestion_window_) {
        acknowledged_in_window_ = 0;
        congestion_window_ = std::min<std::uint32_t>(congestion_window_ + 1, settings_.peer_window);
    }
}

std::size_t ControlChannel::window() const noexcept {
    if (settings_.congestion_control == CongestionControl::none) return settings_.peer_window;
    return std::min<std::size_t>(settings_.peer_window, congestion_window_);
}

// transmit sends the message at a position of the queue, with the Nr of now, in retransmissions too (5.8). A
// message that had to wait behind a lost one backs off from the interval that really passed, so that its
// intervals never shrink.
void ControlChannel::transmit(std::size_t position, Time now, std::vector<Outgoing>& out) {
    Pending& pending = queue_[position];
    pending.message.ns = static_cast<std::uint16_t>(oldest_ns_ + position);
    pending.message.nr = next_nr_;
    const bool again = pending.transmissions++ > 0;
    const Time passed = again ? now - pending.sent : Time{};
    pending.sent = now;
    pending.due = now + std::max(settings_.interval(pending.transmissions),
                                 std::min(2 * passed, settings_.interval_cap));
    out.push_back({pending.message, again});
    acknowledgement_owed_ = false;
}

std::vector<ControlChannel::Outgoing> ControlChannel::take_outgoing(Time now) {
    std::vector<Outgoing> out;
    if (failed_) return out;
    const std::size_t limit = std::min(window(), queue_.size());
    for (std::size_t position = 0; position < std::min(limit, in_flight_); ++position) {
        const Pending& pending = queue_[position];
        if (pending.due <= now && pending.transmissions <= settings_.max_retransmissions)
            transmit(position, now, out);
    }
    while (in_flight_ < limit) {
        transmit(in_flight_++, now, out);
        ++next_ns_;
    }
    if (std::exchange(acknowledgement_owed_, false)) {
        codec::Message zlb = codec::make_zlb();
        zlb.tunnel_id = peer_tunnel_id_;
        zlb.ns = next_ns_;
        zlb.nr = next_nr_;
        out.push_back({std::move(zlb), false});
    }
    return out;
}

// on_timeout gives up after the wait that follows the last retransmission; otherwise the loss halves the
// threshold and slow start begins anew (Appendix A). take_outgoing then sends what is due.
void ControlChannel::on_timeout(Time now) {
    const auto deadline = next_deadline();
    if (!deadline || now < *deadline) return;
    if (queue_.front().due <= now && queue_.front().transmissions > settings_.max_retransmissions) {
        failed_ = true;
        return;
    }
    slow_start_threshold_ = std::max<std::uint32_t>(congestion_window_ / 2, 1);
    congestion_window_ = 1;
    acknowledged_in_window_ = 0;
}

// next_deadline is that of the messages within the window; only the first of them can make the channel fail.
std::optional<Time> ControlChannel::next_deadline() const noexcept {
    if (failed_ || in_flight_ == 0) return std::nullopt;
    Time earliest = queue_.front().due;
    for (std::size_t position = 1; position < std::min(window(), in_flight_); ++position) {
        const Pending& pending = queue_[position];
        if (pending.transmissions <= settings_.max_retransmissions)
            earliest = std::min(earliest, pending.due);
    }
    return earliest;
}

void ControlChannel::set_peer_tunnel_id(std::uint16_t id) noexcept {
    peer_tunnel_id_ = id;
    for (std::size_t i = in_flight_; i < queue_.size(); ++i) queue_[i].message.tunnel_id = id;
}

void ControlChannel::set_peer_window(std::uint16_t window) noexcept {
    settings_.peer_window = std::max<std::uint16_t>(window, 1);
    slow_start_threshold_ = settings_.peer_window;
}

}  // namespace l2tp::protocol
