// SPDX-License-Identifier: GPL-2.0-or-later
#include "channel_watch.hpp"

#include <algorithm>

#include "codec/attribute.hpp"

namespace l2tp::protocol::test {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

// before compares modulo 2^16 (5.8).
bool before(std::uint16_t a, std::uint16_t b) {
    return a != b && static_cast<std::uint16_t>(b - a) < 0x8000;
}

codec::OctetString without_nr(codec::Octets octets) {
    codec::OctetString copy(octets.begin(), octets.end());
    if (copy.size() >= 12) copy[10] = copy[11] = 0;
    return copy;
}

std::uint16_t assigned_id(const codec::DecodedMessage& message) {
    return static_cast<std::uint16_t>(message.number(attribute::assigned_tunnel_id).value_or(0));
}

}  // namespace

ChannelWatch::Channel& ChannelWatch::add(ById& by_id, std::uint16_t id, codec::OctetString request) {
    if (Channel* known = find(by_id, id); known != nullptr && known->request == request) return *known;
    by_id[id] = channels_.size();
    channels_.push_back({.request = std::move(request)});
    return channels_.back();
}

ChannelWatch::Channel* ChannelWatch::find(const ById& by_id, std::uint16_t id) {
    const auto found = by_id.find(id);
    return found != by_id.end() ? &channels_[found->second] : nullptr;
}

ChannelWatch::Channel* ChannelWatch::channel_of_sent(const codec::DecodedMessage& message,
                                                     codec::Octets octets) {
    const std::uint16_t own_id = assigned_id(message);
    if (message.header.tunnel_id() == 0) {
        if (!message.is(type::sccrq)) return find(by_own_id_, own_id);
        Channel& channel = add(by_own_id_, own_id, without_nr(octets));
        channel.own_id = own_id;
        return &channel;
    }
    const auto found = by_peer_id_.find(message.header.tunnel_id());
    if (found == by_peer_id_.end()) return nullptr;
    Channel* channel = &channels_[found->second];
    if (own_id == 0 || channel->own_id == own_id) return channel;
    if (channel->own_id != 0) {
        // The first tunnel of this request was given up; a late copy of the request has made another one.
        found->second = channels_.size();
        channels_.push_back({.next_nr = 1, .request = channel->request});
        channel = &channels_.back();
    }
    channel->own_id = own_id;
    by_own_id_[own_id] = found->second;
    return channel;
}

ChannelWatch::Channel* ChannelWatch::channel_of_received(const codec::DecodedMessage& message,
                                                         codec::Octets octets) {
    const std::uint16_t peer_id = assigned_id(message);
    if (message.header.tunnel_id() == 0) {
        if (!message.is(type::sccrq)) return find(by_peer_id_, peer_id);
        return &add(by_peer_id_, peer_id, without_nr(octets));
    }
    const auto found = by_own_id_.find(message.header.tunnel_id());
    if (found == by_own_id_.end()) return nullptr;
    Channel* channel = &channels_[found->second];
    if (peer_id != 0) by_peer_id_[peer_id] = found->second;
    // With another secret than the peer's, an ID may be made out by chance among what cannot be.
    const bool whole = std::ranges::all_of(message.avps, &codec::DecodedAvp::readable);
    if (peer_id != 0 && whole && message.header.ns() == channel->next_nr) channel->peer_named = true;
    return channel;
}

void ChannelWatch::on_sent(const codec::DecodedMessage& message, codec::Octets octets) {
    if (!message.is_control()) return;
    Channel* channel = channel_of_sent(message, octets);
    if (channel == nullptr) return fault(message, "goes to a tunnel that nobody has");
    const bool again = message.kind == codec::MessageKind::control && message.header.ns() != channel->next_ns;
    if (message.header.tunnel_id() == 0 && channel->peer_named && !again)
        fault(message, "names no tunnel though the peer's is known");
    check_ns(*channel, message, octets);
    check_nr(*channel, message);
    channel->answered = true;
}

void ChannelWatch::check_ns(Channel& channel, const codec::DecodedMessage& message, codec::Octets octets) {
    const std::uint16_t ns = message.header.ns();
    if (message.kind == codec::MessageKind::zlb) {
        if (ns != channel.next_ns) fault(message, "a ZLB whose Ns is not that of the next message");
        return;
    }
    if (before(ns, channel.next_ns)) {
        if (before(ns, channel.acknowledged)) fault(message, "sent again though acknowledged");
        if (channel.sent[ns] != without_nr(octets)) fault(message, "sent again with other content");
        return;
    }
    if (ns != channel.next_ns) return fault(message, "a number was left out");
    const auto outstanding = static_cast<std::uint16_t>(ns - channel.acknowledged);
    if (outstanding >= channel.window) fault(message, "beyond the peer's Receive Window Size");
    channel.sent[ns] = without_nr(octets);
    ++channel.next_ns;
}

void ChannelWatch::check_nr(Channel& channel, const codec::DecodedMessage& message) {
    const std::uint16_t nr = message.header.nr();
    std::uint16_t highest = channel.next_nr;
    while (channel.early.contains(highest)) ++highest;
    if (channel.answered && before(nr, channel.next_nr))
        return fault(message, "an Nr that acknowledges too little");
    if (before(highest, nr)) return fault(message, "an Nr that acknowledges what never came");
    channel.next_nr = nr;
    std::erase_if(channel.early, [&](std::uint16_t ns) { return before(ns, nr); });
}

void ChannelWatch::on_received(const codec::DecodedMessage& message, codec::Octets octets) {
    if (!message.is_control()) return;
    Channel* channel = channel_of_received(message, octets);
    if (channel == nullptr) return;
    if (message.is(type::sccrq) || message.is(type::sccrp)) {
        const auto window = message.number(attribute::receive_window_size);
        if (window) channel->window = static_cast<std::uint16_t>(*window);
    }
    const std::uint16_t nr = message.header.nr();
    if (before(channel->acknowledged, nr) && !before(channel->next_ns, nr)) channel->acknowledged = nr;
    std::erase_if(channel->sent,
                  [&](const auto& entry) { return before(entry.first, channel->acknowledged); });
    if (message.kind == codec::MessageKind::zlb) return;
    const std::uint16_t ns = message.header.ns();
    if (ns == channel->next_nr) {
        ++channel->next_nr;
        channel->early.erase(ns);
    } else if (before(channel->next_nr, ns)) {
        channel->early.insert(ns);
    }
}

void ChannelWatch::fault(const codec::DecodedMessage& message, const std::string& what) {
    const std::string name = message.row != nullptr ? std::string(message.row->abbreviation) : "ZLB";
    faults_.push_back(name + " to tunnel " + std::to_string(message.header.tunnel_id()) + ", Ns " +
                      std::to_string(message.header.ns()) + ", Nr " + std::to_string(message.header.nr()) +
                      ": " + what);
}

}  // namespace l2tp::protocol::test
