// SPDX-License-Identifier: GPL-2.0-or-later
// LCP against a peer that is played by hand.
#include <gtest/gtest.h>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using test::ByHand;
using test::in_hex;
using test::lcp;
using test::octets;
using test::packet_frame;
using test::packet_in;

LinkSettings plain_settings() {
    LinkSettings settings;
    settings.magic_number = Wish::not_asked;
    return settings;
}

// opened returns a link in Req-Sent whose Configure-Request was taken.
std::unique_ptr<ByHand> begun(const LinkSettings& settings, codec::OctetString* request = nullptr) {
    auto link = std::make_unique<ByHand>(settings);
    (*link)->open({});
    auto frames = (*link)->take_frames();
    EXPECT_EQ(frames.size(), 1U);
    if (request != nullptr && !frames.empty()) *request = frames[0];
    return link;
}

// answer returns code and data of the single packet with which a link answers a Configure-Request.
std::string answer(ByHand& link, std::string_view options, std::uint8_t identifier = 1) {
    const auto frames = link.say(lcp(code::configure_request, identifier, options));
    if (frames.size() != 1) return std::to_string(frames.size()) + " frames";
    const Packet packet = packet_in(frames[0]);
    EXPECT_EQ(packet.identifier, identifier);
    return std::to_string(packet.code) + " " + in_hex(packet.data);
}

TEST(LcpOptions, AreAcknowledgedUnchangedAndInOrder) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0802 0702 0506 11223344 0206 00000000 0104 05a0"),
              "2 0802070205061122334402060000000001040"
              "5a0");
}

TEST(LcpOptions, UnknownOnesAreRejectedAlone) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0104 05dc 0d03 06 0506 11223344 1104 05f4"), "4 0d0306110405f4");
}

TEST(LcpOptions, RejectGoesBeforeNak) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0104 0001 0d03 06"), "4 0d0306");
}

TEST(LcpOptions, UnsoundValuesAreNaked) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0104 0001"), "3 01040080");
    EXPECT_EQ(answer(*link, "0103 05"), "3 010405dc");
    EXPECT_EQ(answer(*link, "0203 05"), "3 020600000000");
    const std::string magic = answer(*link, "0506 00000000");
    EXPECT_EQ(magic.substr(0, 6), "3 0506");
    EXPECT_NE(magic, "3 050600000000");
}

TEST(LcpOptions, BooleansWithAValueAreRejected) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0703 00 0802"), "4 070300");
}

TEST(LcpOptions, TheSecondOfAKindIsRejected) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0104 05dc 0104 05a0"), "4 010405a0");
}

TEST(LcpOptions, AListWithALyingLengthIsDiscarded) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0109 05dc"), "0 frames");
    EXPECT_EQ(answer(*link, "0100 05dc"), "0 frames");
}

TEST(LcpOptions, AuthenticationIsRejectedByWhoHasNoSecret) {
    auto link = begun(plain_settings());
    EXPECT_EQ(answer(*link, "0304 c023"), "4 0304c023");
}

TEST(LcpOptions, AnotherAuthenticationIsNakedWithOneThatIsKnown) {
    LinkSettings settings = plain_settings();
    settings.secret = octets_of("x");
    EXPECT_EQ(answer(*begun(settings), "0305 c22381"), "3 0305c22305");  // MS-CHAPv2
    EXPECT_EQ(answer(*begun(settings), "0305 c22305"), "2 0305c22305");
    settings.answers = {Authentication::pap};
    EXPECT_EQ(answer(*begun(settings), "0305 c22305"), "3 0304c023");
}

TEST(LcpOptions, NaksBecomeRejectsAfterMaxFailure) {
    auto link = begun(plain_settings());
    for (std::uint8_t i = 1; i <= 5; ++i) EXPECT_EQ(answer(*link, "0104 0001", i), "3 01040080");
    EXPECT_EQ(answer(*link, "0104 0001", 6), "4 01040001");
}

