// SPDX-License-Identifier: GPL-2.0-or-later
#include "sound_pair.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "codec/requirements.hpp"
#include "toy_parties.hpp"

namespace l2tp::protocol::test {

using codec::Time;
using namespace std::chrono_literals;

namespace {

constexpr Time active_time = 100s;  // during which local events happen
constexpr Time margin = 15s;        // for what is under way, and for answers to it

constexpr std::array<std::string_view, 4> point_names{"sent", "lost", "delivered", "undeliverable"};

std::string stamp(Time time) {
    std::array<char, 32> text{};
    (void)std::snprintf(text.data(), text.size(), "%10.4f ", std::chrono::duration<double>(time).count());
    return text.data();
}

}  // namespace

SoundPair::SoundPair(std::uint64_t seed, Log log, const Change& change, Path path)
    : random_(seed),
      log_(std::move(log)),
      path_(path),
      network_(path == Path::drawn ? random_network(random_) : one_percent_network(random_)),
      impaired_(network_.settings()),
      capture_random_(seed) {
    SettingsPair settings = random_settings(random_, address(1), address(2));
    if (change) change(settings);
    add_side(lac_, "LAC", std::move(settings.lac));
    add_side(lns_, "LNS", std::move(settings.lns));
    add_judges();
    network_.add_tap([this](const Passage& passage) { watch(passage); });
    events_.emplace(random_, network_, *lac_.endpoint, *lns_.endpoint, log_);
    events_->schedule(active_time);
}

void SoundPair::add_side(Side& side, std::string_view name, EndpointSettings settings) {
    side.name = name;
    settings.observer = [this, &side](const EndpointEvent& event) { observe(side, event); };
    side.endpoint.emplace(std::move(settings));
    network_.attach(*side.endpoint, side.endpoint->settings().address);
}

// add_judges places one at each end, which sees all, and one that sees what a bad capture at one of them
// holds. Where the ends' secrets differ, none of them is told.
void SoundPair::add_judges() {
    JudgeSettings settings;
    settings.tolerances.round_trip = 2 * (impaired_.latency + impaired_.jitter + impaired_.lateness) + 100ms;
    settings.vantage.elsewhere = Absence::nothing;
    const codec::OctetString& secret = lac_.endpoint->settings().secret;
    if (secret == lns_.endpoint->settings().secret) {
        settings.secret = [&secret](const codec::Endpoint&, const codec::Endpoint&) {
            return codec::Octets(secret);
        };
    }
    middle_.emplace(settings);
    for (Side* side : {&lac_, &lns_}) {
        if (path_ == Path::one_percent) settings.vantage.elsewhere = Absence::after_some;
        settings.vantage.hosts = {address_of(side->endpoint->settings().address)};
        side->judge.emplace(settings);
    }
}

void SoundPair::observe(const Side& side, const EndpointEvent& event) {
    if (event.row.empty() && event.from != State::idle) {
        fault(side, "no row for " + std::string(event.event) + " in " + std::string(name_of(event.from)) +
                        " of " + std::string(name_of(event.machine)));
    }
    if (!event.row.empty()) ++rows_[event.row];
    if (log_) {
        log_(stamp(event.time) + std::string(side.name) + " tunnel " + std::to_string(event.tunnel) +
             " session " + std::to_string(event.session) + ": " + std::string(event.event) + " [" +
             std::string(event.row) + "] -> " + std::string(name_of(event.to)));
    }
}

void SoundPair::watch(const Passage& passage) {
    const bool from_lac = passage.datagram.from == lac_.endpoint->settings().address;
    Side& sender = from_lac ? lac_ : lns_;
    Side& recipient = from_lac ? lns_ : lac_;
    if (passage.point == Passage::Point::sent) look(sender, passage);
    if (passage.point == Passage::Point::delivered) look(recipient, passage);
    if (passage.point == Passage::Point::lost && log_) {
        describe(passage, codec::decode(passage.datagram, sender.endpoint->settings().secret));
    }
}

// look hands a datagram that passes `side` to all that watch that end.
void SoundPair::look(Side& side, const Passage& passage) {
    ++datagrams_;
    (void)side.judge->on_datagram(passage.datagram);
    // An end reads with its own secret, which the judges do not know where the other end has another one.
    const codec::DecodedMessage message = codec::decode(passage.datagram, side.endpoint->settings().secret);
    if (passage.point == Passage::Point::sent) {
        side.watch.on_sent(message, passage.datagram.octets);
    } else {
        side.watch.on_received(message, passage.datagram.octets);
    }
    if (log_) describe(passage, message);
    const Side& captured = impaired_.seed % 2 == 0 ? lac_ : lns_;
    if (&side == &captured) look_from_the_middle(passage.datagram);
}

// look_from_the_middle loses some datagrams, sees some twice, and swaps some with the next one.
void SoundPair::look_from_the_middle(const codec::Datagram& datagram) {
    constexpr std::uint64_t loss = 50'000;
    constexpr std::uint64_t swap = 10'000;
    if (capture_random_.chance(loss)) {
        if (log_) log_("          the middle misses #" + std::to_string(datagram.reference));
        return;
    }
    if (!held_ && capture_random_.chance(swap)) {
        held_octets_.assign(datagram.octets.begin(), datagram.octets.end());
        held_ = datagram;
        held_->octets = held_octets_;
        if (log_) log_("          the middle is late with #" + std::to_string(datagram.reference));
        return;
    }
    (void)middle_->on_datagram(datagram);
    if (capture_random_.chance(swap)) (void)middle_->on_datagram(datagram);
    if (!held_) return;
    if (datagram.time - held_->time < 100ms) (void)middle_->on_datagram(*held_);
    held_.reset();
}

void SoundPair::describe(const Passage& passage, const codec::DecodedMessage& message) {
    const bool from_lac = passage.datagram.from == lac_.endpoint->settings().address;
    std::string line = stamp(passage.datagram.time) + (from_lac ? "LAC -> LNS " : "LNS -> LAC ");
    line += std::string(point_names[static_cast<std::size_t>(passage.point)]) + " #" +
            std::to_string(passage.datagram.reference) + " ";
    if (!message.is_control()) {
        line += "data";
    } else {
        line += message.row != nullptr ? std::string(message.row->abbreviation) : "ZLB";
    }
    line += " tunnel " + std::to_string(message.header.tunnel_id()) + " session " +
            std::to_string(message.header.session_id());
    if (message.is_control()) {
        line += " Ns " + std::to_string(message.header.ns()) + " Nr " + std::to_string(message.header.nr());
    }
    log_(line);
}

std::vector<std::string> SoundPair::run() {
    (void)network_.run_until(active_time);
    settle();
    check_agreement(lac_, lns_);
    check_agreement(lns_, lac_);
    close();
    events_->check_frames();
    finish_judges();
    for (Side* side : {&lac_, &lns_}) {
        check_nothing_left(*side);
        for (const std::string& what : side->watch.faults()) fault(*side, what);
    }
    if (network_.error()) faults_.push_back("virtual time does not advance");
    faults_.insert(faults_.end(), events_->faults().begin(), events_->faults().end());
    return faults_;
}

// settling_time is how long it takes, on a sound network, until both ends know the same: half-open tunnels
// and calls are given up, a HELLO is due, and it is answered or retransmitted in vain.
Time SoundPair::settling_time() const {
    Time total = margin;
    for (const Side* side : {&lac_, &lns_}) {
        const EndpointSettings& settings = side->endpoint->settings();
        total += settings.establishment_limit + settings.hello_interval + settings.channel.full_cycle();
    }
    return total;
}

void SoundPair::settle() {
    network_.settings() = without_impairments(impaired_);
    if (log_) log_("          the network is sound from here");
    (void)network_.run_until(network_.now() + settling_time());
}

void SoundPair::close() {
    if (random_.below(2) == 0) network_.settings() = impaired_;
    events_->check_frames();
    events_->close_everything(network_.now());
    if (network_.run_until(network_.now() + 2 * settling_time()) == RunEnd::quiet) return;
    fault(lac_, "or the peer is not quiet after everything was closed");
}

void SoundPair::check_agreement(const Side& side, const Side& other) {
    for (const std::uint16_t id : side.endpoint->tunnels()) {
        const Tunnel& tunnel = *side.endpoint->find_tunnel(id);
        const Tunnel* twin = other.endpoint->find_tunnel(tunnel.peer_id());
        const std::string name = "tunnel " + std::to_string(id);
        if (tunnel.state() != State::established) fault(side, name + " is still half-open");
        if (twin == nullptr || twin->peer_id() != id || twin->state() != State::established) {
            fault(side, name + " is not the peer's");
        }
    }
    for (const CallId call : side.endpoint->calls()) check_call(side, other, call);
}

void SoundPair::check_call(const Side& side, const Side& other, CallId call) {
    const Tunnel& tunnel = *side.endpoint->find_tunnel(call.tunnel);
    const Session& session = *side.endpoint->find_call(call);
    const Session* twin = other.endpoint->find_call({tunnel.peer_id(), session.peer_id()});
    const std::string name = "call " + std::to_string(call.session);
    if (!session.established()) fault(side, name + " is still half-open");
    if (twin == nullptr || twin->peer_id() != call.session || !twin->established()) {
        fault(side, name + " is not the peer's");
        return;
    }
    const auto incoming = [](const Session& end) {
        return end.machine() == Machine::lac_incoming_call || end.machine() == Machine::lns_incoming_call;
    };
    if (incoming(session) != incoming(*twin)) fault(side, name + " has another direction at the peer");
    const bool ppp = side.endpoint->settings().ppp.has_value();
    if (ppp && (session.link() == nullptr || !session.link()->network_open()))
        fault(side, name + " has no open PPP link");
}

void SoundPair::check_nothing_left(const Side& side) {
    if (side.endpoint->kept_tunnels() != 0) fault(side, "keeps the state of a tunnel");
    if (!side.endpoint->calls().empty()) fault(side, "keeps a call");
    if (side.endpoint->next_deadline()) fault(side, "still waits for something");
}

void SoundPair::finish_judges() {
    for (Side* side : {&lac_, &lns_}) {
        (void)side->judge->finish(network_.now());
        check_judgement(side->name, *side->judge);
    }
    (void)middle_->finish(network_.now());
    check_judgement("the middle", *middle_);
}

void SoundPair::check_judgement(std::string_view where, const Judge& judge) {
    for (const JudgedFinding& finding : judge.findings()) {
        const codec::Requirement& broken = codec::requirement_of(finding.first.requirement);
        const bool lac = finding.culprit.address == lac_.endpoint->settings().address.address;
        fault("seen from " + std::string(where) + ", " + std::string(lac ? lac_.name : lns_.name) +
              " broke " + std::string(broken.id) + " in datagram #" +
              std::to_string(finding.first_reference) + ": expected " +
              std::string(finding.first.expected.view()) + ", seen " +
              std::string(finding.first.seen.view()));
    }
}

void SoundPair::fault(const Side& side, const std::string& what) {
    fault(std::string(side.name) + " " + what);
}

void SoundPair::fault(const std::string& what) {
    constexpr std::size_t enough = 30;
    if (faults_.size() < enough) faults_.push_back(what);
}

}  // namespace l2tp::protocol::test
