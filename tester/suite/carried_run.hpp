// SPDX-License-Identifier: GPL-2.0-or-later
// CarriedRun is one scenario run in flight: its sockets, its timer, its hooks, its lines in the journal.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tester/reference/asio_values.hpp"
#include "tester/run/scenario_run.hpp"
#include "tester/suite/driver.hpp"
#include "tester/suite/hook_processes.hpp"
#include "tester/suite/impairment.hpp"
#include "tester/suite/journal.hpp"
#include "tester/suite/udp_channel.hpp"

namespace l2tp::tester {

// CarrierParts are what all runs of a driver share.
struct CarrierParts {
    boost::asio::io_context& context;
    const WallClock& clock;
    // Called for every datagram that is sent or received, in order; it returns the datagram's reference.
    std::function<std::uint64_t(const codec::Datagram&)> on_wire;
    HookProcesses& hooks;
    HookValues hook_values;
    Impairer* impairer = nullptr;  // null: the network is as it is
    Journal* journal = nullptr;    // null: none is kept
    // Called before anything is judged: it tells the runs by how much the loop is late.
    std::function<void()> look = [] {};
};

class CarriedRun : public std::enable_shared_from_this<CarriedRun> {
  public:
    // The parts and the run must outlive it until `done` is called.
    CarriedRun(CarrierParts& parts, ScenarioRun& run, const Lane& lane, std::function<void()> done);

    void start();
    // serve hands on what the run wants: it is called after anything that the run was told.
    void serve();
    void on_late(codec::Time late);

  private:
    // Arrival is a datagram that waits to be handed in.
    struct Arrival {
        codec::OctetString octets;
        codec::Endpoint from;
        codec::Endpoint to;
        std::size_t socket = 0;
        codec::Time time{};
    };

    UdpChannel& channel(std::size_t socket);
    [[nodiscard]] codec::Endpoint local_of(std::size_t socket) const;
    std::shared_ptr<UdpChannel> open(const codec::Endpoint& local, std::size_t socket);

    // next_fate decides what becomes of a datagram on a path that was made worse.
    [[nodiscard]] Impairer::Fate next_fate();
    // take_in hands in, in the order of their coming, all datagrams that the sockets hold.
    void take_in(codec::Time now);
    void keep(codec::Octets octets, const codec::Endpoint& from, const UdpChannel& to, std::size_t socket,
              codec::Time time);
    void hand_in(const Arrival& arrival, codec::Time now);
    void on_timeout();
    void serve(codec::Time now);
    void tell_unreachable(codec::Time now);
    void transmit(const OutgoingDatagram& outgoing);
    void transmit_now(const OutgoingDatagram& outgoing, UdpChannel& channel);
    void after(codec::Time delay, std::function<void()> action);
    void start_hook(const HookCall& call);
    void announce(const OutgoingDatagram& outgoing, const UdpChannel& channel);
    void keep_journal();
    void arm();
    void end();

    CarrierParts& parts_;
    ScenarioRun* run_;  // null: it has ended
    Lane lane_;
    std::function<void()> done_;
    boost::asio::steady_timer deadline_;
    std::map<std::size_t, std::shared_ptr<UdpChannel>> channels_;  // by the run's number of the socket
    std::vector<OpenTunnel> noted_;                                // in the journal
    std::vector<Arrival> arrivals_;                                // not handed in yet
    codec::Time latest_{};                                         // of what was sent or handed in
    std::optional<std::string> unreachable_;                       // why, and the run was not told yet
    bool serving_ = false;
    bool reading_ = false;
};

}  // namespace l2tp::tester