TEST(LcpRequest, AsksForWhatIsWishedAndNoDefaults) {
    LinkSettings settings;
    settings.mru = 1400;
    settings.accm = 0xa0000;
    settings.authentication = Authentication::chap_md5;
    settings.protocol_field_compression = Wish::asked;
    settings.address_control_field_compression = Wish::asked;
    codec::OctetString request;
    (void)begun(settings, &request);
    const std::string options = in_hex(packet_in(request).data);
    EXPECT_EQ(options.substr(0, 34),
              "0104057802060"
              "00a00000305c223050506");
    EXPECT_EQ(options.substr(42), "07020802");
    (void)begun(plain_settings(), &request);
    EXPECT_EQ(in_hex(request),
              "ff03c0210101"
              "0004");
}

TEST(LcpRequest, FollowsNakAndReject) {
    LinkSettings settings = plain_settings();
    settings.mru = 1600;
    settings.accm = 1;
    settings.protocol_field_compression = Wish::asked;
    auto link = begun(settings);
    auto frames = link->say(lcp(code::configure_nak, 1, "0104 05a0 0206 00000010"));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(in_hex(packet_in(frames[0]).data), "010405a00206000000110702");
    EXPECT_NE(packet_in(frames[0]).identifier, 1);
    frames = link->say(lcp(code::configure_reject, 2, "0206 00000011 0702"));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(in_hex(packet_in(frames[0]).data), "010405a0");
}

TEST(LcpRequest, IgnoresRepliesThatDoNotFitIt) {
    LinkSettings settings = plain_settings();
    settings.mru = 1400;
    auto link = begun(settings);
    EXPECT_TRUE(link->say(lcp(code::configure_ack, 9, "0104 0578")).empty());     // another identifier
    EXPECT_TRUE(link->say(lcp(code::configure_ack, 1, "0104 05dc")).empty());     // other options
    EXPECT_TRUE(link->say(lcp(code::configure_reject, 1, "0104 05dc")).empty());  // never asked for
    EXPECT_TRUE(link->say(lcp(code::configure_nak, 1, "0109 05dc")).empty());     // a lying length
    EXPECT_EQ((*link)->lcp_state(), AutomatonState::req_sent);
    EXPECT_TRUE(link->say(lcp(code::configure_ack, 1, "0104 0578")).empty());
    EXPECT_EQ((*link)->lcp_state(), AutomatonState::ack_rcvd);
    EXPECT_TRUE(link->say(lcp(code::configure_ack, 1, "0104 0578")).empty());  // a second time
    EXPECT_EQ((*link)->lcp_state(), AutomatonState::ack_rcvd);
}

TEST(LcpRequest, IsRepeatedUnchanged) {
    codec::OctetString request;
    auto link = begun(LinkSettings{}, &request);
    (*link)->on_timeout(3s);
    const auto frames = (*link)->take_frames();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0], request);
}

TEST(LcpRequest, GivesUpWhenAuthenticationIsRejected) {
    LinkSettings settings = plain_settings();
    settings.authentication = Authentication::pap;
    auto link = begun(settings);
    const auto frames = link->say(lcp(code::configure_reject, 1, "0304 c023"));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(packet_in(frames[0]).code, code::terminate_request);
    EXPECT_EQ((*link)->end(), LinkEnd::no_agreement);
}

TEST(LcpRequest, GivesUpOnEndlessNaks) {
    LinkSettings settings = plain_settings();
    settings.authentication = Authentication::pap;
    auto link = begun(settings);
    int naks = 0;
    for (std::uint8_t identifier = 1; (*link)->phase() == Phase::establish && naks < 1000; ++naks)
        (void)link->say(lcp(code::configure_nak, identifier++, "0305 c22305"));
    EXPECT_EQ(naks, 41);
    EXPECT_EQ((*link)->end(), LinkEnd::no_agreement);
}

TEST(Lcp, SeesItsOwnMagicNumberComeBack) {
    ByHand link{LinkSettings{}};
    link->open({});
    auto frames = link->take_frames();
    for (int i = 0; i < 50 && !link->end(); ++i) {
        std::vector<codec::OctetString> back;
        for (const auto& frame : frames) {
            for (const auto& reply : link.say(frame)) back.push_back(reply);
        }
        frames = back;
    }
    EXPECT_TRUE(link->looped_back());
    EXPECT_EQ(link->end(), LinkEnd::looped_back);
    EXPECT_FALSE(link->lcp_open());
}

