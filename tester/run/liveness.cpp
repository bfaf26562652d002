// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/liveness.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace l2tp::tester {

void Liveness::begin(Time now) {
    stage_->stimulus.reset();
    stage_->set_on_stage(false);
    // Before SCCCN a tunnel is not established, and no HELLO is due (6.5).
    for (TesterTunnel& tunnel : stage_->tunnels) {
        const bool idle = tunnel.state == TesterTunnel::State::open && tunnel.established &&
                          !tunnel.of_probe && tunnel.channel.all_acknowledged();
        if (idle && asked_ == nullptr) asked_ = &tunnel;
    }
    if (asked_ != nullptr) stage_->send_plain(codec::message_type::hello, *asked_);
    probe_ = &stage_->open_tunnel("");
    probe_->of_probe = true;
    stage_->send_plain(codec::message_type::sccrq, *probe_);
    heard_before_ = stage_->heard;
    started_ = now;
    deadline_ = now + stage_->profile().duration("reachable-within");
}

bool Liveness::is_over(Time now) {
    const bool acknowledged = asked_ != nullptr && asked_->channel.all_acknowledged();
    const bool over = now >= *deadline_ || (probe_->answered && (asked_ == nullptr || acknowledged));
    if (!over && (probe_->answered || acknowledged)) {
        deadline_ = std::min(*deadline_, started_ + stage_->profile().duration("ack-within"));
    }
    if (over || now >= *deadline_) {
        deadline_.reset();
        stage_->set_on_stage(true);
        return true;
    }
    return false;
}

bool Liveness::lives() const {
    const bool acknowledged = asked_ != nullptr && asked_->channel.all_acknowledged();
    return probe_->answered || acknowledged || talks() || (asked_ == nullptr && stage_->device_is(Role::lac));
}

std::string Liveness::text() const {
    std::string text = fmt::format("; a new SCCRQ: {}", probe_->answered ? "answered" : "no answer");
    if (asked_ != nullptr) {
        text += fmt::format("; HELLO on the same tunnel: {}",
                            asked_->channel.all_acknowledged() ? "acknowledged" : "no answer");
    }
    if (!probe_->answered && talks()) text += "; it still sends";
    return text;
}

}  // namespace l2tp::tester
