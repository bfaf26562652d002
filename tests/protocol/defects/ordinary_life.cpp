// SPDX-License-Identifier: GPL-2.0-or-later
#include "ordinary_life.hpp"

#include <algorithm>
#include <array>

#include "../simulation/toy_parties.hpp"
#include "codec/requirements.hpp"

namespace l2tp::protocol::test {
namespace {

using codec::Time;
using namespace std::chrono_literals;

constexpr Time active_time = 100s;
constexpr Time grace = 400s;  // until half-open and lost tunnels are given up, and the last HELLO is answered
constexpr std::uint32_t everything = 1'000'000;
constexpr std::uint16_t floating_port = 40'000;

// Plan is one kind of life. The network is drawn by `path`, before both ends are set up.
struct Plan {
    std::string_view name;
    NetworkSettings (*path)(Random&);
    void (*prepare)(EndpointSettings& endpoint, EndpointSettings& peer);
    void (OrdinaryLife::*play)();
};

NetworkSettings clean(Random& random) {
    return {.latency = std::chrono::milliseconds(1 + random.below(80)), .seed = random.number()};
}
// Nothing is lost, so that whatever one end says reaches the other.
NetworkSettings overtaking(Random& random) {
    NetworkSettings settings = clean(random);
    settings.duplication = settings.reordering = 100'000;
    settings.lateness = 200ms;
    return settings;
}
NetworkSettings lossy(Random& random) {
    NetworkSettings settings = overtaking(random);
    settings.loss = static_cast<std::uint32_t>(random.below(100'001));
    return settings;
}

void leave(EndpointSettings&, EndpointSettings&) {}
void float_port(EndpointSettings&, EndpointSettings& peer) {
    peer.address.port = floating_port;
}
void break_ties(EndpointSettings& endpoint, EndpointSettings& peer) {
    endpoint.tie_breaking = peer.tie_breaking = TieBreaking::yes;
}
void admit_all(EndpointSettings& endpoint, EndpointSettings& peer) {
    for (EndpointSettings* settings : {&endpoint, &peer}) {
        const EndpointSettings roomy;
        settings->admission = {};
        settings->max_tunnels = roomy.max_tunnels;
        settings->max_sessions = roomy.max_sessions;
        settings->max_half_open = roomy.max_half_open;
    }
}

constexpr std::array plans{
    Plan{"a clean path", clean, leave, &OrdinaryLife::routine},
    Plan{"loss, copies, overtaking", lossy, leave, &OrdinaryLife::routine},
    Plan{"copies and overtaking", overtaking, admit_all, &OrdinaryLife::routine},
    Plan{"many tunnels and calls", clean, admit_all, &OrdinaryLife::crowd},
    Plan{"a tunnel from each end", clean, break_ties, &OrdinaryLife::crossing},
    Plan{"a silent path", clean, admit_all, &OrdinaryLife::silence},
    Plan{"a peer that is gone", clean, admit_all, &OrdinaryLife::death},
    Plan{"a floating port", clean, float_port, &OrdinaryLife::from_peer},
    Plan{"a path that is silent in one direction", clean, admit_all, &OrdinaryLife::deafness},
};

Handling handling(bool dropped) {
    return dropped ? Handling::drop : Handling::pass;
}

// The graver of two verdicts.
Outlook graver(Outlook a, Outlook b) {
    constexpr std::array order{Outlook::pass, Outlook::inconclusive, Outlook::warn, Outlook::fail};
    const auto rank = [&](Outlook outlook) { return std::ranges::find(order, outlook); };
    return rank(a) < rank(b) ? b : a;
}

}  // namespace

LifeStory OrdinaryLife::tell(std::uint64_t number, Role role, const Defect* defect) {
    OrdinaryLife life(number, role, defect);
    (life.*plans[number % plans.size()].play)();
    life.live();
    return std::move(life.story_);
}

OrdinaryLife::OrdinaryLife(std::uint64_t number, Role role, const Defect* defect)
    : random_(number), network_(plans[number % plans.size()].path(random_)) {
    SettingsPair pair = random_settings(random_, address(1), address(2));
    EndpointSettings& endpoint = role == Role::lac ? pair.lac : pair.lns;
    EndpointSettings& peer = role == Role::lac ? pair.lns : pair.lac;
    plans[number % plans.size()].prepare(endpoint, peer);
    if (defect != nullptr) defect->plant(endpoint);
    peer.filters.outgoing_datagram = [this](auto&, auto&, auto&) { return handling(peer_is_gone_); };
    peer.filters.incoming_datagram = [this](auto&) { return handling(peer_is_deaf_); };
    endpoint_.emplace(std::move(endpoint));
    peer_.emplace(std::move(peer));
    network_.attach(*endpoint_, self());
    network_.attach(*peer_, peer_->settings().address);
    add_judges(peer_->settings());
    capture_is_fair_ = network_.settings().loss == 0;
    network_.add_tap([this](const Passage& passage) { watch(passage); });
    const bool lac = role == Role::lac;
    events_.emplace(random_, network_, lac ? *endpoint_ : *peer_, lac ? *peer_ : *endpoint_, log_);
}

void OrdinaryLife::add_judges(const EndpointSettings& other) {
    JudgeSettings settings;
    const codec::OctetString& secret = other.secret;
    if (endpoint_->settings().secret == secret) {
        settings.secret = [&secret](const codec::Endpoint&, const codec::Endpoint&) {
            return codec::Octets(secret);
        };
    }
    capture_.emplace(settings);
    settings.vantage = {.hosts = {address_of(self())}, .elsewhere = Absence::nothing};
    own_.emplace(settings);
}

void OrdinaryLife::watch(const Passage& passage) {
    using Point = Passage::Point;
    const bool ours = passage.datagram.from.address == self().address;
    const bool arrived = passage.point == Point::delivered || passage.point == Point::undeliverable;
    if (ours ? passage.point == Point::sent : passage.point == Point::delivered) {
        (void)own_->on_datagram(passage.datagram);
    }
    if (capture_is_fair_ && (ours ? arrived : passage.point == Point::sent))
        (void)capture_->on_datagram(passage.datagram);
}

void OrdinaryLife::live() {
    at(active_time + 150s, &OrdinaryLife::close_all);
    (void)network_.run_until(active_time + grace);
    for (Judge* judge : {&*own_, &*capture_}) (void)judge->finish(network_.now());
    note(*own_, "at the endpoint", story_.own);
    note(*capture_, "in a capture", story_.capture);
}

void OrdinaryLife::note(const Judge& judge, std::string_view where, Verdicts& verdicts) {
    for (const JudgedFinding& finding : judge.findings()) {
        const std::string_view id = codec::requirement_of(finding.first.requirement).id;
        const bool ours = finding.culprit.address == self().address;
        Named& named = ours ? verdicts.endpoint : verdicts.peer;
        Outlook& verdict = named.try_emplace(id, finding.verdict).first->second;
        verdict = graver(verdict, finding.verdict);
        story_.details += std::string(where) + (ours ? ": " : ": the sound peer: ") + std::string(id) +
                          ", datagram " + std::to_string(finding.first_reference) + ", expected " +
                          std::string(finding.first.expected.view()) + ", seen " +
                          std::string(finding.first.seen.view()) + "\n";
    }
}

void OrdinaryLife::at(Time time, void (OrdinaryLife::*what)(Time)) {
    network_.at(time, [this, what](Time now) { (this->*what)(now); });
}

void OrdinaryLife::routine() {
    at(0s, random_.below(2) == 0 ? &OrdinaryLife::call_from_endpoint : &OrdinaryLife::call_from_peer);
    at(4s, random_.below(2) == 0 ? &OrdinaryLife::call_from_endpoint : &OrdinaryLife::call_from_peer);
    for (const Time time : {12s, 13s, 14s, 70s}) at(time, &OrdinaryLife::frames_and_notices);
    at(85s, &OrdinaryLife::hang_up_one);
    at(90s, &OrdinaryLife::frames_and_notices);
    events_->schedule(active_time);
}

void OrdinaryLife::crowd() {
    for (int i = 0; i < 6; ++i) {
        at(0s, i % 2 == 0 ? &OrdinaryLife::call_from_endpoint : &OrdinaryLife::call_from_peer);
    }
    network_.at(5s, [this](Time now) {
        (void)endpoint_->open_tunnel(peer_->settings().address, now);
        (void)peer_->open_tunnel(self(), now);
    });
    for (int i = 0; i < 12; ++i) {
        at(10s, i % 2 == 0 ? &OrdinaryLife::call_from_endpoint : &OrdinaryLife::call_from_peer);
    }
    for (const Time time : {20s, 21s, 22s, 65s}) at(time, &OrdinaryLife::frames_and_notices);
    for (int i = 0; i < 4; ++i) at(60s, &OrdinaryLife::hang_up_one);
}

void OrdinaryLife::crossing() {
    at(0s, &OrdinaryLife::call_from_endpoint);
    at(Time(random_.below(2) * 10'000'000), &OrdinaryLife::call_from_peer);
    for (const Time time : {12s, 13s, 65s}) at(time, &OrdinaryLife::frames_and_notices);
    at(60s, &OrdinaryLife::hang_up_one);
}

void OrdinaryLife::silence() {
    capture_is_fair_ = false;
    const Time from = std::chrono::milliseconds(5'000 + random_.below(30'000));
    network_.at(from, [this](Time) { network_.settings().loss = everything; });
    const Time length = std::chrono::seconds(3 + random_.below(40));
    network_.at(from + length, [this](Time) { network_.settings().loss = 0; });
    routine();
}

void OrdinaryLife::deafness() {
    capture_is_fair_ = false;
    for (const Time from : {0s, 40s, 80s}) {
        network_.at(from, [this](Time) { peer_is_deaf_ = true; });
        const Time length = std::chrono::milliseconds(2'000 + random_.below(6'000));
        network_.at(from + length, [this](Time) { peer_is_deaf_ = false; });
    }
    at(0s, &OrdinaryLife::call_from_peer);
    at(20s, &OrdinaryLife::frames_and_notices);
    at(40s, &OrdinaryLife::call_from_peer);
    at(41s, &OrdinaryLife::frames_and_notices);
    network_.at(81s, [this](Time now) {
        for (const CallId call : peer_->calls()) peer_->hang_up(call, now);
    });
}

void OrdinaryLife::death() {
    const Time time = std::chrono::seconds(random_.below(3) * 15);
    network_.at(time, [this](Time) {
        network_.detach(peer_->settings().address);
        peer_is_gone_ = true;
    });
    at(0s, &OrdinaryLife::call_from_endpoint);
    at(10s, &OrdinaryLife::frames_and_notices);
    at(time + 1s, &OrdinaryLife::call_from_endpoint);
    if (random_.below(2) == 0) at(time + 2s, &OrdinaryLife::hang_up_one);
}

void OrdinaryLife::from_peer() {
    at(0s, &OrdinaryLife::call_from_peer);
    // Between SCCRP and SCCCN.
    network_.at(2 * network_.settings().latency, [this](Time now) {
        if (!endpoint_->tunnels().empty()) call_from_endpoint(now);
    });
    for (const Time time : {5s, 6s}) {
        // By now there is a tunnel, if there ever will be one.
        network_.at(time, [this](Time now) {
            if (!endpoint_->tunnels().empty()) call_from_endpoint(now);
        });
    }
    for (const Time time : {12s, 13s, 14s, 65s}) at(time, &OrdinaryLife::frames_and_notices);
    at(20s, &OrdinaryLife::second_thoughts);
    at(60s, &OrdinaryLife::hang_up_one);
}

void OrdinaryLife::call_from_endpoint(Time now) {
    (void)endpoint_->place_call(peer_->settings().address, now);
}

void OrdinaryLife::call_from_peer(Time now) {
    (void)peer_->place_call(self(), now);
}

void OrdinaryLife::frames_and_notices(Time now) {
    static const codec::OctetString frame{0xff, 0x03, 0xc0, 0x21, 9, 1,
                                          0,    8,    0,    0,    0, 0};  // LCP Echo-Request
    for (Endpoint* end : {&*endpoint_, &*peer_}) {
        for (const CallId call : end->calls()) {
            (void)end->take_frames(call);
            if (!end->settings().ppp) {
                for (int i = 0; i < 2; ++i) (void)end->send_frame(call, frame, now);
            }
            if (now > 13s && end->settings().role == Role::lns) {
                end->send_link_info(call, 0xffffffff, 0x000a0000, now);
            } else if (now > 13s) {
                end->send_wan_error(call, codec::OctetString(26), now);
            }
        }
    }
}

// second_thoughts lets the peer take back what it has just begun, before it knows the endpoint's IDs.
void OrdinaryLife::second_thoughts(Time now) {
    if (const auto call = peer_->place_call(self(), now)) peer_->hang_up(*call, now);
    if (const auto tunnel = peer_->open_tunnel(self(), now)) peer_->close_tunnel(*tunnel, now);
}

void OrdinaryLife::hang_up_one(Time now) {
    Endpoint& end = random_.below(2) == 0 ? *endpoint_ : *peer_;
    const std::vector<CallId> calls = end.calls();
    if (!calls.empty()) end.hang_up(calls[random_.below(calls.size())], now);
}

void OrdinaryLife::close_all(Time now) {
    Endpoint& end = random_.below(2) == 0 ? *endpoint_ : *peer_;
    for (const std::uint16_t tunnel : end.tunnels()) end.close_tunnel(tunnel, now, {6, {}, ""});
}

}  // namespace l2tp::protocol::test
