// SPDX-License-Identifier: GPL-2.0-or-later
// VirtualDriver carries scenario runs against the built-in device in virtual time. Each run has a device and
// a network of its own, so that runs at the same time know nothing of each other, and what happens depends on
// the seed alone.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "protocol/defects/defect.hpp"
#include "tester/suite/driver.hpp"
#include "tester/virtual/virtual_run.hpp"

namespace l2tp::tester {

struct VirtualSettings {
    protocol::NetworkSettings network{};
    const protocol::Defect* defect = nullptr;  // null: none is planted
    std::uint64_t seed = 0;
};

class VirtualDriver final : public Driver {
  public:
    // The profile outlives the driver. SIGINT and SIGTERM are looked for between two runs.
    VirtualDriver(const Profile& profile, const VirtualSettings& settings, OnWire on_wire);
    ~VirtualDriver() override;
    VirtualDriver(const VirtualDriver&) = delete;
    VirtualDriver& operator=(const VirtualDriver&) = delete;

    [[nodiscard]] codec::Time now() const override { return now_; }
    void start(ScenarioRun& run, const Lane& lane, std::function<void()> done) override;
    void at(codec::Time time, std::function<void()> action) override;
    // The hooks reconfigure, mark and collect-log concern the devices of runs that start later or have ended.
    void hook(const HookCall& call, std::function<void(const HookEnd&)> done) override;
    void run() override;
    void on_interrupt(std::function<void()> action) override { on_interrupt_ = std::move(action); }

  private:
    class Signals;

    [[nodiscard]] VirtualRunSettings settings_of_next_run(const Lane& lane);
    [[nodiscard]] Lane with_addresses(Lane lane) const;
    [[nodiscard]] HookEnd carry_out(const HookCall& call);

    const Profile& profile_;
    VirtualSettings settings_;
    OnWire on_wire_;
    codec::Time now_ = virtual_epoch;
    std::multimap<codec::Time, std::function<void()>> actions_;  // of one time: in the order of their coming
    std::function<void()> on_interrupt_;
    std::unique_ptr<Signals> signals_;
    const Configuration* configuration_ = nullptr;
    std::string log_;
    std::uint64_t runs_ = 0;
    std::uint16_t next_port_ = 0;
};

// built_in_lane is where the built-in device of a profile is met.
[[nodiscard]] Lane built_in_lane(const Profile& profile);
// dialled_address is where a device dials to on a lane.
[[nodiscard]] codec::Endpoint dialled_address(const Lane& lane);

}  // namespace l2tp::tester
