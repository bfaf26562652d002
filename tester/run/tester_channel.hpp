// SPDX-License-Identifier: GPL-2.0-or-later
// TesterChannel: the tester's end of a control channel (RFC 2661, 5.8). Sound by default, and able to
// misbehave as a scenario says: acknowledgements and retransmissions withheld, numbers chosen, messages kept
// back or late. protocol::ControlChannel only does what is right.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <vector>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "protocol/control_channel.hpp"
#include "protocol/judge/settings.hpp"
#include "tester/scenario/scenario.hpp"

namespace l2tp::tester {

class TesterChannel {
  public:
    using Receipt = protocol::ControlChannel::Receipt;

    // Queued is a message to send. Its Ns and Nr are the channel's, unless `nr` says otherwise.
    struct Queued {
        codec::Message message;
        const codec::MessageRow* row = nullptr;
        protocol::Conduct conduct = protocol::Conduct::plain;
        std::optional<std::uint16_t> nr{};
        Fate::Kind fate = Fate::Kind::sent;
        Time delay{};
        bool one_of_many = false;  // the next ones wait for the window: its first copies go early
    };

    // Outgoing is what has to be transmitted now, or is withheld.
    struct Outgoing {
        codec::Message message;
        const codec::MessageRow* row = nullptr;
        protocol::Conduct conduct = protocol::Conduct::plain;
        bool copy = false;
        bool withheld = false;
        bool zlb = false;
    };

    // send queues a message and returns the Ns that it will have.
    std::uint16_t send(Queued queued);

    // receive takes the header of a control message that arrived at `now`.
    Receipt receive(const codec::DecodedMessage& message, Time now);
    [[nodiscard]] std::vector<Outgoing> take_outgoing(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept;

    // note_outside notes the Ns of a message that was sent outside of the channel: should the DUT take it,
    // the channel counts on behind it.
    void note_outside(std::uint16_t ns) { outside_.insert(ns); }
    // replace_unacknowledged goes back to what the DUT said it takes next, and puts a message in the place of
    // each that is not acknowledged: whatever the DUT took of them, it takes one of these.
    void replace_unacknowledged(const Queued& queued);

    void set_peer_tunnel_id(std::uint16_t id) noexcept { peer_tunnel_id_ = id; }
    void set_peer_window(std::uint16_t window) noexcept;  // what the DUT advertised
    void force_peer_window(std::uint16_t window) noexcept { forced_window_ = window; }
    void set_next_ns(std::uint16_t ns) noexcept {
        next_ns_ = ns;
        disorder_ = true;
    }
    void acknowledge(ChannelControl::Acknowledging how) noexcept;
    void retransmit(ChannelControl::Retransmitting how) noexcept { retransmitting_ = how; }

    [[nodiscard]] bool all_acknowledged() const noexcept { return queue_.empty(); }
    // is_acknowledged tells that a number was sent on this channel and is not outstanding any more.
    [[nodiscard]] bool is_acknowledged(std::uint16_t ns) const noexcept;
    [[nodiscard]] std::size_t unacknowledged() const noexcept { return queue_.size(); }
    // waiting counts what the window has not let out yet.
    [[nodiscard]] std::size_t waiting() const noexcept { return queue_.size() - in_flight_; }
    [[nodiscard]] std::size_t window() const noexcept;
    [[nodiscard]] std::uint16_t next_ns() const noexcept { return next_ns_; }
    [[nodiscard]] std::uint16_t next_nr() const noexcept { return frozen_nr_.value_or(next_nr_); }
    // misses tells that the DUT has sent a message that did not arrive: a later number came, or a ZLB behind
    // it.
    [[nodiscard]] bool misses() const noexcept { return peer_ns_ != next_nr_; }
    // in_disorder tells that it is not known which number the DUT takes next: numbers were chosen,
    // acknowledgements withheld, or a message that deviates may have been dropped.
    [[nodiscard]] bool in_disorder() const noexcept;

  private:
    struct Entry {
        Queued queued;
        std::uint16_t ns = 0;
        unsigned transmissions = 0;
        Time sent{};              // the last transmission
        std::uint64_t order = 0;  // its place among all: several may go out at one time
        Time due{};
    };

    // RoundTrip is how long the DUT takes to acknowledge, smoothed, and how much that differs.
    struct RoundTrip {
        Time smoothed{};
        Time variation{};
    };

    void acknowledge_up_to(std::uint16_t nr, Time now);
    void note_acknowledged(std::size_t count, Time now);  // the first so many of the queue
    void note_round_trip(Time sample);
    [[nodiscard]] Time interval_after(const Entry& entry) const noexcept;
    void transmit(Entry& entry, Time now, std::vector<Outgoing>& out);
    void enter_window(Entry& entry, Time now, std::vector<Outgoing>& out);
    [[nodiscard]] bool repeats(const Entry& entry) const noexcept;

    protocol::ChannelSettings settings_{};
    std::deque<Entry> queue_;  // unacknowledged: the first in_flight_ were let out, the rest wait
    std::size_t in_flight_ = 0;
    std::uint16_t next_ns_ = 0;  // of the next message that is queued
    std::uint16_t next_nr_ = 0;
    std::uint16_t acknowledged_nr_ = 0;  // the last that was sent
    std::uint16_t peer_nr_ = 0;          // the last that came: what the DUT takes next
    std::uint16_t peer_ns_ = 0;          // what the DUT sends next, by what came
    std::uint16_t peer_tunnel_id_ = 0;
    std::optional<RoundTrip> round_trip_;
    std::uint64_t transmissions_ = 0;
    std::optional<std::uint16_t> frozen_nr_;  // while nothing is acknowledged
    std::optional<std::uint16_t> forced_window_;
    std::set<std::uint16_t> outside_;
    ChannelControl::Retransmitting retransmitting_ = ChannelControl::Retransmitting::automatic;
    bool acknowledgement_owed_ = false;
    bool disorder_ = false;  // numbers were chosen, or acknowledgements withheld
};

}  // namespace l2tp::tester
