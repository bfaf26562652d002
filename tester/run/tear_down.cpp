// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/tear_down.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using State = TesterTunnel::State;
namespace message_type = codec::message_type;

constexpr Time hurried_tear_down = std::chrono::seconds(2);

}  // namespace

void TearDownWork::begin(Pace pace, Time now) {
    pace_ = pace;
    stage_.stimulus.reset();
    stage_.set_on_stage(false);
    stage_.ppp.clear();
    for (TesterTunnel& tunnel : stage_.tunnels) {
        // A request that no step awaited is refused, so that the device does not go on with it.
        if (tunnel.waits_for_a_step()) stage_.name_tunnel(tunnel, "(not awaited)");
        if (tunnel.state == State::wait_ctl_reply) tunnel.state = State::closed;
        const bool may_be_open = tunnel.state == State::open || tunnel.state == State::wait_ctl_conn;
        tunnel.channel.acknowledge(ChannelControl::Acknowledging::automatic);
        tunnel.channel.retransmit(ChannelControl::Retransmitting::automatic);
        if (may_be_open && tunnel.theirs != 0) stop(tunnel);
    }
    deadline_ = now + (pace == Pace::hurried ? hurried_tear_down : stage_.profile().duration("ack-within"));
}

// stop closes a tunnel. Where the channel was left in disorder it is not known which number the DUT takes
// next: StopCCN then stands in the place of each message that was never acknowledged.
void TearDownWork::stop(TesterTunnel& tunnel) {
    tunnel.state = State::closing;
    tunnel.in_disorder = tunnel.channel.in_disorder();
    const Send stop = plain_message(message_type::stopccn);
    if (tunnel.in_disorder) {
        if (auto built = build_message(stop, tunnel, nullptr, stage_.scope(&tunnel))) {
            tunnel.channel.replace_unacknowledged(
                {std::move(built->message), stop.message, protocol::Conduct::deviates});
        }
    }
    stage_.send_plain(message_type::stopccn, tunnel);
    tunnel.to_be_acknowledged = tunnel.channel.unacknowledged();
}

bool TearDownWork::is_closed(const TesterTunnel& tunnel) {
    if (tunnel.channel.all_acknowledged()) return true;
    return tunnel.in_disorder && tunnel.channel.unacknowledged() < tunnel.to_be_acknowledged;
}

bool TearDownWork::is_over(Time now) {
    bool all_closed = true;
    for (TesterTunnel& tunnel : stage_.tunnels) {
        if (tunnel.state != State::closing) continue;
        if (is_closed(tunnel)) {
            tunnel.state = State::closed;
        } else {
            all_closed = false;
        }
    }
    if (!all_closed && now < *deadline_) return false;
    write_result();
    return true;
}

void TearDownWork::write_result() {
    TearDown& result = stage_.result.tear_down;
    const auto of_scenario = [](const TesterTunnel& tunnel) { return !tunnel.of_probe; };
    const auto unclosed = std::ranges::find_if(stage_.tunnels, [&](const TesterTunnel& tunnel) {
        return of_scenario(tunnel) && tunnel.state == State::closing;
    });
    if (unclosed != stage_.tunnels.end()) {
        // After anything but a pass the device may have dropped the tunnel already, and owes nothing; nor
        // does it for a SCCRQ of its own that was never answered.
        const bool answered = unclosed->opener == Opener::tester ||
                              unclosed->last_sent(codec::find_message(message_type::sccrp)) != nullptr;
        const bool owed = stage_.result.verdict == Verdict::pass && pace_ == Pace::usual &&
                          !unclosed->in_disorder && answered;
        result = {owed ? Verdict::fail : Verdict::not_applicable,
                  fmt::format("StopCCN was not acknowledged within {}",
                              format_duration(stage_.profile().duration("ack-within")))};
        return;
    }
    const auto opened = std::ranges::count_if(stage_.tunnels, [&](const TesterTunnel& tunnel) {
        return of_scenario(tunnel) && tunnel.theirs != 0;
    });
    result.seen = opened == 0   ? "no tunnel was open"
                  : opened == 1 ? "the tunnel is closed"
                                : fmt::format("all {} tunnels are closed", opened);
}

}  // namespace l2tp::tester
