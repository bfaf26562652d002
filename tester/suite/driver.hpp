// SPDX-License-Identifier: GPL-2.0-or-later
// Driver carries scenario runs: it owns the clock, the network and the hooks. One drives real sockets and
// child processes, one a simulated network in virtual time; the suite does not know which.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "codec/datagram.hpp"
#include "tester/run/hooks.hpp"
#include "tester/run/scenario_run.hpp"

namespace l2tp::tester {

// Lane is where a run takes place: no two runs share one at the same time.
struct Lane {
    std::size_t number = 0;
    codec::Endpoint peer;          // the DUT
    codec::Endpoint source;        // from where the tester talks; port 0: a fresh one for each socket
    codec::Endpoint other_source;  // a second address; family none: there is none
    codec::Endpoint listen;        // where a DUT dials to; family none: nowhere
};

// OnWire is told of every datagram that the tester sends or receives, in order, and returns its reference.
using OnWire = std::function<std::uint64_t(const codec::Datagram&)>;

// default_configuration is what the hook `reconfigure` is told when the profile's own is wanted back.
inline constexpr std::string_view default_configuration = "default";

class Driver {
  public:
    virtual ~Driver() = default;

    // now counts from the Unix epoch; in virtual time from an epoch of its own.
    [[nodiscard]] virtual codec::Time now() const = 0;
    // start begins a run; `done` is called when it has finished. The run must live until then.
    virtual void start(ScenarioRun& run, const Lane& lane, std::function<void()> done) = 0;
    // at calls `action` when that time has come.
    virtual void at(codec::Time time, std::function<void()> action) = 0;
    // hook runs a hook outside of any scenario.
    virtual void hook(const HookCall& call, std::function<void(const HookEnd&)> done) = 0;
    // run returns when nothing is left to do: no run, no hook, no action.
    virtual void run() = 0;
    // lateness is by how much the machine kept the driver from its work at worst; in virtual time it never
    // does.
    [[nodiscard]] virtual codec::Time lateness() const { return {}; }
    // on_interrupt sets what happens when the operator wants to stop (SIGINT, SIGTERM).
    virtual void on_interrupt(std::function<void()> action) = 0;
};

}  // namespace l2tp::tester
