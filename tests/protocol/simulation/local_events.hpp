// SPDX-License-Identifier: GPL-2.0-or-later
// LocalEvents makes things happen at either end of a pair at random: calls are placed and hung up, tunnels
// opened and closed, lines dropped, notices and PPP frames sent, at one end or at both at once.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "protocol/endpoint.hpp"
#include "protocol/random.hpp"
#include "protocol/simulated_network.hpp"

namespace l2tp::protocol::test {

// Log takes one line for each thing that happens; empty: nobody listens.
using Log = std::function<void(const std::string&)>;

class LocalEvents {
  public:
    LocalEvents(Random& random, SimulatedNetwork& network, Endpoint& lac, Endpoint& lns, const Log& log)
        : random_(&random), network_(&network), lac_(&lac), lns_(&lns), log_(&log) {}

    // schedule draws what will happen until `end`.
    void schedule(codec::Time end);
    // close_everything closes all tunnels now, from one end or from both.
    void close_everything(codec::Time now);
    // check_frames takes the PPP frames that arrived at both ends and compares them with what the other end
    // sent on that very call.
    void check_frames();

    [[nodiscard]] const std::vector<std::string>& faults() const noexcept { return faults_; }

  private:
    using Event = void (LocalEvents::*)(Endpoint&, codec::Time);
    struct Row {
        unsigned weight;
        std::string_view name;
        Event event;
    };

    [[nodiscard]] static const Row& pick(Random& random);
    void happen(const Row& row, Endpoint& at, codec::Time now);

    void place_call(Endpoint& at, codec::Time now);
    void open_tunnel(Endpoint& at, codec::Time now);
    void open_from_both(Endpoint& at, codec::Time now);
    void hang_up(Endpoint& at, codec::Time now);
    void hang_up_from_both(Endpoint& at, codec::Time now);
    void drop_bearer(Endpoint& at, codec::Time now);
    void close_tunnel(Endpoint& at, codec::Time now);
    void close_from_both(Endpoint& at, codec::Time now);
    void send_frames(Endpoint& at, codec::Time now);
    void send_notice(Endpoint& at, codec::Time now);
    void change_sequencing(Endpoint& at, codec::Time now);

    [[nodiscard]] Endpoint& other(const Endpoint& end) const noexcept { return &end == lac_ ? *lns_ : *lac_; }
    [[nodiscard]] std::optional<CallId> random_call(const Endpoint& at);
    void check_frame(const Endpoint& at, CallId call, codec::Octets frame);

    Random* random_;
    SimulatedNetwork* network_;
    Endpoint* lac_;
    Endpoint* lns_;
    const Log* log_;
    std::vector<std::string> faults_;
};

}  // namespace l2tp::protocol::test
