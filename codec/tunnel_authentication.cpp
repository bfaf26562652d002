// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/tunnel_authentication.hpp"

#include <nettle/memops.h>

#include "codec/md5.hpp"

namespace l2tp::codec {

ChallengeResponse challenge_response(std::uint8_t message_type, Octets secret, Octets challenge) noexcept {
    return md5({Octets(&message_type, 1), secret, challenge});
}

bool verify_challenge_response(std::uint8_t message_type, Octets secret, Octets challenge,
                               Octets response) noexcept {
    const ChallengeResponse expected = challenge_response(message_type, secret, challenge);
    return response.size() == expected.size() &&
           nettle_memeql_sec(response.data(), expected.data(), expected.size()) != 0;
}

}  // namespace l2tp::codec
