// SPDX-License-Identifier: GPL-2.0-or-later
// OrdinaryLife: an endpoint, sound or with a planted defect, and a sound peer that live together in virtual
// time. Nobody provokes anybody; what goes on between them is judged from two points of observation.
// Everything about a life comes from its number.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "../simulation/local_events.hpp"
#include "../simulation/random_run.hpp"
#include "protocol/defects/defect.hpp"
#include "protocol/endpoint.hpp"
#include "protocol/judge.hpp"
#include "protocol/simulated_network.hpp"

namespace l2tp::protocol::test {

// Named are the requirements that a judge names, each with the gravest verdict.
using Named = std::map<std::string_view, Outlook>;

// Verdicts are what one judge says of the endpoint and of its sound peer.
struct Verdicts {
    Named endpoint;
    Named peer;
};

struct LifeStory {
    Verdicts own;         // seen at the endpoint: all that it sent and received, in its order
    Verdicts capture;     // seen by an auditor at the peer, who is told nothing but the secret
    std::string details;  // one line for each finding
};

class OrdinaryLife {
  public:
    // tell lets an endpoint in this role live the life with this number; `defect` may be null.
    [[nodiscard]] static LifeStory tell(std::uint64_t number, Role role, const Defect* defect);

    // What the plans of lives are made of.
    void routine();    // calls and frames and notices, then random events
    void crowd();      // many tunnels and calls at once
    void crossing();   // both ends open a tunnel to each other at one moment
    void silence();    // the path carries nothing for a while
    void deafness();   // the peer hears nothing for a while, but is heard
    void death();      // the peer is gone for good
    void from_peer();  // only the peer opens tunnels, from a port of its own

  private:
    OrdinaryLife(std::uint64_t number, Role role, const Defect* defect);

    void add_judges(const EndpointSettings& other);
    void watch(const Passage& passage);
    void live();
    void frames_and_notices(codec::Time now);
    void at(codec::Time time, void (OrdinaryLife::*what)(codec::Time));
    void call_from_endpoint(codec::Time now);
    void call_from_peer(codec::Time now);
    void second_thoughts(codec::Time now);
    void hang_up_one(codec::Time now);
    void close_all(codec::Time now);
    void note(const Judge& judge, std::string_view where, Verdicts& verdicts);

    [[nodiscard]] const codec::Endpoint& self() const { return endpoint_->settings().address; }

    Random random_;
    SimulatedNetwork network_;
    std::optional<Endpoint> endpoint_;
    std::optional<Endpoint> peer_;
    std::optional<Judge> own_;
    std::optional<Judge> capture_;
    Log log_{};
    std::optional<LocalEvents> events_;
    bool peer_is_gone_ = false;
    bool peer_is_deaf_ = false;
    bool capture_is_fair_ = true;  // what is said gets through: the capture holds what the endpoint said
    LifeStory story_;
};

}  // namespace l2tp::protocol::test
