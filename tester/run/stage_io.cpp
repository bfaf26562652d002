// SPDX-License-Identifier: GPL-2.0-or-later
// What goes out and what comes in: channels are served, the judge is fed, the evidence is kept.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "tester/run/stage.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;
using Direction = ExchangedDatagram::Direction;

// start_judge sets the judge on the DUT. All that passed our sockets is known, so they are the vantage point;
// what the network lost on its way is not. The DUT may have the same address, with other ports.
void Stage::start_judge(const codec::Endpoint& own) {
    constexpr std::uint16_t l2tp_port = 1701;
    protocol::JudgeSettings judging;
    judging.tolerances.ack_within = profile().duration("ack-within");
    judging.vantage.hosts = {own};
    judging.judged = {settings.peer};
    if (!same_address(own, settings.peer)) judging.judged.front().port = 0;  // it may answer from any port
    if (settings.peer.port != l2tp_port) judging.port = 0;
    judging.secret = [&profile = identity.profile](const codec::Endpoint&, const codec::Endpoint&) {
        return profile.secret().octets();
    };
    judge_ = protocol::Judge(std::move(judging));
    judging_ = true;
}

void Stage::take_from(TesterTunnel& tunnel, Time now) {
    for (TesterChannel::Outgoing& out : tunnel.channel.take_outgoing(now)) {
        codec::OctetString octets = codec::encode(out.message, profile().secret().octets());
        if (!out.zlb && !out.copy) tunnel.note_transmitted(out, octets);
        OutgoingDatagram datagram{tunnel.socket,     tunnel.peer,
                                  std::move(octets), !out.zlb && on_stage_ && !tunnel.of_probe,
                                  out.copy,          out.conduct};
        if (out.withheld) {
            withhold(datagram, now);
        } else {
            outgoing_.push_back(std::move(datagram));
        }
    }
}

// take_from_ppp sends the frames of the links that run on sessions.
void Stage::take_from_ppp() {
    for (TesterTunnel& tunnel : tunnels) {
        for (TesterSession& session : tunnel.sessions) {
            const auto link = ppp.find(&session);
            if (link == ppp.end()) continue;
            for (codec::OctetString& frame : link->second->take_frames()) {
                SendData send;
                send.frame = std::move(frame);
                if (const auto message = build_data(send, tunnel, &session, scope(&tunnel))) {
                    outgoing_.push_back({tunnel.socket, tunnel.peer, codec::encode(*message), false, false});
                }
            }
        }
    }
}

void Stage::withhold(const OutgoingDatagram& outgoing, Time now) {
    const codec::Endpoint local = sockets.local(outgoing.socket);
    if (!judging_ || local.family == codec::Endpoint::Family::none) return;
    const codec::Datagram datagram{outgoing.octets, outgoing.octets.size(), local, outgoing.to, now, 0};
    const auto& judgement = judge_.on_datagram(datagram, protocol::Conduct::not_delivered);
    evidence_.add(datagram,
                  {Direction::sent, ExchangedDatagram::Fate::withheld, step, false, now - result.started},
                  judgement);
}

void Stage::transmit_at(Time time, OutgoingDatagram datagram) {
    scheduled_.push_back({time, std::move(datagram)});
}

void Stage::repeat_stimulus(Time now) {
    ++stimulus->copies;
    if (stimulus->renewed) {
        if (auto octets = stimulus->renewed()) stimulus->datagram.octets = std::move(*octets);
    }
    transmit(stimulus->datagram, now);
    outgoing_.back().copy = true;
}

void Stage::flush(Time now) {
    for (TesterTunnel& tunnel : tunnels) {
        // What nobody has taken up is neither acknowledged nor answered.
        if (tunnel.state != TesterTunnel::State::closed && !tunnel.waits_for_a_step()) take_from(tunnel, now);
    }
}

std::vector<OutgoingDatagram> Stage::take_outgoing(Time now) {
    flush(now);
    take_from_ppp();
    return std::exchange(outgoing_, {});
}

std::optional<Time> Stage::next_deadline() const {
    std::optional<Time> next;
    const auto consider = [&](std::optional<Time> time) {
        if (time && (!next || *time < *next)) next = time;
    };
    if (stimulus) consider(stimulus->next_again);
    for (const Scheduled& scheduled : scheduled_) consider(scheduled.time);
    for (const auto& [session, link] : ppp) consider(link->next_deadline());
    for (const TesterTunnel& tunnel : tunnels) {
        if (tunnel.state != TesterTunnel::State::closed && !tunnel.waits_for_a_step()) {
            consider(tunnel.channel.next_deadline());
        }
    }
    return next;
}

