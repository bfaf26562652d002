// SPDX-License-Identifier: GPL-2.0-or-later
// SoundPair: one run of the reference LAC against the reference LNS in virtual time. Everything about it
// comes from its seed: how both are set up, what the network does, what happens at either end and when.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channel_watch.hpp"
#include "local_events.hpp"
#include "protocol/endpoint.hpp"
#include "protocol/judge.hpp"
#include "protocol/simulated_network.hpp"
#include "random_run.hpp"

namespace l2tp::protocol::test {

// RowCounts says how often each row of the state tables, and each reading, was executed, by id.
using RowCounts = std::map<std::string_view, std::uint64_t>;

class SoundPair {
  public:
    // Change makes the ends other than drawn, to see what comes of it.
    using Change = std::function<void(SettingsPair&)>;

    // Path is the network between the ends: drawn, or one that loses, doubles and delays one datagram in a
    // hundred. On that one each end is judged as a tester at the other end judges it: silence counts.
    enum class Path : std::uint8_t { drawn, one_percent };

    explicit SoundPair(std::uint64_t seed, Log log = {}, const Change& change = {}, Path path = Path::drawn);

    // run plays the whole run and returns what was wrong: nothing, if both ends are sound.
    [[nodiscard]] std::vector<std::string> run();

    [[nodiscard]] const RowCounts& rows() const noexcept { return rows_; }
    [[nodiscard]] std::uint64_t datagrams() const noexcept { return datagrams_; }
    [[nodiscard]] codec::Time duration() const noexcept { return network_.now(); }

  private:
    // Side is one end with everything that watches it.
    struct Side {
        std::string_view name;
        std::optional<Endpoint> endpoint;
        std::optional<Judge> judge;  // of both ends, as seen from this one
        ChannelWatch watch;          // of what it sends, with all that it was handed
    };

    void add_side(Side& side, std::string_view name, EndpointSettings settings);
    void watch(const Passage& passage);
    void add_judges();
    void look(Side& side, const Passage& passage);
    void look_from_the_middle(const codec::Datagram& datagram);
    void finish_judges();
    void describe(const Passage& passage, const codec::DecodedMessage& message);
    void observe(const Side& side, const EndpointEvent& event);

    void settle();
    void close();
    void check_agreement(const Side& side, const Side& other);
    void check_call(const Side& side, const Side& other, CallId call);
    void check_nothing_left(const Side& side);
    void check_judgement(std::string_view where, const Judge& judge);
    [[nodiscard]] codec::Time settling_time() const;
    void fault(const Side& side, const std::string& what);
    void fault(const std::string& what);

    Random random_;
    Log log_;
    Path path_;
    SimulatedNetwork network_;
    NetworkSettings impaired_;
    Side lac_;
    Side lns_;
    Random capture_random_;  // what the capture in the middle loses
    std::optional<Judge> middle_;
    codec::OctetString held_octets_;  // of a datagram that the capture puts behind the next one
    std::optional<codec::Datagram> held_;
    std::optional<LocalEvents> events_;
    RowCounts rows_;
    std::uint64_t datagrams_ = 0;
    std::vector<std::string> faults_;
};

}  // namespace l2tp::protocol::test
