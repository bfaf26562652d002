// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnel authentication (RFC 2661, 4.4.3 and 5.1.1): the CHAP-style answer to a Challenge.
#pragma once

#include <array>
#include <cstdint>

#include "codec/octets.hpp"

namespace l2tp::codec {

using ChallengeResponse = std::array<std::uint8_t, 16>;

// challenge_response computes MD5(id, secret, challenge), where id is the Message Type of the message that
// carries the response: 2 in SCCRP, 3 in SCCCN.
[[nodiscard]] ChallengeResponse challenge_response(std::uint8_t message_type, Octets secret,
                                                   Octets challenge) noexcept;

// verify_challenge_response compares in constant time; a response of another length is wrong.
[[nodiscard]] bool verify_challenge_response(std::uint8_t message_type, Octets secret, Octets challenge,
                                             Octets response) noexcept;

}  // namespace l2tp::codec
