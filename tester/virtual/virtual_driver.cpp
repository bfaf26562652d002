// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/virtual_driver.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>

namespace l2tp::tester {

// Signals are only asked for: virtual time waits for nothing.
class VirtualDriver::Signals {
  public:
    Signals() : signals_(context_, SIGINT, SIGTERM) { wait(); }

    // take tells whether a signal has come since the last call.
    [[nodiscard]] bool take() {
        context_.poll();
        return std::exchange(came_, false);
    }

  private:
    void wait() {
        signals_.async_wait([this](const boost::system::error_code& error, int) {
            if (error) return;
            came_ = true;
            wait();
        });
    }

    boost::asio::io_context context_;
    boost::asio::signal_set signals_;
    bool came_ = false;
};

VirtualDriver::VirtualDriver(const Profile& profile, const VirtualSettings& settings, OnWire on_wire)
    : profile_(profile),
      settings_(settings),
      on_wire_(std::move(on_wire)),
      signals_(std::make_unique<Signals>()) {}

VirtualDriver::~VirtualDriver() = default;

Lane built_in_lane(const Profile& profile) {
    Lane lane;
    lane.peer = profile.address("peer").value_or(codec::Endpoint{});
    lane.source = profile.address("source").value_or(codec::Endpoint{});
    lane.other_source = profile.address("other-source").value_or(codec::Endpoint{});
    lane.listen = profile.address("listen").value_or(codec::Endpoint{});
    return lane;
}

codec::Endpoint dialled_address(const Lane& lane) {
    return lane.listen.family != codec::Endpoint::Family::none ? lane.listen : lane.source;
}

// with_addresses fills in what a lane leaves to the machine that it is on: here there is none.
Lane VirtualDriver::with_addresses(Lane lane) const {
    const Lane own = built_in_lane(profile_);
    const auto fill = [](codec::Endpoint& endpoint, const codec::Endpoint& other) {
        if (endpoint.family == codec::Endpoint::Family::none) endpoint = other;
    };
    fill(lane.peer, own.peer);
    fill(lane.source, own.source);
    return lane;
}

VirtualRunSettings VirtualDriver::settings_of_next_run(const Lane& lane) {
    VirtualRunSettings run;
    run.lane = with_addresses(lane);
    run.start = now_;
    run.network = settings_.network;
    protocol::Random seeds(settings_.seed + runs_++);
    run.network.seed = settings_.network.seed + seeds.number();
    run.device = {profile_,      configuration_, settings_.defect, run.lane.peer, dialled_address(run.lane),
                  seeds.number()};
    return run;
}

// A run is carried to its end at once, since nothing else can touch it; that it has ended is told when its
// time has come.
void VirtualDriver::start(ScenarioRun& run, const Lane& lane, std::function<void()> done) {
    VirtualRunEnd end = run_virtually(run, settings_of_next_run(lane), next_port_, on_wire_);
    log_ += end.log;
    at(end.time, std::move(done));
}

void VirtualDriver::at(codec::Time time, std::function<void()> action) {
    actions_.emplace(std::max(time, now_), std::move(action));
}

void VirtualDriver::hook(const HookCall& call, std::function<void(const HookEnd&)> done) {
    at(now_, [end = carry_out(call), done = std::move(done)] { done(end); });
}

HookEnd VirtualDriver::carry_out(const HookCall& call) {
    HookEnd end;
    end.number = call.number;
    end.status = 0;
    if (call.hook == "reconfigure") {
        const auto name =
            std::ranges::find(call.values, "configuration", [](const auto& value) { return value.first; });
        configuration_ = name != call.values.end() ? find_configuration(name->second) : nullptr;
        const bool known = configuration_ != nullptr || name == call.values.end() || is_default(name->second);
        end.status = known ? 0 : 1;
    } else if (call.hook == "mark") {
        log_.clear();
    } else if (call.hook == "collect-log") {
        end.output = log_;
    }
    return end;
}

void VirtualDriver::run() {
    while (!actions_.empty()) {
        if (signals_->take() && on_interrupt_) on_interrupt_();
        if (actions_.empty()) return;
        auto next = actions_.extract(actions_.begin());
        now_ = next.key();
        next.mapped()();
    }
}

}  // namespace l2tp::tester
