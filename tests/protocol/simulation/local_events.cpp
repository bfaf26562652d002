// SPDX-License-Identifier: GPL-2.0-or-later
#include "local_events.hpp"

#include <array>

namespace l2tp::protocol::test {
namespace {

using codec::Time;
using namespace std::chrono_literals;

std::string_view name_of(const Endpoint& end) {
    return end.settings().role == Role::lac ? "LAC" : "LNS";
}

// A frame names its sender and the call that it was sent on, as the sender knows it.
codec::OctetString make_frame(const Endpoint& at, CallId call, std::size_t padding) {
    codec::OctetString frame{at.settings().role == Role::lac ? std::uint8_t{1} : std::uint8_t{2}};
    codec::append_number(frame, call.tunnel, 2);
    codec::append_number(frame, call.session, 2);
    frame.resize(frame.size() + padding, 0x5a);
    return frame;
}

}  // namespace

const LocalEvents::Row& LocalEvents::pick(Random& random) {
    static constexpr std::array rows{
        Row{35, "place call", &LocalEvents::place_call},
        Row{6, "open tunnel", &LocalEvents::open_tunnel},
        Row{8, "open tunnels from both ends", &LocalEvents::open_from_both},
        Row{10, "hang up", &LocalEvents::hang_up},
        Row{5, "hang up from both ends", &LocalEvents::hang_up_from_both},
        Row{6, "drop bearer", &LocalEvents::drop_bearer},
        Row{6, "close tunnel", &LocalEvents::close_tunnel},
        Row{3, "close tunnels from both ends", &LocalEvents::close_from_both},
        Row{12, "send frames", &LocalEvents::send_frames},
        Row{6, "send WEN or SLI", &LocalEvents::send_notice},
        Row{3, "change sequencing", &LocalEvents::change_sequencing},
    };
    std::uint64_t total = 0;
    for (const Row& row : rows) total += row.weight;
    std::uint64_t drawn = random.below(total);
    std::size_t i = 0;
    while (drawn >= rows[i].weight) drawn -= rows[i++].weight;
    return rows[i];
}

void LocalEvents::schedule(Time end) {
    const std::uint64_t count = 2 + random_->below(14);
    Time time{};
    for (std::uint64_t i = 0; i < count; ++i) {
        const Row& row = i == 0 ? pick(*random_) : pick(*random_);
        Endpoint& at = random_->below(2) == 0 ? *lac_ : *lns_;
        network_->at(time, [this, &row, &at](Time now) { happen(row, at, now); });
        // At once, while messages are under way, or after a while.
        constexpr std::array<Time, 4> gaps{0ms, 300ms, 3s, 40s};
        const Time gap = gaps[random_->below(gaps.size())];
        time += Time(static_cast<Time::rep>(random_->below(static_cast<std::uint64_t>(gap.count()) + 1)));
        if (time > end) time = end;
    }
}

void LocalEvents::happen(const Row& row, Endpoint& at, Time now) {
    if (*log_) (*log_)("          " + std::string(name_of(at)) + ": " + std::string(row.name));
    check_frames();
    (this->*row.event)(at, now);
}

void LocalEvents::close_everything(Time now) {
    const std::uint64_t ends = 1 + random_->below(3);
    for (const auto& [bit, end] : {std::pair{1u, lac_}, std::pair{2u, lns_}}) {
        if ((ends & bit) == 0) continue;
        if (*log_) (*log_)("          " + std::string(name_of(*end)) + ": close everything");
        for (const std::uint16_t tunnel : end->tunnels()) end->close_tunnel(tunnel, now, {6, {}, ""});
    }
    // A tunnel that one end alone has, because the other has lost it, is found out by HELLO.
}

void LocalEvents::place_call(Endpoint& at, Time now) {
    (void)at.place_call(other(at).settings().address, now);
}

void LocalEvents::open_tunnel(Endpoint& at, Time now) {
    (void)at.open_tunnel(other(at).settings().address, now);
}

void LocalEvents::open_from_both(Endpoint& at, Time now) {
    if (random_->below(2) == 0) return open_tunnel(at, now), open_tunnel(other(at), now);
    place_call(at, now);
    place_call(other(at), now);
}

std::optional<CallId> LocalEvents::random_call(const Endpoint& at) {
    const std::vector<CallId> calls = at.calls();
    if (calls.empty()) return std::nullopt;
    return calls[random_->below(calls.size())];
}

void LocalEvents::hang_up(Endpoint& at, Time now) {
    if (const auto call = random_call(at)) at.hang_up(*call, now);
}

void LocalEvents::hang_up_from_both(Endpoint& at, Time now) {
    hang_up(at, now);
    hang_up(other(at), now);
}

void LocalEvents::drop_bearer(Endpoint&, Time now) {
    if (const auto call = random_call(*lac_)) lac_->drop_bearer(*call, now);
}

void LocalEvents::close_tunnel(Endpoint& at, Time now) {
    const std::vector<std::uint16_t> tunnels = at.tunnels();
    if (!tunnels.empty()) at.close_tunnel(tunnels[random_->below(tunnels.size())], now);
}

void LocalEvents::close_from_both(Endpoint& at, Time now) {
    close_tunnel(at, now);
    close_tunnel(other(at), now);
}

void LocalEvents::send_frames(Endpoint& at, Time now) {
    if (at.settings().ppp) return;  // the link's own frames are on their way
    for (const CallId call : at.calls()) {
        const std::uint64_t count = random_->below(4);
        for (std::uint64_t i = 0; i < count; ++i) {
            (void)at.send_frame(call, make_frame(at, call, random_->below(30)), now);
        }
    }
}

void LocalEvents::send_notice(Endpoint& at, Time now) {
    const auto call = random_call(at);
    if (!call) return;
    if (&at == lac_) {
        at.send_wan_error(*call, codec::OctetString(26), now);
    } else {
        at.send_link_info(*call, 0xffffffff, 0x000a0000, now);
    }
}

void LocalEvents::change_sequencing(Endpoint& at, Time) {
    const auto call = random_call(at);
    if (call) at.set_sequencing(*call, random_->below(2) == 0 ? Sequencing::on : Sequencing::off);
}

void LocalEvents::check_frames() {
    for (Endpoint* end : {lac_, lns_}) {
        for (const CallId call : end->calls()) {
            for (const codec::OctetString& frame : end->take_frames(call)) check_frame(*end, call, frame);
        }
    }
}

void LocalEvents::check_frame(const Endpoint& at, CallId call, codec::Octets frame) {
    const Tunnel* tunnel = at.find_tunnel(call.tunnel);
    const Session* session = at.find_call(call);
    if (tunnel == nullptr || session == nullptr) return;
    const CallId peer_call{tunnel->peer_id(), session->peer_id()};
    const std::size_t padding = frame.size() < 5 ? 0 : frame.size() - 5;
    if (codec::same_octets(frame, make_frame(other(at), peer_call, padding))) return;
    faults_.push_back(std::string(name_of(at)) + " got a frame that was not sent on call " +
                      std::to_string(call.session));
}

}  // namespace l2tp::protocol::test
