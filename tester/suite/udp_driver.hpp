// SPDX-License-Identifier: GPL-2.0-or-later
// UdpDriver runs scenario runs on real sockets: Boost.Asio with callbacks, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "codec/datagram.hpp"
#include "tester/run/scenario_run.hpp"

namespace l2tp::tester {

struct DriverSettings {
    codec::Endpoint peer;
    codec::Endpoint
        source;  // family none: the address that the routing table chooses; port 0: a fresh one each
};

class UdpDriver {
  public:
    // on_wire is called for every datagram sent or received, in order, and returns its reference.
    using OnWire = std::function<std::uint64_t(const codec::Datagram&)>;
    using OnTick = std::function<void(const ScenarioRun&)>;

    // Throws UsageError if the source address cannot be used or no route leads to the peer.
    UdpDriver(const DriverSettings& settings, OnWire on_wire);
    ~UdpDriver();
    UdpDriver(const UdpDriver&) = delete;
    UdpDriver& operator=(const UdpDriver&) = delete;

    // on_tick is called a few times a second while a run goes on.
    void set_on_tick(OnTick on_tick);

    // run carries a run from start to end, on fresh sockets. SIGINT and SIGTERM interrupt it.
    void run(ScenarioRun& run);

    // wait lets time pass; a signal ends it early.
    void wait(codec::Time time);

    [[nodiscard]] bool interrupted() const noexcept;

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace l2tp::tester
