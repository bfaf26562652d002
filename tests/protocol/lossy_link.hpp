// SPDX-License-Identifier: GPL-2.0-or-later
// Two control channels over a seeded link that loses, doubles, delays and reorders datagrams, in virtual
// time. It watches every datagram and reports the first rule of RFC 2661, 5.8 that either end breaks.
#pragma once

#include <array>
#include <deque>
#include <queue>
#include <random>
#include <string>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "protocol/control_channel.hpp"

namespace l2tp::protocol {

struct LinkSettings {
    double loss = 0;
    double duplication = 0;
    Time least_delay = std::chrono::milliseconds(10);
    Time most_delay = std::chrono::milliseconds(10);  // beyond the least one: datagrams overtake each other
    std::uint32_t seed = 1;
};

enum class EarlyMessages : std::uint8_t { hold, drop };

struct EndSettings {
    ChannelSettings channel;
    std::uint32_t messages = 0;  // that it has to say
    EarlyMessages early = EarlyMessages::hold;
};

class LossyLink {
  public:
    LossyLink(const LinkSettings& link, const EndSettings& first, const EndSettings& second);

    // run goes on until nothing can happen any more, or a rule is broken.
    void run();

    [[nodiscard]] const std::string& breach() const noexcept { return breach_; }
    [[nodiscard]] bool failed() const noexcept { return ends_[0].failed() || ends_[1].failed(); }
    [[nodiscard]] Time now() const noexcept { return now_; }
    [[nodiscard]] std::uint64_t retransmissions() const noexcept { return retransmissions_; }

  private:
    // What was seen of a message since it was first sent.
    struct Seen {
        unsigned transmissions = 0;
        Time last{};
        Time spacing{};
    };

    struct End {
        explicit End(const EndSettings& s) : settings(s), channel(s.channel) {}
        [[nodiscard]] bool failed() const noexcept { return channel.failed(); }

        EndSettings settings;
        ControlChannel channel;
        std::uint32_t queued = 0;        // of its messages
        std::uint32_t acknowledged = 0;  // by what arrived
        std::deque<Seen> outstanding;    // sent and not acknowledged
        std::uint32_t delivered = 0;     // of the other end's messages
    };

    struct Passing {
        Time arrival;
        std::uint64_t order;
        std::size_t to;
        codec::OctetString octets;
        [[nodiscard]] bool operator>(const Passing& other) const noexcept {
            return std::pair(arrival, order) > std::pair(other.arrival, other.order);
        }
    };

    void step();
    void arrive(const Passing& passing);
    void deliver(End& end, codec::Octets octets);
    void note_acknowledgement(End& end, std::uint16_t nr);
    void transmit(std::size_t from);
    void watch(End& end, const ControlChannel::Outgoing& outgoing);
    void watch_spacing(const End& end, Seen& seen);
    void put(std::size_t to, const codec::OctetString& octets);
    void breaks(const std::string& rule);
    [[nodiscard]] bool happens(double probability);

    LinkSettings link_;
    std::array<End, 2> ends_;
    std::priority_queue<Passing, std::vector<Passing>, std::greater<>> passing_;
    std::mt19937 random_;
    Time now_{};
    unsigned steps_at_now_ = 0;
    std::uint64_t order_ = 0;
    std::uint64_t retransmissions_ = 0;
    codec::DecodedMessage decoded_;
    std::string breach_;
};

}  // namespace l2tp::protocol
