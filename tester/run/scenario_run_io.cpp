// SPDX-License-Identifier: GPL-2.0-or-later
// What comes in and what goes out: tunnels are found, channels are served, the judge is fed.
#include <fmt/format.h>

#include <algorithm>

#include "codec/attribute.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

// tunnel_of finds the tunnel that a message is for. With Tunnel ID 0 (a StopCCN may have it) the socket
// tells.
TesterTunnel* ScenarioRun::tunnel_of(const codec::DecodedMessage& message, std::size_t socket) {
    const std::uint16_t id = message.header.tunnel_id();
    for (TesterTunnel& tunnel : tunnels_) {
        if (id != 0 ? tunnel.ours == id : tunnel.socket == socket) return &tunnel;
    }
    return nullptr;
}

void ScenarioRun::on_datagram(const codec::Datagram& datagram, std::size_t socket) {
    if (phase_ == Phase::finished || !same_address(datagram.from, settings_.peer)) return;
    const codec::DecodedMessage& message = *judge_.on_datagram(datagram).message;
    ++heard_;
    TesterTunnel* tunnel = message.header.complete() ? tunnel_of(message, socket) : nullptr;
    if (tunnel == nullptr) {
        if (phase_ != Phase::steps) return;
        ++strays_;
        stray_ = fmt::format("{}  Tunnel ID {}", message_line(message), message.header.tunnel_id());
        return;
    }
    if (message.kind == codec::MessageKind::data) return on_arrival({message, *tunnel, {}}, datagram);
    if (!message.is_control()) return;

    if (tunnel->state == TesterTunnel::State::closed) {
        if (message.kind == codec::MessageKind::control) reacknowledge(*tunnel);
        return;
    }
    const auto receipt = tunnel->channel.receive(message, datagram.time);
    if (receipt == protocol::ControlChannel::Receipt::deliver) {
        tunnel->learn(message, datagram.from);
        note_device(message);
        if (tunnel->state == TesterTunnel::State::closed) reacknowledge(*tunnel);
    }
    on_arrival({message, *tunnel, receipt}, datagram);
}

// A closed tunnel's channel is not served any more; what the DUT still sends on it, StopCCN and its copies,
// is acknowledged by hand (5.7).
void ScenarioRun::reacknowledge(const TesterTunnel& tunnel) {
    codec::Message zlb = codec::make_zlb();
    zlb.tunnel_id = tunnel.theirs;
    zlb.ns = tunnel.channel.next_ns();
    zlb.nr = tunnel.channel.next_nr();
    outgoing_.push_back({tunnel.socket, tunnel.peer, codec::encode(zlb), false, false});
}

void ScenarioRun::note_device(const codec::DecodedMessage& message) {
    if (!message.is(message_type::sccrp)) return;
    const auto copy = [&](codec::AvpKey key) {
        const codec::DecodedAvp* avp = message.find_readable(key);
        return avp == nullptr ? codec::OctetString{}
                              : codec::OctetString(avp->value.begin(), avp->value.end());
    };
    result_.device = {copy(attribute::host_name), copy(attribute::vendor_name),
                      message.number(attribute::firmware_revision).value_or(0), true};
}

// start_judge sets the judge on the DUT. All that we sent and received is known, so our own host is the
// vantage point; what the network lost on its way to the DUT is not.
void ScenarioRun::start_judge(const codec::Endpoint& own) {
    constexpr std::uint16_t l2tp_port = 1701;
    protocol::JudgeSettings settings;
    settings.tolerances.ack_within = identity_.profile.duration("ack-within");
    settings.vantage.host = own;
    settings.judged = {settings_.peer};
    if (!same_address(own, settings_.peer)) settings.judged.front().port = 0;  // it may answer from any port
    if (settings_.peer.port != l2tp_port) settings.port = 0;
    settings.secret = [&profile = identity_.profile](const codec::Endpoint&, const codec::Endpoint&) {
        return profile.secret().octets();
    };
    judge_ = protocol::Judge(std::move(settings));
    judging_ = true;
}

