// SPDX-License-Identifier: GPL-2.0-or-later
// ScriptedLns: a small LNS whose reactions a test replaces one by one, and a world in which it talks to a
// scenario run in virtual time.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "protocol/control_channel.hpp"
#include "tester/run/scenario_run.hpp"

namespace l2tp::tester::test {

struct LnsTunnel {
    std::uint16_t ours = 0;
    std::uint16_t theirs = 0;
    std::size_t socket = 0;
    std::uint16_t session_ours = 0;
    std::uint16_t session_theirs = 0;
    codec::OctetString challenge;  // ours
    protocol::ControlChannel channel;
};

class ScriptedLns {
  public:
    using Reaction = std::function<void(ScriptedLns&, LnsTunnel&, const codec::DecodedMessage&)>;

    ScriptedLns();

    std::map<std::uint16_t, Reaction> on;  // by message type; none: the message is only acknowledged
    Reaction on_data;
    std::function<bool(const codec::DecodedMessage&)> drops = [](const auto&) { return false; };
    codec::OctetString secret;

    void receive(codec::Octets octets, std::size_t socket, Time now);
    void send(LnsTunnel& tunnel, codec::Message message);
    void send_raw(const LnsTunnel& tunnel, const codec::Message& message);
    [[nodiscard]] codec::Message message(std::uint16_t type, const LnsTunnel& tunnel) const;
    void refuse(LnsTunnel& tunnel, std::uint16_t result, std::uint16_t error);

    struct Outgoing {
        std::size_t socket = 0;
        codec::OctetString octets;
    };
    [[nodiscard]] std::vector<Outgoing> take_outgoing(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const;
    void on_timeout(Time now);

    std::deque<LnsTunnel> tunnels;
    std::vector<std::string> heard;  // names of what arrived, ZLBs too

  private:
    LnsTunnel* find(const codec::DecodedMessage& message, std::size_t socket);

    std::vector<Outgoing> raw_;
    std::uint16_t next_id_ = 1000;
};

// World runs a scenario run against a LNS until it is finished; datagrams take no time.
class World {
  public:
    World(ScenarioRun& run, ScriptedLns& lns) : run_(run), lns_(lns) {}

    // What the DUT sends from this port; tests of reading A-27 change it.
    std::uint16_t lns_port = 1701;
    // The world stops when it reaches this time: the run may then be unfinished.
    Time limit = std::chrono::minutes(5);
    std::function<void(ScenarioRun&, Time)> before_each_step = [](ScenarioRun&, Time) {};

    void run_to_the_end();
    [[nodiscard]] Time now() const { return now_; }

  private:
    bool exchange();

    ScenarioRun& run_;
    ScriptedLns& lns_;
    Time now_ = std::chrono::seconds(1000);
    std::uint64_t frames_ = 0;
};

[[nodiscard]] codec::Endpoint lns_endpoint(std::uint16_t port = 1701);

}  // namespace l2tp::tester::test
