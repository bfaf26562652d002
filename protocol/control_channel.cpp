// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/control_channel.hpp"

#include <algorithm>
#include <utility>

namespace l2tp::protocol {

ControlChannel::ControlChannel(const ChannelSettings& settings)
    : settings_(settings), slow_start_threshold_(settings.peer_window) {}

void ControlChannel::send(codec::Message message) {
    queue_.push_back({std::move(message)});
}

ControlChannel::Receipt ControlChannel::receive(const codec::DecodedMessage& message, Time now) {
    acknowledge_up_to(message.header.nr(), now);
    if (message.kind == codec::MessageKind::zlb) return Receipt::acknowledgement;
    const std::uint16_t ns = message.header.ns();
    if (ns == next_nr_) {
        ++next_nr_;
        acknowledgement_owed_ = true;
        return Receipt::deliver;
    }
    if (sequence_at_or_before(ns, static_cast<std::uint16_t>(next_nr_ - 1))) {
        acknowledgement_owed_ = true;
        return Receipt::duplicate;
    }
    return Receipt::early;
}

// acknowledge_up_to drops what the peer has, and opens the congestion window (Appendix A): by one for each
// acknowledgement in slow start, by one for each full window after it.
void ControlChannel::acknowledge_up_to(std::uint16_t nr, Time now) {
    const std::size_t acknowledged = static_cast<std::uint16_t>(nr - oldest_ns_);
    if (acknowledged == 0 || acknowledged > in_flight_) return;  // old news, or never sent (reading A-14)
    queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(acknowledged));
    in_flight_ -= acknowledged;
    oldest_ns_ = nr;
    retransmit_due_ = false;
    for (std::size_t i = 0; i < acknowledged; ++i) {
        if (congestion_window_ < slow_start_threshold_) {
            ++congestion_window_;
        } else if (++acknowledged_in_window_ >= congestion_window_) {
            acknowledged_in_window_ = 0;
            congestion_window_ = std::min<std::uint32_t>(congestion_window_ + 1, settings_.peer_window);
        }
    }
    interval_ = settings_.first_interval;
    deadline_ = in_flight_ > 0 ? std::optional(now + interval_) : std::nullopt;
}

std::vector<ControlChannel::Outgoing> ControlChannel::take_outgoing(Time now) {
    std::vector<Outgoing> out;
    const auto transmit = [&](std::size_t position) {
        Pending& pending = queue_[position];
        pending.message.ns = static_cast<std::uint16_t>(oldest_ns_ + position);
        pending.message.nr = next_nr_;  // current in retransmissions too (5.8)
        out.push_back({pending.message, pending.transmissions++ > 0});
        acknowledgement_owed_ = false;
    };
    if (failed_) return out;
    if (std::exchange(retransmit_due_, false) && in_flight_ > 0) transmit(0);
    const std::size_t window = std::min<std::size_t>(settings_.peer_window, congestion_window_);
    while (in_flight_ < queue_.size() && in_flight_ < window) {
        transmit(in_flight_++);
        ++next_ns_;
        if (!deadline_) {
            interval_ = settings_.first_interval;
            deadline_ = now + interval_;
        }
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

void ControlChannel::on_timeout(Time now) {
    if (!deadline_ || now < *deadline_ || in_flight_ == 0) return;
    if (queue_.front().transmissions > settings_.max_retransmissions) {
        failed_ = true;
        deadline_.reset();
        return;
    }
    slow_start_threshold_ = std::max<std::uint32_t>(congestion_window_ / 2, 1);
    congestion_window_ = 1;
    acknowledged_in_window_ = 0;
    retransmit_due_ = true;
    interval_ = std::min(interval_ * 2, settings_.interval_cap);
    deadline_ = now + interval_;
}

std::optional<Time> ControlChannel::next_deadline() const noexcept {
    return deadline_;
}

void ControlChannel::set_peer_window(std::uint16_t window) noexcept {
    settings_.peer_window = std::max<std::uint16_t>(window, 1);
    slow_start_threshold_ = settings_.peer_window;
}

}  // namespace l2tp::protocol
