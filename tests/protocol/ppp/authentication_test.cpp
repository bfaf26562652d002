// SPDX-License-Identifier: GPL-2.0-or-later
// PAP and CHAP: vectors, refusals, repeated answers.
#include <gtest/gtest.h>

#include "protocol/ppp/chap.hpp"
#include "protocol/ppp/pap.hpp"
#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using test::ByHand;
using test::in_hex;
using test::octets;
using test::packet_frame;
using test::packet_in;
using test::server_settings;

// Computed with Python: hashlib.md5(bytes([identifier]) + secret + challenge).
TEST(ChapResponse, IsMd5OverIdentifierSecretAndChallenge) {
    EXPECT_EQ(in_hex(chap_response(1, octets_of("secret"), octets("000102030405060708090a0b0c0d0e0f"))),
              "740e86463bda3a4d7017d6e0fba0699d");
    EXPECT_EQ(in_hex(chap_response(0, {}, octets("00"))), "c4103f122d27677c9db144cae1394a66");
    EXPECT_EQ(in_hex(chap_response(255, octets_of("open sesame"), codec::OctetString(32, 0xff))),
              "f6ad7bad77ea31b904737d019b2a109c");
    EXPECT_EQ(in_hex(chap_response(0x42, octets("700077"), octets_of("0123456789abcdef0123456789"))),
              "32ea4bb0e0e2b93bc1274f8b5d89797a");
}

TEST(JudgeAnswer, WantsNameAndSecretOfOneAccount) {
    const auto accounts = server_settings().accounts;
    const auto pap = [&](std::string_view name, std::string_view password) {
        return judge_answer({Authentication::pap, octets_of(name), {}, 1, octets_of(password)}, accounts);
    };
    EXPECT_EQ(pap("dialler", "open sesame"), Verdict::accepted);
    EXPECT_EQ(pap("dialler", "else"), Verdict::refused);
    EXPECT_EQ(pap("dialler", "open sesam"), Verdict::refused);
    EXPECT_EQ(pap("dialler", ""), Verdict::refused);
    EXPECT_EQ(pap("nobody", "open sesame"), Verdict::refused);
    EXPECT_EQ(judge_answer({}, accounts), Verdict::refused);
}

// A LNS that has asked for authentication, and its peer by hand.
struct Server {
    ByHand link;
    std::vector<codec::OctetString> greeting;  // what follows LCP's own packets

    explicit Server(Authentication authentication) : link(server_settings(authentication)) {
        link.open_lcp();
        greeting = link->take_frames();
        greeting.erase(greeting.begin());
    }

    codec::OctetString pap(std::uint8_t identifier, std::string_view hex) {
        const auto frames =
            link.say(packet_frame(number::pap, pap_code::authenticate_request, identifier, octets(hex)));
        return frames.empty() ? codec::OctetString{} : frames[0];
    }
};

constexpr std::string_view right_request = "07 6469616c6c6572 0b 6f70656e20736573616d65";
constexpr std::string_view wrong_request = "07 6469616c6c6572 0b 6f70656e20736573616d66";

TEST(PapAuthenticator, AcceptsTheRightPassword) {
    Server server(Authentication::pap);
    const auto reply = server.pap(5, right_request);
    EXPECT_EQ(packet_in(reply).code, pap_code::authenticate_ack);
    EXPECT_EQ(packet_in(reply).identifier, 5);
    EXPECT_TRUE(server.link->authenticated());
    EXPECT_EQ(server.link->peer_name(), octets_of("dialler"));
    // The Ack may have been lost: it is repeated, whatever the request says now.
    EXPECT_EQ(packet_in(server.pap(6, wrong_request)).code, pap_code::authenticate_ack);
}

TEST(PapAuthenticator, RefusesTheWrongPasswordAndClosesTheLink) {
    Server server(Authentication::pap);
    const auto frames =
        server.link.say(packet_frame(number::pap, pap_code::authenticate_request, 5, octets(wrong_request)));
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_EQ(packet_in(frames[0]).code, pap_code::authenticate_nak);
    EXPECT_EQ(packet_in(frames[1]).code, code::terminate_request);
    EXPECT_EQ(server.link->end(), LinkEnd::authentication_failed);
    EXPECT_TRUE(server.pap(6, right_request).empty());  // no second try
    EXPECT_FALSE(server.link->authenticated());
}

TEST(PapAuthenticator, DiscardsLyingLengths) {
    Server server(Authentication::pap);
    for (const char* hex :
         {"", "07", "08 6469616c6c6572", "07 6469616c6c6572", "07 6469616c6c6572 0c 6f70656e20736573616d65",
          "ff 6469616c6c6572 0b 6f70656e20736573616d65"})
        EXPECT_TRUE(server.pap(5, hex).empty()) << hex;
    EXPECT_FALSE(server.link->end());
}

TEST(PapAuthenticator, GivesUpWithoutARequest) {
    Server server(Authentication::pap);
    EXPECT_TRUE(server.greeting.empty());
    ASSERT_EQ(server.link->next_deadline(), 30s);
    server.link->on_timeout(30s);
    EXPECT_EQ(server.link->end(), LinkEnd::authentication_failed);
}

