// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/protocol/lossy_link.hpp"

#include <algorithm>

#include "tests/codec/datagrams.hpp"

namespace l2tp::protocol {
namespace {

constexpr std::size_t backlog = 40;  // messages that wait in a channel's queue at most
constexpr unsigned most_steps_at_once = 10'000;
constexpr codec::AvpKey number_key{65535, 1};

// numbered is a control message that says which it is; its Ns repeats after 2^16 of them.
codec::Message numbered(std::uint32_t number) {
    codec::Message message = codec::make_message(*codec::find_message(codec::message_type::hello));
    codec::OctetString value;
    codec::append_number(value, number, 4);
    message.avps.push_back(codec::make_avp(number_key, std::move(value)));
    return message;
}

std::uint32_t number_of(codec::Octets value) {
    return static_cast<std::uint32_t>(codec::read_number(value, 4));
}

std::string in_ms(Time time) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()) + " ms";
}

}  // namespace

LossyLink::LossyLink(const LinkSettings& link, const EndSettings& first, const EndSettings& second)
    : link_(link), ends_{End(first), End(second)}, random_(link.seed) {}

void LossyLink::run() {
    transmit(0);
    transmit(1);
    while (breach_.empty()) {
        Time next = Time::max();
        if (!passing_.empty()) next = passing_.top().arrival;
        for (const End& end : ends_) next = std::min(next, end.channel.next_deadline().value_or(next));
        if (next == Time::max()) break;
        if (next < now_) return breaks("a deadline lies in the past");
        steps_at_now_ = next == now_ ? steps_at_now_ + 1 : 0;
        if (steps_at_now_ > most_steps_at_once) return breaks("time stands still");
        now_ = next;
        step();
    }
    if (!breach_.empty()) return;
    for (std::size_t i = 0; i < 2; ++i) {
        if (ends_[i].failed()) continue;
        if (!ends_[i].channel.all_acknowledged()) breaks("a message is left and nothing goes on");
        if (ends_[1 - i].delivered != ends_[i].settings.messages) breaks("a message was not delivered");
    }
}

void LossyLink::step() {
    for (std::size_t i = 0; i < 2; ++i) {
        if (ends_[i].channel.next_deadline().value_or(Time::max()) > now_) continue;
        ends_[i].channel.on_timeout(now_);
        transmit(i);
    }
    while (breach_.empty() && !passing_.empty() && passing_.top().arrival <= now_) {
        const Passing passing = passing_.top();
        passing_.pop();
        arrive(passing);
    }
}

void LossyLink::arrive(const Passing& passing) {
    End& end = ends_[passing.to];
    codec::decode_into(decoded_, codec::whole(passing.octets));
    const std::uint16_t ns = decoded_.header.ns();
    note_acknowledgement(end, decoded_.header.nr());
    switch (end.channel.receive(decoded_, now_)) {
        case ControlChannel::Receipt::deliver:
            deliver(end, passing.octets);
            while (const auto held = end.channel.take_held()) deliver(end, *held);
            break;
        case ControlChannel::Receipt::early:
            if (end.settings.early == EarlyMessages::hold) end.channel.hold(ns, passing.octets);
            break;
        case ControlChannel::Receipt::acknowledgement:
        case ControlChannel::Receipt::duplicate:
            break;
    }
    transmit(passing.to);
}

void LossyLink::deliver(End& end, codec::Octets octets) {
    codec::decode_into(decoded_, codec::whole(octets));
    const std::uint32_t number = number_of(decoded_.avps.back().value);
    if (number != end.delivered) {
        breaks("message " + std::to_string(number) + " was delivered in place of " +
               std::to_string(end.delivered));
    }
    ++end.delivered;
}

void LossyLink::note_acknowledgement(End& end, std::uint16_t nr) {
    const std::size_t newly = static_cast<std::uint16_t>(nr - end.acknowledged);
    if (newly > end.outstanding.size()) return;  // an old one
    end.acknowledged += static_cast<std::uint32_t>(newly);
    end.outstanding.erase(end.outstanding.begin(),
                          end.outstanding.begin() + static_cast<std::ptrdiff_t>(newly));
}

void LossyLink::transmit(std::size_t from) {
    End& end = ends_[from];
    while (end.queued < end.settings.messages && end.channel.queued() < backlog) {
        end.channel.send(numbered(end.queued++));
    }
    for (const ControlChannel::Outgoing& outgoing : end.channel.take_outgoing(now_)) {
        watch(end, outgoing);
        const codec::OctetString octets = codec::encode(outgoing.message);
        if (!happens(link_.loss)) put(1 - from, octets);
        if (happens(link_.duplication)) put(1 - from, octets);
    }
}

void LossyLink::watch(End& end, const ControlChannel::Outgoing& outgoing) {
    const codec::Message& message = outgoing.message;
    const auto next = static_cast<std::uint32_t>(end.acknowledged + end.outstanding.size());
    if (message.nr != static_cast<std::uint16_t>(end.delivered))
        breaks("Nr is not the next expected message");
    if (message.avps.empty()) {
        if (message.ns != static_cast<std::uint16_t>(next)) breaks("the Ns of a ZLB is not the next one");
        return;
    }
    const std::uint32_t number = number_of(message.avps.back().value);
    if (message.ns != static_cast<std::uint16_t>(number)) breaks("Ns is not the message's number");
    if (number == next) {
        end.outstanding.emplace_back();
    } else if (number < end.acknowledged || number > next) {
        return breaks("message " + std::to_string(number) + " is sent out of turn");
    }
    if (end.outstanding.size() > end.settings.channel.peer_window)
        breaks("more is outstanding than the window");
    Seen& seen = end.outstanding[number - end.acknowledged];
    if (outgoing.retransmission != (seen.transmissions > 0))
        breaks("a retransmission is not told from a first");
    watch_spacing(end, seen);
}

// watch_spacing: at least the first interval, then at least double, up to the cap.
void LossyLink::watch_spacing(const End& end, Seen& seen) {
    const ChannelSettings& settings = end.settings.channel;
    if (seen.transmissions > 0) {
        ++retransmissions_;
        const Time spacing = now_ - seen.last;
        const Time least = seen.transmissions == 1 ? settings.first_interval
                                                   : std::min(2 * seen.spacing, settings.interval_cap);
        if (spacing < least) breaks("a retransmission after " + in_ms(spacing) + ", not " + in_ms(least));
        seen.spacing = spacing;
    }
    seen.last = now_;
    if (++seen.transmissions > settings.max_retransmissions + 1) breaks("too many retransmissions");
}

void LossyLink::put(std::size_t to, const codec::OctetString& octets) {
    std::uniform_int_distribution<Time::rep> delay(link_.least_delay.count(), link_.most_delay.count());
    passing_.push({now_ + Time(delay(random_)), order_++, to, octets});
}

void LossyLink::breaks(const std::string& rule) {
    if (breach_.empty()) breach_ = rule + " (at " + in_ms(now_) + ")";
}

bool LossyLink::happens(double probability) {
    return probability > 0 && std::bernoulli_distribution(probability)(random_);
}

}  // namespace l2tp::protocol
