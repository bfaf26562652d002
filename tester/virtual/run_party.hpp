// SPDX-License-Identifier: GPL-2.0-or-later
// RunParty: a scenario run as a party of a simulated network. Its sockets are addresses and ports of one
// simulated host.
#pragma once

#include <functional>
#include <vector>

#include "protocol/party.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/suite/driver.hpp"

namespace l2tp::tester {

class RunParty final : public protocol::Party {
  public:
    using OnHook = std::function<void(const HookCall&)>;

    // The run outlives the party. `next_port` is the port of its first socket of its own, and then of the
    // next one that anybody opens.
    RunParty(ScenarioRun& run, const Lane& lane, std::uint16_t& next_port, OnWire on_wire, OnHook on_hook);

    void on_datagram(const codec::Datagram& datagram) override;
    void on_timeout(codec::Time now) override { run_.on_timeout(now); }
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override { return run_.next_deadline(); }
    [[nodiscard]] std::vector<protocol::OutgoingDatagram> take_outgoing(codec::Time now) override;

  private:
    [[nodiscard]] codec::Endpoint endpoint_of(std::size_t socket);
    [[nodiscard]] codec::Endpoint open(SocketKind kind);

    ScenarioRun& run_;
    Lane lane_;
    std::uint16_t& next_port_;
    OnWire on_wire_;
    OnHook on_hook_;
    std::vector<codec::Endpoint> sockets_;  // by number; family none: not open yet
};

}  // namespace l2tp::tester
