// SPDX-License-Identifier: GPL-2.0-or-later
// PPP frames as L2TP carries them (RFC 1661, 2; RFC 1662, 3.1; RFC 2661, 5.3): no flags, no FCS, no
// transparency. Address and Control (FF 03) may stand before the Protocol field or not.
#pragma once

#include <cstdint>
#include <optional>

#include "codec/octets.hpp"

namespace l2tp::protocol::ppp {

// The values of the Protocol field that this PPP knows.
namespace number {
inline constexpr std::uint16_t ipv4 = 0x0021;
inline constexpr std::uint16_t ipcp = 0x8021;
inline constexpr std::uint16_t lcp = 0xc021;
inline constexpr std::uint16_t pap = 0xc023;
inline constexpr std::uint16_t chap = 0xc223;
}  // namespace number

// Frame borrows its information field from what was decoded.
struct Frame {
    std::uint16_t protocol = 0;
    codec::Octets information;
};

enum class AddressControlField : std::uint8_t { present, compressed };
enum class ProtocolField : std::uint8_t { whole, compressed };

// FrameForm is how a frame is written.
struct FrameForm {
    AddressControlField address_control = AddressControlField::present;
    ProtocolField protocol = ProtocolField::whole;
};

// decode_frame reads a frame in any form. It returns nothing when the Protocol field is not there.
[[nodiscard]] std::optional<Frame> decode_frame(codec::Octets octets) noexcept;

// encode_frame writes a frame. Only a Protocol field below 256 can be compressed (RFC 1661, 6.5).
[[nodiscard]] codec::OctetString encode_frame(const Frame& frame, FrameForm form);

}  // namespace l2tp::protocol::ppp
