// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/carried_run.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>

#include "codec/attribute.hpp"
#include "codec/decode.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Family = codec::Endpoint::Family;

bool same_tunnel(const OpenTunnel& a, const OpenTunnel& b) {
    return a.ours == b.ours && a.local == b.local && a.peer == b.peer;
}

}  // namespace

CarriedRun::CarriedRun(CarrierParts& parts, ScenarioRun& run, const Lane& lane, std::function<void()> done)
    : parts_(parts), run_(&run), lane_(lane), done_(std::move(done)), deadline_(parts.context) {}

void CarriedRun::start() {
    if (run_->socket_kind(0) == SocketKind::listening) channel(0);
    run_->start(parts_.clock.now());
    serve();
}

codec::Endpoint CarriedRun::local_of(std::size_t socket) const {
    switch (run_->socket_kind(socket)) {
        case SocketKind::listening:
            return lane_.listen;
        case SocketKind::other_address:
            if (lane_.other_source.family != Family::none) return lane_.other_source;
            break;
        case SocketKind::own:
            break;
    }
    return lane_.source.family != Family::none ? lane_.source : local_address(lane_.peer);
}

// A fixed port can be bound once: all sockets of the run that want it are one.
UdpChannel& CarriedRun::channel(std::size_t socket) {
    const auto known = channels_.find(socket);
    if (known != channels_.end()) return *known->second;
    const codec::Endpoint local = local_of(socket);
    const auto same = std::ranges::find_if(
        channels_, [&local](const auto& entry) { return local.port != 0 && entry.second->local() == local; });
    auto opened = same != channels_.end() ? same->second : open(local, socket);
    return *channels_.emplace(socket, std::move(opened)).first->second;
}

std::shared_ptr<UdpChannel> CarriedRun::open(const codec::Endpoint& local, std::size_t socket) {
    auto opened = std::make_shared<UdpChannel>(parts_.context, parts_.clock, local);
    const std::weak_ptr<CarriedRun> weak = weak_from_this();
    const std::weak_ptr<UdpChannel> to = opened;
    opened->listen({
        [weak] {
            const auto self = weak.lock();
            if (!self || self->run_ == nullptr) return;
            self->parts_.look();
            const codec::Time now = self->parts_.clock.now();
            self->take_in(now);
            self->serve(now);
        },
        [weak, to, socket](codec::Octets octets, const codec::Endpoint& from, codec::Time time) {
            const auto self = weak.lock();
            const auto channel = to.lock();
            if (self && channel && self->run_ != nullptr) self->keep(octets, from, *channel, socket, time);
        },
        [weak](const std::string& reason) {
            const auto self = weak.lock();
            if (!self || self->run_ == nullptr) return;
            self->unreachable_ = reason;
            if (self->serving_ || self->reading_) return;  // they look for it
            const codec::Time now = self->parts_.clock.now();
            self->tell_unreachable(now);
            self->serve(now);
        },
    });
    return opened;
}

void CarriedRun::on_late(codec::Time late) {
    if (run_ != nullptr) run_->on_late(late);
}

Impairer::Fate CarriedRun::next_fate() {
    const auto fate = parts_.impairer == nullptr ? Impairer::Fate{} : parts_.impairer->next();
    if (fate.odd && run_ != nullptr) run_->on_impaired();
    return fate;
}

void CarriedRun::keep(codec::Octets octets, const codec::Endpoint& from, const UdpChannel& to,
                      std::size_t socket, codec::Time time) {
    const Impairer::Fate fate = next_fate();
    for (unsigned copy = 0; copy < fate.copies; ++copy) {
        Arrival arrival{{octets.begin(), octets.end()}, from, to.local(), socket, time + fate.delay};
        if (fate.delay == codec::Time::zero()) {
            arrivals_.push_back(std::move(arrival));
            continue;
        }
        after(fate.delay, [weak = weak_from_this(), arrival = std::move(arrival)] {
            const auto self = weak.lock();
            if (!self || self->run_ == nullptr) return;
            self->parts_.look();
            const codec::Time now = self->parts_.clock.now();
            self->take_in(now);
            self->hand_in(arrival, now);
            self->serve(now);
        });
    }
}

