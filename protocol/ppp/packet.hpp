// SPDX-License-Identifier: GPL-2.0-or-later
// Packet: Code, Identifier, Length and Data, the form of every packet of LCP, IPCP, PAP and CHAP (RFC 1661,
// 5).
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "codec/octets.hpp"

namespace l2tp::protocol::ppp {

// Codes of LCP (RFC 1661, 5); a network control protocol uses those up to Code-Reject (RFC 1332, 3).
namespace code {
inline constexpr std::uint8_t configure_request = 1;
inline constexpr std::uint8_t configure_ack = 2;
inline constexpr std::uint8_t configure_nak = 3;
inline constexpr std::uint8_t configure_reject = 4;
inline constexpr std::uint8_t terminate_request = 5;
inline constexpr std::uint8_t terminate_ack = 6;
inline constexpr std::uint8_t code_reject = 7;
inline constexpr std::uint8_t protocol_reject = 8;
inline constexpr std::uint8_t echo_request = 9;
inline constexpr std::uint8_t echo_reply = 10;
inline constexpr std::uint8_t discard_request = 11;
}  // namespace code

// Packet borrows its data from what was decoded.
struct Packet {
    static constexpr std::size_t header_octets = 4;

    std::uint8_t code = 0;
    std::uint8_t identifier = 0;
    codec::Octets data;
};

// decode_packet drops the padding behind Length. It returns nothing when Length is less than the header's
// four octets or more than there are: such packets are discarded without a word.
[[nodiscard]] std::optional<Packet> decode_packet(codec::Octets information) noexcept;

// encode_packet cuts data that Length cannot count.
[[nodiscard]] codec::OctetString encode_packet(const Packet& packet);

// Outgoing is the contents of a frame to be sent.
struct Outgoing {
    std::uint16_t protocol = 0;
    codec::OctetString information;
};

// Outbox gathers what the protocols of one link want sent, in order. It holds a bounded number: a link whose
// owner never empties it must not grow.
class Outbox {
  public:
    static constexpr std::size_t capacity = 64;

    void send(std::uint16_t protocol, codec::OctetString information) {
        if (frames_.size() < capacity) frames_.push_back({protocol, std::move(information)});
    }
    void send(std::uint16_t protocol, const Packet& packet) { send(protocol, encode_packet(packet)); }

    [[nodiscard]] std::vector<Outgoing> take() noexcept { return std::exchange(frames_, {}); }

  private:
    std::vector<Outgoing> frames_;
};

}  // namespace l2tp::protocol::ppp
