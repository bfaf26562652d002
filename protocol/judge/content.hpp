// SPDX-License-Identifier: GPL-2.0-or-later
// content_of: what two copies of one control message have in common.
#pragma once

#include <cstdint>

#include "codec/decode.hpp"

namespace l2tp::protocol {

// digest_of returns a 64-bit digest (FNV-1a) of octets, going on from another one.
[[nodiscard]] constexpr std::uint64_t digest_of(codec::Octets octets,
                                                std::uint64_t digest = 0xcbf29ce484222325ULL) noexcept {
    for (std::uint8_t octet : octets) digest = (digest ^ octet) * 0x100000001b3ULL;
    return digest;
}

// content_of digests a control message but for its Ns and Nr, and for what a sender may make anew in a
// retransmission: Random Vectors and hidden values (4.3).
[[nodiscard]] std::uint64_t content_of(const codec::DecodedMessage& message) noexcept;

}  // namespace l2tp::protocol