void CarriedRun::take_in(codec::Time now) {
    reading_ = true;
    for (const auto& [socket, each] : channels_) each->read();
    reading_ = false;
    std::vector<Arrival> arrivals = std::exchange(arrivals_, {});
    std::ranges::stable_sort(arrivals, {}, &Arrival::time);
    for (const Arrival& arrival : arrivals) hand_in(arrival, now);
    tell_unreachable(now);
}

void CarriedRun::tell_unreachable(codec::Time now) {
    if (run_ == nullptr || !unreachable_) return;
    run_->on_unreachable(*std::exchange(unreachable_, std::nullopt), now);
}

void CarriedRun::after(codec::Time delay, std::function<void()> action) {
    if (delay == codec::Time::zero()) return action();
    auto timer = std::make_shared<asio::steady_timer>(parts_.context, delay);
    timer->async_wait([timer, action = std::move(action)](const error_code& error) {
        if (!error) action();
    });
}

void CarriedRun::hand_in(const Arrival& arrival, codec::Time now) {
    if (run_ == nullptr || run_->finished()) return;
    latest_ = std::max(arrival.time, latest_);
    codec::Datagram datagram;
    datagram.octets = arrival.octets;
    datagram.wire_length = arrival.octets.size();
    datagram.from = arrival.from;
    datagram.to = arrival.to;
    datagram.time = latest_;
    datagram.reference = parts_.on_wire(datagram);
    run_->on_datagram(datagram, arrival.socket, std::max(now, latest_));
}

void CarriedRun::transmit(const OutgoingDatagram& outgoing) {
    UdpChannel& from = channel(outgoing.socket);
    if (parts_.journal != nullptr) announce(outgoing, from);
    const Impairer::Fate fate = next_fate();
    if (fate.copies == 0) {  // the judge must know that the DUT never had it
        OutgoingDatagram lost = outgoing;
        lost.conduct = protocol::Conduct::not_delivered;
        latest_ = parts_.clock.now();
        codec::Datagram datagram{lost.octets, lost.octets.size(), from.local(), lost.to, latest_, 0, {}};
        run_->on_sent(lost, datagram);
    }
    const auto self = shared_from_this();
    for (unsigned copy = 0; copy < fate.copies; ++copy) {
        OutgoingDatagram sent = outgoing;
        if (copy > 0) sent.copy = true;
        after(fate.delay, [self, sent = std::move(sent), to = channels_.at(outgoing.socket)] {
            self->transmit_now(sent, *to);
        });
    }
}

void CarriedRun::transmit_now(const OutgoingDatagram& outgoing, UdpChannel& from) {
    if (run_ != nullptr) {
        codec::Datagram datagram;
        datagram.octets = outgoing.octets;
        datagram.wire_length = outgoing.octets.size();
        datagram.from = from.local();
        datagram.to = outgoing.to;
        datagram.time = latest_ = parts_.clock.now();
        datagram.reference = parts_.on_wire(datagram);
        run_->on_sent(outgoing, datagram);
    }
    from.send(outgoing.octets, outgoing.to);
}

// announce writes a tunnel that is asked for into the journal before the request is sent.
void CarriedRun::announce(const OutgoingDatagram& outgoing, const UdpChannel& from) {
    codec::Datagram datagram;
    datagram.octets = outgoing.octets;
    datagram.wire_length = outgoing.octets.size();
    const codec::DecodedMessage message = codec::decode(datagram);
    if (!message.is(codec::message_type::sccrq)) return;
    const auto ours = message.number(codec::attribute::assigned_tunnel_id);
    if (!ours || *ours == 0) return;
    OpenTunnel tunnel;
    tunnel.ours = static_cast<std::uint16_t>(*ours);
    tunnel.local = from.local();
    tunnel.peer = outgoing.to;
    tunnel.ns = 1;
    if (std::ranges::any_of(noted_, [&](const OpenTunnel& known) { return same_tunnel(known, tunnel); }))
        return;
    parts_.journal->note(tunnel);
    noted_.push_back(tunnel);
}

