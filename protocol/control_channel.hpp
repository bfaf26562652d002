// SPDX-License-Identifier: GPL-2.0-or-later
// The reliable control channel (RFC 2661, 5.8 and Appendix A) of one end of one tunnel: sans-I/O, time is an
// argument. The owner hands in what arrived, queues what it wants to say, and transmits what take_outgoing
// gives.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "codec/message.hpp"

namespace l2tp::protocol {

using codec::Time;

// sequence_at_or_before tells whether `a` is `b` or one of the 32767 values before it, modulo 2^16 (5.8).
[[nodiscard]] constexpr bool sequence_at_or_before(std::uint16_t a, std::uint16_t b) noexcept {
    return static_cast<std::uint16_t>(b - a) < 0x8000;
}

struct ChannelSettings {
    Time first_interval = std::chrono::seconds(1);  // before the first retransmission
    Time interval_cap = std::chrono::seconds(8);    // at least 8 s for a conforming sender
    unsigned max_retransmissions = 5;
    std::uint16_t peer_window = 4;  // the peer's Receive Window Size; 4 until it is known
};

class ControlChannel {
  public:
    // What an arriving control message is to this channel.
    enum class Receipt : std::uint8_t {
        deliver,          // the next in order: act on it
        acknowledgement,  // a ZLB
        duplicate,        // seen before: it is acknowledged again, not acted on
        early,            // a gap before it: dropped, the peer sends it again
    };

    // Outgoing is a message to transmit now, its Ns and Nr set.
    struct Outgoing {
        codec::Message message;
        bool retransmission = false;
    };

    explicit ControlChannel(const ChannelSettings& settings = {});

    // send queues a message; it goes out when the window allows. Its header IDs are the caller's.
    void send(codec::Message message);

    // receive takes the header of a control message that arrived (its Nr acknowledges, its Ns is checked).
    Receipt receive(const codec::DecodedMessage& message, Time now);

    // take_outgoing returns what has to be transmitted at `now`: new messages within the window,
    // retransmissions that on_timeout found due, and a ZLB if an acknowledgement is owed and nothing carries
    // it.
    [[nodiscard]] std::vector<Outgoing> take_outgoing(Time now);

    void on_timeout(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept;

    void set_peer_window(std::uint16_t window) noexcept;
    void set_peer_tunnel_id(std::uint16_t id) noexcept { peer_tunnel_id_ = id; }  // for ZLBs

    [[nodiscard]] bool failed() const noexcept { return failed_; }  // retransmissions are used up
    [[nodiscard]] bool all_acknowledged() const noexcept { return queue_.empty(); }
    [[nodiscard]] std::uint16_t next_ns() const noexcept { return next_ns_; }
    [[nodiscard]] std::uint16_t next_nr() const noexcept { return next_nr_; }

  private:
    struct Pending {
        codec::Message message;
        unsigned transmissions = 0;
    };

    void acknowledge_up_to(std::uint16_t nr, Time now);

    ChannelSettings settings_;
    std::deque<Pending> queue_;  // unacknowledged: first in_flight_ were sent, the rest wait
    std::size_t in_flight_ = 0;
    std::uint16_t oldest_ns_ = 0;  // Ns of queue_.front()
    std::uint16_t next_ns_ = 0;    // Ns of the next message that was never sent
    std::uint16_t next_nr_ = 0;
    std::uint16_t peer_tunnel_id_ = 0;
    std::uint32_t congestion_window_ = 1;
    std::uint32_t slow_start_threshold_ = 4;
    std::uint32_t acknowledged_in_window_ = 0;
    Time interval_{};
    std::optional<Time> deadline_;
    bool retransmit_due_ = false;
    bool acknowledgement_owed_ = false;
    bool failed_ = false;
};

}  // namespace l2tp::protocol