std::vector<OutgoingDatagram> ScenarioRun::take_outgoing(Time now) {
    for (TesterTunnel& tunnel : tunnels_) {
        if (tunnel.state == TesterTunnel::State::closed) continue;
        for (protocol::ControlChannel::Outgoing& out : tunnel.channel.take_outgoing(now)) {
            codec::OctetString octets = codec::encode(out.message, identity_.profile.secret().octets());
            const bool zlb = out.message.avps.empty();
            const bool of_scenario = phase_ == Phase::steps && &tunnel == &tunnels_.front();
            if (!zlb && !out.retransmission) {
                const codec::Avp& first = out.message.avps.front();
                const codec::MessageRow* row = nullptr;
                if (first.key == attribute::message_type && first.value.size() == 2) {
                    row = codec::find_message(codec::read_u16(first.value, 0));
                }
                tunnel.sent.push_back({row, out.message.ns, octets, tunnel.conduct_of(out.message.ns)});
            }
            const auto conduct = zlb ? protocol::Conduct::plain : tunnel.conduct_of(out.message.ns);
            outgoing_.push_back({tunnel.socket, tunnel.peer, std::move(octets), !zlb && of_scenario,
                                 out.retransmission, conduct});
        }
    }
    return std::exchange(outgoing_, {});
}

void ScenarioRun::on_sent(const OutgoingDatagram& outgoing, const codec::Datagram& datagram) {
    if (!judging_) start_judge(datagram.from);
    if (locals_.size() <= outgoing.socket) locals_.resize(outgoing.socket + 1);
    locals_[outgoing.socket] = datagram.from;
    const codec::DecodedMessage& message = *judge_.on_datagram(datagram, outgoing.conduct).message;
    if (!outgoing.stimulus) return;
    if (!outgoing.copy) {
        stimulus_frames_.clear();
        stimulus_count_ = 0;
        stimulus_text_ =
            fmt::format("t {}  {}", seconds_text(datagram.time - result_.started), message_line(message));
    }
    ++stimulus_count_;
    constexpr std::size_t most_frames = 8;  // of data sent over and over
    if (stimulus_frames_.size() < most_frames) stimulus_frames_.push_back(datagram.reference);
}

std::vector<HookCall> ScenarioRun::take_hooks() {
    return std::exchange(hooks_, {});
}

void ScenarioRun::on_hook_end(const HookEnd&, Time) {}

SocketKind ScenarioRun::socket_kind(std::size_t socket) const noexcept {
    const bool listens = settings_.listen.family != codec::Endpoint::Family::none;
    return listens && socket == 0 ? SocketKind::listening : SocketKind::own;
}

std::vector<OpenTunnel> ScenarioRun::open_tunnels() const {
    std::vector<OpenTunnel> open;
    for (const TesterTunnel& tunnel : tunnels_) {
        if (tunnel.theirs == 0 || tunnel.state == TesterTunnel::State::closed) continue;
        const bool known = tunnel.socket < locals_.size();
        open.push_back({tunnel.ours, tunnel.theirs, known ? locals_[tunnel.socket] : codec::Endpoint{},
                        tunnel.peer, tunnel.channel.next_ns(), tunnel.channel.next_nr()});
    }
    return open;
}

std::optional<Time> ScenarioRun::next_deadline() const {
    if (phase_ == Phase::finished) return std::nullopt;
    std::optional<Time> next = deadline_;
    const auto consider = [&](std::optional<Time> time) {
        if (time && (!next || *time < *next)) next = time;
    };
    if (stimulus_) consider(stimulus_->next_again);
    for (const TesterTunnel& tunnel : tunnels_) {
        if (tunnel.state != TesterTunnel::State::closed) consider(tunnel.channel.next_deadline());
    }
    return next;
}

void ScenarioRun::on_timeout(Time now) {
    for (TesterTunnel& tunnel : tunnels_) {
        if (tunnel.state != TesterTunnel::State::closed) tunnel.channel.on_timeout(now);
    }
    if (stimulus_ && stimulus_->next_again && now >= *stimulus_->next_again) {
        stimulus_->next_again = now + *stimulus_->again_every;
        ++stimulus_->copies;
        outgoing_.push_back(stimulus_->datagram);
        outgoing_.back().copy = true;
    }
    if (!deadline_ || now < *deadline_) return;
    switch (phase_) {
        case Phase::steps:
            return on_step_deadline(now);
        case Phase::probing:
            return check_probe(now);
        case Phase::tear_down:
            return check_tear_down(now);
        default:
            return;
    }
}

void ScenarioRun::on_unreachable(std::string_view reason, Time now) {
    if (phase_ == Phase::idle || phase_ == Phase::finished) return;
    const std::string seen = fmt::format("{} {}", format_endpoint(settings_.peer), reason);
    if (phase_ == Phase::tear_down) {
        result_.tear_down = {Verdict::inconclusive, seen};
        result_.reach = Reach::lost;
        return finish(now);
    }
    lose_device(seen, now);
}

}  // namespace l2tp::tester
