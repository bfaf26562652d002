// SPDX-License-Identifier: GPL-2.0-or-later
// ReferenceWorld: scenario runs against the reference LAC or LNS on a simulated network, in virtual time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/endpoint.hpp"
#include "protocol/simulated_network.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester::test {

[[nodiscard]] codec::Endpoint address(std::uint8_t last, std::uint16_t port);

// RunParty puts a scenario run on the network.
class RunParty final : public protocol::Party {
  public:
    using OnHook = std::function<HookEnd(const HookCall&, Time)>;

    RunParty(ScenarioRun& run, codec::Endpoint listen, OnHook on_hook)
        : run_(run), listen_(listen), on_hook_(std::move(on_hook)) {}

    void on_datagram(const codec::Datagram& datagram) override;
    void on_timeout(Time now) override { run_.on_timeout(now); }
    [[nodiscard]] std::optional<Time> next_deadline() const override { return run_.next_deadline(); }
    [[nodiscard]] std::vector<protocol::OutgoingDatagram> take_outgoing(Time now) override;

  private:
    [[nodiscard]] codec::Endpoint local(std::size_t socket) const;

    ScenarioRun& run_;
    codec::Endpoint listen_;
    OnHook on_hook_;
    std::map<codec::Endpoint, std::size_t> sockets_;
    std::uint64_t frames_ = 0;
};

class ReferenceWorld {
  public:
    explicit ReferenceWorld(Role device);

    // run carries out a scenario; `steps` is the JSON of its steps.
    ScenarioResult run(std::string_view steps,
                       std::string_view requirement = "rfc2661/6.5/hello-is-acknowledged");

    Profile profile;
    protocol::EndpointSettings device;
    protocol::NetworkSettings network;
    std::vector<std::string> hooks;     // that were asked for
    std::vector<OpenTunnel> left_open;  // when the last run had finished
    std::size_t kept_tunnels = 0;       // of the device, then
    std::size_t open_tunnels = 0;       // neither closing nor lost
    RunSettings settings;
    Time limit = std::chrono::minutes(20);

  private:
    HookEnd on_hook(protocol::SimulatedNetwork& net, protocol::Endpoint& endpoint, const HookCall& call,
                    Time now);

    Random random_{7};
    std::uint32_t serial_ = 0;
};

}  // namespace l2tp::tester::test