// keep_journal notes what the run knows of its tunnels, and strikes what is closed.
void CarriedRun::keep_journal() {
    if (parts_.journal == nullptr) return;
    const std::vector<OpenTunnel> open = run_->open_tunnels();
    for (const OpenTunnel& tunnel : open) {
        if (tunnel.local.family == Family::none) continue;
        parts_.journal->note(tunnel);
        const auto known =
            std::ranges::find_if(noted_, [&](const OpenTunnel& other) { return same_tunnel(other, tunnel); });
        if (known == noted_.end()) {
            noted_.push_back(tunnel);
        } else {
            *known = tunnel;
        }
    }
    std::erase_if(noted_, [&](const OpenTunnel& tunnel) {
        const bool asked_for = tunnel.theirs == 0 && !run_->finished();
        const bool still_open = asked_for || std::ranges::any_of(open, [&](const OpenTunnel& other) {
                                    return same_tunnel(other, tunnel);
                                });
        if (!still_open) parts_.journal->strike(tunnel);
        return !still_open;
    });
}

void CarriedRun::start_hook(const HookCall& call) {
    HookValues values = parts_.hook_values;
    const auto add = [&values](std::string name, const codec::Endpoint& endpoint) {
        if (endpoint.family == Family::none) return;
        // Before the profile's: of several listening addresses, this run has one.
        values.insert(values.begin(), {{name, format_endpoint(endpoint)},
                                       {name + "-address", format_address(endpoint)},
                                       {name + "-port", std::to_string(endpoint.port)}});
    };
    add("listen", lane_.listen);
    add("peer", lane_.peer);
    const std::weak_ptr<CarriedRun> weak = weak_from_this();
    parts_.hooks.start(call, values, this, [weak](const HookEnd& hook_end) {
        const auto self = weak.lock();
        if (!self || self->run_ == nullptr) return;
        self->parts_.look();
        const codec::Time now = self->parts_.clock.now();
        self->take_in(now);
        if (self->run_ == nullptr) return;
        self->run_->on_hook_end(hook_end, now);
        self->serve(now);
    });
}

void CarriedRun::serve() {
    serve(parts_.clock.now());
}

// One time counts for all that an event brings about: what is due later waits until the sockets were read
// again, though the machine may keep the tester from its work while it serves.
void CarriedRun::serve(codec::Time now) {
    if (run_ == nullptr || serving_) return;
    serving_ = true;
    while (true) {
        const std::vector<HookCall> hooks = run_->take_hooks();
        const std::vector<OutgoingDatagram> outgoing = run_->take_outgoing(now);
        if (hooks.empty() && outgoing.empty()) break;
        keep_journal();
        for (const HookCall& call : hooks) start_hook(call);
        for (const OutgoingDatagram& datagram : outgoing) transmit(datagram);
        tell_unreachable(now);
    }
    serving_ = false;
    keep_journal();
    if (run_->finished()) return end();
    arm();
}

void CarriedRun::arm() {
    const auto next = run_->next_deadline();
    if (!next) {
        deadline_.cancel();
        return;
    }
    deadline_.expires_at(parts_.clock.steady(*next));
    const std::weak_ptr<CarriedRun> weak = weak_from_this();
    deadline_.async_wait([weak](const error_code& error) {
        const auto self = weak.lock();
        if (!error && self && self->run_ != nullptr) self->on_timeout();
    });
}

// on_timeout: what came before the deadline counts, though it was not read before.
void CarriedRun::on_timeout() {
    parts_.look();
    const codec::Time now = parts_.clock.now();
    take_in(now);
    if (run_ != nullptr) run_->on_timeout(now);
    serve(now);
}

void CarriedRun::end() {
    run_ = nullptr;
    deadline_.cancel();
    for (const auto& [socket, open_channel] : channels_) open_channel->stop();
    channels_.clear();
    parts_.hooks.end(this);
    asio::post(parts_.context, std::exchange(done_, {}));
}

}  // namespace l2tp::tester
