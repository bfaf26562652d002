// SPDX-License-Identifier: GPL-2.0-or-later
// UdpDriver carries scenario runs, many at a time, on real sockets and with real child processes: Boost.Asio
// with callbacks, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "codec/datagram.hpp"
#include "tester/suite/driver.hpp"
#include "tester/suite/impairment.hpp"
#include "tester/suite/journal.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

class UdpDriver : public Driver {
  public:
    struct Settings {
        Impairment impairment{};
        codec::Time hook_limit = std::chrono::minutes(2);  // a hook that runs longer is ended
        Journal* journal = nullptr;                        // null: none is kept; it must outlive the driver
    };

    // The profile (for its hooks) must outlive the driver.
    UdpDriver(const Profile& profile, const Settings& settings, OnWire on_wire);
    ~UdpDriver() override;
    UdpDriver(const UdpDriver&) = delete;
    UdpDriver& operator=(const UdpDriver&) = delete;

    [[nodiscard]] codec::Time now() const override;
    // start throws UsageError if an address of the lane cannot be used or no route leads to the peer; so does
    // run, for sockets that are opened later.
    void start(ScenarioRun& run, const Lane& lane, std::function<void()> done) override;
    void at(codec::Time time, std::function<void()> action) override;
    void hook(const HookCall& call, std::function<void(const HookEnd&)> done) override;
    void run() override;
    [[nodiscard]] codec::Time lateness() const override;
    // on_interrupt: after the action, all runs are served: it may interrupt them. Without an action, signals
    // have their usual effect.
    void on_interrupt(std::function<void()> action) override;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace l2tp::tester