codec::OctetString challenge_of(const Server& server) {
    EXPECT_EQ(server.greeting.size(), 1U);
    return server.greeting.at(0);
}

codec::OctetString response_to(const Packet& challenge, std::string_view name, std::string_view secret) {
    const auto value = challenge.data.subspan(1, challenge.data[0]);
    codec::OctetString data{16};
    codec::append_octets(data, chap_response(challenge.identifier, octets_of(secret), value));
    codec::append_octets(data, octets_of(name));
    return packet_frame(number::chap, chap_code::response, challenge.identifier, data);
}

TEST(ChapAuthenticator, AcceptsTheRightResponse) {
    Server server(Authentication::chap_md5);
    const auto challenge = challenge_of(server);
    EXPECT_EQ(packet_in(challenge).code, chap_code::challenge);
    EXPECT_EQ(packet_in(challenge).data.size(), 1U + 16U + 6U);
    const auto frames = server.link.say(response_to(packet_in(challenge), "dialler", "open sesame"));
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_EQ(packet_in(frames[0]).code, chap_code::success);
    EXPECT_EQ(decode_frame(frames[1])->protocol, number::ipcp);
    // To the same challenge the same reply, so that nothing can be tried out.
    const auto again = server.link.say(response_to(packet_in(challenge), "dialler", "wrong"));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(packet_in(again[0]).code, chap_code::success);
}

TEST(ChapAuthenticator, RefusesTheWrongSecretAndName) {
    for (const auto& [name, secret] : {std::pair{"dialler", "else"}, std::pair{"someone", "open sesame"}}) {
        Server server(Authentication::chap_md5);
        const auto challenge = challenge_of(server);
        const auto frames = server.link.say(response_to(packet_in(challenge), name, secret));
        ASSERT_EQ(frames.size(), 2U);
        EXPECT_EQ(packet_in(frames[0]).code, chap_code::failure);
        EXPECT_EQ(packet_in(frames[1]).code, code::terminate_request);
        EXPECT_EQ(server.link->end(), LinkEnd::authentication_failed);
    }
}

TEST(ChapAuthenticator, SendsAnotherChallengeEachTimeAndForgetsTheOld) {
    Server server(Authentication::chap_md5);
    const auto first = challenge_of(server);
    server.link->on_timeout(3s);
    const auto second = server.link->take_frames();
    ASSERT_EQ(second.size(), 1U);
    EXPECT_NE(packet_in(second[0]).identifier, packet_in(first).identifier);
    EXPECT_NE(in_hex(packet_in(second[0]).data), in_hex(packet_in(first).data));
    EXPECT_TRUE(server.link.say(response_to(packet_in(first), "dialler", "open sesame"), 3s).empty());
    EXPECT_FALSE(server.link.say(response_to(packet_in(second[0]), "dialler", "open sesame"), 3s).empty());
    EXPECT_TRUE(server.link->authenticated());
}

TEST(ChapAuthenticator, DiscardsALyingValueSize) {
    Server server(Authentication::chap_md5);
    const auto challenge = challenge_of(server);
    for (const char* hex : {"", "00", "10", "10 00112233445566778899aabbccddee", "ff 00"}) {
        const auto identifier = packet_in(challenge).identifier;
        EXPECT_TRUE(server.link.say(packet_frame(number::chap, chap_code::response, identifier, octets(hex)))
                        .empty());
    }
    EXPECT_FALSE(server.link->end());
}

TEST(ChapClaimant, AnswersAgainAfterSuccess) {
    ByHand link{test::remote_settings()};
    link.open_lcp("0305 c22305");
    (void)link->take_frames();
    const auto challenge = packet_frame(number::chap, chap_code::challenge, 9, octets("04 01020304 73"));
    const auto first = link.say(challenge);
    ASSERT_EQ(first.size(), 1U);
    EXPECT_EQ(in_hex(packet_in(first[0]).data.subspan(1, 16)),
              in_hex(chap_response(9, octets_of("open sesame"), octets("01020304"))));
    EXPECT_EQ(in_hex(packet_in(first[0]).data.subspan(17)), in_hex(octets_of("dialler")));
    (void)link.say(packet_frame(number::chap, chap_code::success, 9, {}));
    EXPECT_TRUE(link->authenticated());
    const auto again = packet_frame(number::chap, chap_code::challenge, 10, octets("04 05060708 73"));
    EXPECT_EQ(link.say(again).size(), 1U);
    EXPECT_TRUE(link->authenticated());
}

TEST(Claimant, ClosesTheLinkWhenItIsRefused) {
    ByHand link{test::remote_settings()};
    link.open_lcp("0304 c023");
    const auto sent = link->take_frames();
    ASSERT_EQ(sent.size(), 2U);
    EXPECT_EQ(in_hex(packet_in(sent[1]).data), in_hex(octets(right_request)));
    (void)link.say(packet_frame(number::pap, pap_code::authenticate_nak, packet_in(sent[1]).identifier, {}));
    EXPECT_EQ(link->end(), LinkEnd::authentication_failed);
}

}  // namespace
}  // namespace l2tp::protocol::ppp