void Stage::on_timeout(Time now) {
    if (stimulus && stimulus->next_again && now >= *stimulus->next_again) {
        stimulus->next_again = now + *stimulus->again_every;
        repeat_stimulus(now);
    }
    for (Scheduled& scheduled : scheduled_) {
        if (scheduled.time <= now) transmit(std::move(scheduled.datagram), now);
    }
    std::erase_if(scheduled_, [now](const Scheduled& scheduled) { return scheduled.time <= now; });
    for (const auto& [session, link] : ppp) link->on_timeout(now);
}

void Stage::note_stimulus(const OutgoingDatagram& outgoing, const codec::Datagram& datagram,
                          const codec::DecodedMessage& message) {
    if (!outgoing.copy) {
        stimulus_frames_.clear();
        stimulus_count_ = 0;
        stimulus_text_ =
            fmt::format("t {}  {}", seconds_text(datagram.time - result.started), message_line(message));
    }
    ++stimulus_count_;
    constexpr std::size_t most_frames = 8;  // of data sent over and over
    if (stimulus_frames_.size() < most_frames) stimulus_frames_.push_back(datagram.reference);
}

void Stage::on_sent(const OutgoingDatagram& outgoing, const codec::Datagram& datagram) {
    if (!judging_) start_judge(datagram.from);
    judge_.observe_at(datagram.from);
    sockets.bound(outgoing.socket, datagram.from);
    latest_ = std::max(latest_, datagram.time);
    const protocol::Judgement& judgement = judge_.on_datagram(datagram, outgoing.conduct);
    evidence_.add(datagram,
                  {Direction::sent, ExchangedDatagram::Fate::whole, step, outgoing.copy,
                   datagram.time - result.started},
                  judgement);
    if (outgoing.stimulus) note_stimulus(outgoing, datagram, *judgement.message);
}

void Stage::note_identity(const codec::DecodedMessage& message) {
    const auto copy_of = [&](codec::AvpKey key) {
        const std::string_view text = message.text(key);
        return codec::OctetString(text.begin(), text.end());
    };
    result.device = {copy_of(attribute::host_name), copy_of(attribute::vendor_name),
                     message.number(attribute::firmware_revision).value_or(0), true};
}

void Stage::note_counters(const codec::DecodedMessage& message, Time now) {
    using Counter = CounterReading::Counter;
    struct Row {
        std::uint16_t message_type;
        codec::AvpKey avp;
        Counter counter;
    };
    static constexpr std::array rows{
        Row{message_type::sccrq, attribute::assigned_tunnel_id, Counter::tunnel_id},
        Row{message_type::sccrp, attribute::assigned_tunnel_id, Counter::tunnel_id},
        Row{message_type::icrq, attribute::assigned_session_id, Counter::session_id},
        Row{message_type::icrp, attribute::assigned_session_id, Counter::session_id},
        Row{message_type::ocrq, attribute::assigned_session_id, Counter::session_id},
        Row{message_type::ocrp, attribute::assigned_session_id, Counter::session_id},
        Row{message_type::icrq, attribute::call_serial_number, Counter::call_serial_number},
        Row{message_type::ocrq, attribute::call_serial_number, Counter::call_serial_number},
    };
    for (const Row& row : rows) {
        if (!message.is(row.message_type) || result.readings.size() >= CounterReading::most) continue;
        if (const auto value = message.number(row.avp)) result.readings.push_back({row.counter, now, *value});
    }
}

const codec::DecodedMessage& Stage::on_received(const codec::Datagram& datagram) {
    if (!judging_) start_judge(datagram.to);
    judge_.observe_at(datagram.to);
    ++heard;
    latest_ = std::max(latest_, datagram.time);
    const protocol::Judgement& judgement = judge_.on_datagram(datagram);
    const bool copy = judgement.repetition != protocol::Repetition::first;
    evidence_.add(
        datagram,
        {Direction::received, ExchangedDatagram::Fate::whole, step, copy, datagram.time - result.started},
        judgement);
    const codec::DecodedMessage& message = *judgement.message;
    if (message.is(message_type::sccrp) || message.is(message_type::sccrq)) note_identity(message);
    if (!copy) note_counters(message, datagram.time);
    return message;
}

}  // namespace l2tp::tester
