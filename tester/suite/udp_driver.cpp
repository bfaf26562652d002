// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/udp_driver.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <optional>
#include <set>
#include <vector>

#include "tester/suite/carried_run.hpp"
#include "tester/suite/loop_watch.hpp"

namespace l2tp::tester {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

}  // namespace

class UdpDriver::Impl {
  public:
    Impl(const Profile& profile, const Settings& settings, OnWire on_wire)
        : hooks_(context_, profile, settings.hook_limit),
          impairer_(settings.impairment),
          parts_{context_,
                 clock_,
                 std::move(on_wire),
                 hooks_,
                 tester::hook_values(profile),
                 settings.impairment.any() ? &impairer_ : nullptr,
                 settings.journal,
                 [this] { look(); }},
          beat_(context_) {}

    [[nodiscard]] codec::Time now() const { return clock_.now(); }

    [[nodiscard]] codec::Time lateness() const { return watch_.greatest(); }

    void start(ScenarioRun& scenario_run, const Lane& lane, std::function<void()> done) {
        look();  // what was late before is not this run's
        auto slot = std::make_shared<std::weak_ptr<CarriedRun>>();
        auto carried =
            std::make_shared<CarriedRun>(parts_, scenario_run, lane, [this, slot, done = std::move(done)] {
                runs_.erase(slot->lock());
                done();
            });
        *slot = carried;
        runs_.insert(carried);
        carried->start();
    }

    void at(codec::Time time, std::function<void()> action) {
        auto timer = std::make_shared<asio::steady_timer>(context_, clock_.steady(time));
        ++actions_;
        timer->async_wait([this, timer, action = std::move(action)](const error_code& error) {
            --actions_;
            if (!error) action();
        });
    }

    void hook(const HookCall& call, std::function<void(const HookEnd&)> done) {
        hooks_.start(call, parts_.hook_values, this, std::move(done));
    }

    void run() {
        context_.restart();
        watch_.start(clock_.now());
        beat();
        while ((!runs_.empty() || actions_ > 0 || hooks_.waiting() > 0) && context_.run_one() > 0) {
        }
        beat_.cancel();
        watch_.stop();
    }

    void on_interrupt(std::function<void()> action) {
        on_interrupt_ = std::move(action);
        signals_.emplace(context_, SIGINT, SIGTERM);
        wait_for_signal();
    }

  private:
    // look tells all runs by how much the loop is late, if it is.
    void look() {
        const codec::Time late = watch_.look(clock_.now());
        if (late == codec::Time::zero()) return;
        for (const auto& carried : runs_) carried->on_late(late);
    }

    void beat() {
        look();
        beat_.expires_at(clock_.steady(watch_.beat(clock_.now())));
        beat_.async_wait([this](const error_code& error) {
            if (!error) beat();
        });
    }

    void wait_for_signal() {
        signals_->async_wait([this](const error_code& error, int) {
            if (error) return;
            on_interrupt_();
            if (++interrupts_ > 1) hooks_.end_all();  // at once
            const auto runs = runs_;
            for (const auto& carried : runs) carried->serve();
            wait_for_signal();
        });
    }

    WallClock clock_;
    asio::io_context context_;
    HookProcesses hooks_;
    Impairer impairer_;
    CarrierParts parts_;
    LoopWatch watch_;
    asio::steady_timer beat_;
    std::optional<asio::signal_set> signals_;
    std::function<void()> on_interrupt_;
    std::set<std::shared_ptr<CarriedRun>> runs_;
    std::size_t actions_ = 0;
    unsigned interrupts_ = 0;
};

UdpDriver::UdpDriver(const Profile& profile, const Settings& settings, OnWire on_wire)
    : impl_(std::make_unique<Impl>(profile, settings, std::move(on_wire))) {}
UdpDriver::~UdpDriver() = default;

codec::Time UdpDriver::now() const {
    return impl_->now();
}
void UdpDriver::start(ScenarioRun& run, const Lane& lane, std::function<void()> done) {
    impl_->start(run, lane, std::move(done));
}
void UdpDriver::at(codec::Time time, std::function<void()> action) {
    impl_->at(time, std::move(action));
}
void UdpDriver::hook(const HookCall& call, std::function<void(const HookEnd&)> done) {
    impl_->hook(call, std::move(done));
}
void UdpDriver::run() {
    impl_->run();
}
codec::Time UdpDriver::lateness() const {
    return impl_->lateness();
}
void UdpDriver::on_interrupt(std::function<void()> action) {
    impl_->on_interrupt(std::move(action));
}

}  // namespace l2tp::tester
