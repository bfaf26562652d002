// SPDX-License-Identifier: GPL-2.0-or-later
// The PPP protocols and codes that scenarios name (RFC 1661, 1334, 1994, 1332).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "codec/octets.hpp"

namespace l2tp::tester {

struct PppName {
    std::string_view name;
    std::uint16_t number;
};

inline constexpr std::array ppp_protocols{PppName{"LCP", 0xc021}, PppName{"PAP", 0xc023},
                                          PppName{"CHAP", 0xc223}, PppName{"IPCP", 0x8021},
                                          PppName{"IPV6CP", 0x8057}};

inline constexpr std::array ppp_codes{
    PppName{"Configure-Request", 1}, PppName{"Configure-Ack", 2},     PppName{"Configure-Nak", 3},
    PppName{"Configure-Reject", 4},  PppName{"Terminate-Request", 5}, PppName{"Terminate-Ack", 6},
    PppName{"Code-Reject", 7},       PppName{"Protocol-Reject", 8},   PppName{"Echo-Request", 9},
    PppName{"Echo-Reply", 10},       PppName{"Discard-Request", 11}};

// PppHeader is what every control protocol of PPP starts with.
struct PppHeader {
    std::uint16_t protocol = 0;
    std::uint8_t code = 0;
};

// read_ppp_header skips Address and Control (ff 03) where they are sent (reading A-30).
[[nodiscard]] constexpr std::optional<PppHeader> read_ppp_header(codec::Octets frame) noexcept {
    if (frame.size() >= 2 && frame[0] == 0xff && frame[1] == 0x03) frame = frame.subspan(2);
    if (frame.size() < 3) return std::nullopt;
    return PppHeader{codec::read_u16(frame, 0), frame[2]};
}

[[nodiscard]] constexpr std::string_view ppp_protocol_name(std::uint16_t number) noexcept {
    for (const PppName& row : ppp_protocols) {
        if (row.number == number) return row.name;
    }
    return {};
}

[[nodiscard]] constexpr std::string_view ppp_code_name(std::uint16_t number) noexcept {
    for (const PppName& row : ppp_codes) {
        if (row.number == number) return row.name;
    }
    return {};
}

}  // namespace l2tp::tester