TEST(Lcp, RejectsAnUnknownCode) {
    ByHand link{plain_settings()};
    link.open_lcp();
    (void)link->take_frames();
    const auto frames = link.say(lcp(77, 5, "aabb"));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(packet_in(frames[0]).code, code::code_reject);
    EXPECT_EQ(in_hex(packet_in(frames[0]).data), "4d050006aabb");
}

TEST(Lcp, CutsWhatItRejectsToThePeersMru) {
    ByHand link{plain_settings()};
    link.open_lcp("0104 0080");
    (void)link->take_frames();
    const auto frames = link.say(packet_frame(number::lcp, 77, 5, codec::OctetString(1400)));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(frames[0].size(), 4U + 128U);
}

TEST(Lcp, RejectsAnUnknownProtocolInTheNetworkPhase) {
    ByHand link{plain_settings()};
    EXPECT_TRUE(link.say(octets("ff03 8057 01010004")).empty());  // LCP is not open
    link.open_lcp();
    (void)link->take_frames();
    const auto frames = link.say(octets("ff03 8057 01010004"));
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(packet_in(frames[0]).code, code::protocol_reject);
    EXPECT_EQ(in_hex(packet_in(frames[0]).data), "805701010004");
}

TEST(Lcp, DropsTheLinkWhenAFundamentalCodeIsRejected) {
    ByHand link{plain_settings()};
    link.open_lcp();
    (void)link->take_frames();
    EXPECT_TRUE(link.say(lcp(code::code_reject, 1, "09010004")).empty());  // it can live without echoes
    EXPECT_TRUE(link->lcp_open());
    EXPECT_EQ(link.say(lcp(code::code_reject, 1, "01010004")).size(), 1U);
    EXPECT_EQ(link->phase(), Phase::terminate);
}

TEST(Lcp, StopsWhatThePeerProtocolRejects) {
    ByHand link{plain_settings()};
    link.open_lcp();
    (void)link->take_frames();
    EXPECT_EQ(link->ipcp_state(), AutomatonState::req_sent);
    EXPECT_TRUE(link.say(lcp(code::protocol_reject, 1, "8021 0101000a03060a000001")).empty());
    EXPECT_EQ(link->ipcp_state(), AutomatonState::starting);
    EXPECT_FALSE(link->next_deadline());
    EXPECT_TRUE(link->lcp_open());
}

TEST(Lcp, AnswersEchoOnlyInOpened) {
    ByHand link{plain_settings()};
    link->open({});
    (void)link->take_frames();
    EXPECT_TRUE(link.say(lcp(code::echo_request, 3, "00000000 aabb")).empty());
    ByHand open{LinkSettings{}};
    open.open_lcp("0506 11223344");
    (void)open->take_frames();
    const auto frames = open.say(lcp(code::echo_request, 3, "11223344 aabb"));
    ASSERT_EQ(frames.size(), 1U);
    const Packet reply = packet_in(frames[0]);
    EXPECT_EQ(reply.code, code::echo_reply);
    EXPECT_EQ(reply.identifier, 3);
    EXPECT_EQ(codec::read_number(reply.data, 4), open->own_lcp().magic_number);
    EXPECT_EQ(in_hex(reply.data.subspan(4)), "aabb");
    EXPECT_TRUE(open.say(lcp(code::echo_request, 3, "1122")).empty());  // no Magic-Number
    EXPECT_TRUE(open.say(lcp(code::discard_request, 3, "11223344")).empty());
}

TEST(Lcp, RenegotiatesOutOfOpened) {
    ByHand link{plain_settings()};
    link.open_lcp();
    (void)link->take_frames();
    const auto frames = link.say(lcp(code::configure_request, 9, "0104 05a0"));
    ASSERT_EQ(frames.size(), 2U);
    EXPECT_EQ(packet_in(frames[0]).code, code::configure_request);
    EXPECT_EQ(packet_in(frames[1]).code, code::configure_ack);
    EXPECT_FALSE(link->lcp_open());
    EXPECT_EQ(link->ipcp_state(), AutomatonState::starting);
}

}  // namespace
}  // namespace l2tp::protocol::ppp
