// SPDX-License-Identifier: GPL-2.0-or-later
// The reliable control channel (RFC 2661, 5.8 and Appendix A) of one end of one tunnel: sans-I/O, time is an
// argument. The owner hands in what arrived, queues what it wants to say, and transmits what take_outgoing
// gives.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
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

enum class CongestionControl : std::uint8_t { slow_start, none };

struct ChannelSettings {
    Time first_interval = std::chrono::seconds(1);  // before the first retransmission
    Time interval_cap = std::chrono::seconds(8);    // at least 8 s for a conforming sender
    unsigned max_retransmissions = 5;
    std::uint16_t peer_window = 4;     // the peer's Receive Window Size; 4 until it is known
    std::uint16_t receive_window = 4;  // how far ahead of a gap held messages may be
    CongestionControl congestion_control = CongestionControl::slow_start;

    // interval returns the wait after the n-th transmission (1 first): doubled each time, up to the cap.
    [[nodiscard]] Time interval(unsigned transmissions) const noexcept;
    // full_cycle is how long the channel is kept after its last message: all retransmissions and the wait
    // after the last of them (5.7, 5.8; reading A-23).
    [[nodiscard]] Time full_cycle() const noexcept;
};

class ControlChannel {
  public:
    // What an arriving control message is to this channel.
    enum class Receipt : std::uint8_t {
        deliver,          // the next in order: act on it
        acknowledgement,  // a ZLB
        duplicate,        // seen before: it is acknowledged again, not acted on
        early,            // a gap before it: hold it or drop it, the peer sends it again
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

    // hold keeps the octets of an early message if it lies within the receive window. take_held returns the
    // held message that is next in order, which thereby is delivered, or nothing.
    void hold(std::uint16_t ns, codec::Octets octets);
    [[nodiscard]] std::optional<codec::OctetString> take_held();

    // take_outgoing returns what has to be transmitted at `now`: new messages within the window,
    // retransmissions that are due, and a ZLB if an acknowledgement is owed and nothing carries it.
    [[nodiscard]] std::vector<Outgoing> take_outgoing(Time now);

    void on_timeout(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept;

    void set_peer_window(std::uint16_t window) noexcept;
    // set_peer_tunnel_id names the peer's tunnel in ZLBs and in what is queued but was never sent (4.4.3).
    void set_peer_tunnel_id(std::uint16_t id) noexcept;

    [[nodiscard]] bool failed() const noexcept { return failed_; }  // retransmissions are used up
    [[nodiscard]] bool all_acknowledged() const noexcept { return queue_.empty(); }
    [[nodiscard]] std::size_t outstanding() const noexcept { return in_flight_; }
    [[nodiscard]] std::size_t queued() const noexcept { return queue_.size(); }
    [[nodiscard]] std::uint16_t next_ns() const noexcept { return next_ns_; }
    [[nodiscard]] std::uint16_t next_nr() const noexcept { return next_nr_; }

  private:
    struct Pending {
        codec::Message message;
        unsigned transmissions = 0;
        Time sent{};  // last
        Time due{};   // when it is retransmitted unless acknowledged before
    };

    void acknowledge_up_to(std::uint16_t nr);
    void open_congestion_window();
    [[nodiscard]] std::size_t window() const noexcept;
    void transmit(std::size_t position, Time now, std::vector<Outgoing>& out);

    ChannelSettings settings_;
    std::deque<Pending> queue_;  // unacknowledged: the first in_flight_ were sent, the rest wait
    std::size_t in_flight_ = 0;
    std::uint16_t oldest_ns_ = 0;  // Ns of queue_.front()
    std::uint16_t next_ns_ = 0;    // Ns of the next message that was never sent
    std::uint16_t next_nr_ = 0;
    std::uint16_t peer_tunnel_id_ = 0;
    std::map<std::uint16_t, codec::OctetString> held_;  // early messages, by Ns
    std::uint32_t congestion_window_ = 1;
    std::uint32_t slow_start_threshold_ = 4;
    std::uint32_t acknowledged_in_window_ = 0;
    bool acknowledgement_owed_ = false;
    bool failed_ = false;
};

}  // namespace l2tp::protocol
