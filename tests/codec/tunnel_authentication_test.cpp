// SPDX-License-Identifier: GPL-2.0-or-later
// Challenge responses (RFC 2661, 4.4.3 and 5.1.1). The expected octets come from tests/codec/vectors.py.
#include "codec/tunnel_authentication.hpp"

#include <gtest/gtest.h>

#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

struct Vector {
    std::uint8_t message_type;
    OctetString secret;
    OctetString challenge;
    const char* response;
};

TEST(ChallengeResponse, IsTheMd5OfTheRfcsFormula) {
    const Vector vectors[] = {
        {2, text("secret"), hex("a1"), "1b8549d66c79d261138e210b794ba97e"},
        {3, text("secret"), hex("a1"), "09572dd1a3a52e1302ab11b7fc0df9a7"},
        {2, text("secret"), counting(16), "dd4186e2196f00124a9d588f02701259"},
        {3, text("l2tp-shared-secret"), counting(255), "507a8d0a72543feb9c4d383564bb92bd"},
        {2, {}, counting(16), "a43dea91b0071e5898a851cff602070b"},
    };
    for (const Vector& vector : vectors) {
        const ChallengeResponse response =
            challenge_response(vector.message_type, vector.secret, vector.challenge);
        EXPECT_TRUE(same_octets(response, hex(vector.response)));
        EXPECT_TRUE(
            verify_challenge_response(vector.message_type, vector.secret, vector.challenge, response));
    }
}

TEST(ChallengeResponse, OfTheOtherMessageIsWrong) {
    const ChallengeResponse response = challenge_response(2, text("secret"), counting(16));
    EXPECT_FALSE(verify_challenge_response(3, text("secret"), counting(16), response));
}

TEST(ChallengeResponse, OfAnotherSecretOrChallengeIsWrong) {
    const ChallengeResponse response = challenge_response(2, text("secret"), counting(16));
    EXPECT_FALSE(verify_challenge_response(2, text("Secret"), counting(16), response));
    EXPECT_FALSE(verify_challenge_response(2, text("secret"), counting(17), response));
}

TEST(ChallengeResponse, WithAnyOctetChangedIsWrong) {
    const ChallengeResponse response = challenge_response(3, text("secret"), counting(16));
    for (std::size_t i = 0; i < response.size(); ++i) {
        ChallengeResponse changed = response;
        changed[i] ^= 1;
        EXPECT_FALSE(verify_challenge_response(3, text("secret"), counting(16), changed)) << i;
    }
}

TEST(ChallengeResponse, OfAnotherLengthIsWrong) {
    const ChallengeResponse response = challenge_response(3, text("secret"), counting(16));
    OctetString longer(response.begin(), response.end());
    longer.push_back(0);
    EXPECT_FALSE(verify_challenge_response(3, text("secret"), counting(16), longer));
    EXPECT_FALSE(verify_challenge_response(3, text("secret"), counting(16), Octets{response}.first(15)));
    EXPECT_FALSE(verify_challenge_response(3, text("secret"), counting(16), {}));
}

}  // namespace
}  // namespace l2tp::codec
