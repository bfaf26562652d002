// SPDX-License-Identifier: GPL-2.0-or-later
// Two links against each other on a good wire.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using test::octets;
using test::remote_settings;
using test::server_settings;
using test::Wire;

struct Pair {
    Random random;
    Link server;
    Link remote;
    Wire wire;

    explicit Pair(const LinkSettings& s = server_settings(), const LinkSettings& r = remote_settings(),
                  std::uint64_t seed = 1)
        : random(seed), server(s, random), remote(r, random), wire(server, remote, seed) {
        server.open({});
        remote.open({});
    }
};

TEST(Link, ComesUpWithEveryAuthentication) {
    for (const Authentication authentication :
         {Authentication::none, Authentication::pap, Authentication::chap_md5}) {
        Pair pair(server_settings(authentication));
        pair.wire.run(1s);
        EXPECT_TRUE(pair.server.network_open());
        EXPECT_TRUE(pair.remote.network_open());
        EXPECT_EQ(pair.server.phase(), Phase::network);
        EXPECT_EQ(pair.server.own_lcp().authentication, authentication);
        EXPECT_EQ(pair.remote.own_address(), 0x0a000063U);
        EXPECT_EQ(pair.remote.peer_address(), 0x0a000001U);
        EXPECT_EQ(pair.server.peer_address(), 0x0a000063U);
        EXPECT_FALSE(pair.server.next_deadline());
        EXPECT_FALSE(pair.server.end());
    }
}

TEST(Link, AuthenticatesBothWays) {
    LinkSettings server = server_settings(Authentication::chap_md5);
    server.secret = octets_of("the server's own");
    LinkSettings remote = remote_settings();
    remote.authentication = Authentication::chap_md5;
    remote.accounts = {{octets_of("server"), octets_of("the server's own")}};
    Pair pair(server, remote);
    pair.wire.run(1s);
    EXPECT_TRUE(pair.server.network_open());
    EXPECT_EQ(pair.server.peer_name(), octets_of("dialler"));
    EXPECT_EQ(pair.remote.peer_name(), octets_of("server"));
}

TEST(Link, RefusesTheWrongPasswordOnBothEnds) {
    for (const Authentication authentication : {Authentication::pap, Authentication::chap_md5}) {
        LinkSettings remote = remote_settings();
        remote.secret = octets_of("open barley");
        Pair pair(server_settings(authentication), remote);
        pair.wire.run(30s);
        EXPECT_EQ(pair.server.end(), LinkEnd::authentication_failed);
        EXPECT_EQ(pair.remote.end(), LinkEnd::authentication_failed);
        EXPECT_TRUE(pair.server.terminated());
        EXPECT_TRUE(pair.remote.terminated());
        EXPECT_FALSE(pair.server.next_deadline());
    }
}

TEST(Link, SaysWhatWasNegotiated) {
    LinkSettings server = server_settings();
    server.mru = 1400;
    server.accm = 0;
    LinkSettings remote = remote_settings();
    remote.protocol_field_compression = Wish::asked;
    Pair pair(server, remote);
    pair.wire.run(1s);
    EXPECT_EQ(pair.server.own_lcp(), pair.remote.peer_lcp());
    EXPECT_EQ(pair.server.peer_lcp(), pair.remote.own_lcp());
    EXPECT_EQ(pair.remote.peer_lcp().mru, 1400);
    EXPECT_EQ(pair.remote.peer_lcp().accm, 0U);
    EXPECT_EQ(pair.server.peer_lcp().protocol_field_compression, Wish::asked);
    EXPECT_NE(pair.server.own_lcp().magic_number, 0U);
    EXPECT_NE(pair.server.own_lcp().magic_number, pair.remote.own_lcp().magic_number);
}

TEST(Link, MeasuresAnEcho) {
    Pair pair;
    pair.wire.run(1s);
    pair.server.send_echo(1s);
    pair.wire.run(2s);
    ASSERT_TRUE(pair.server.last_echo_reply());
    EXPECT_EQ(pair.server.last_echo_reply()->sent, 1s);
    EXPECT_EQ(pair.server.last_echo_reply()->received, 1s + 10ms);
}

TEST(Link, SendsEchoesAtItsIntervalAndMissesADeadPeer) {
    LinkSettings server = server_settings();
    server.echo_interval = 10s;
    Pair pair(server);
    pair.wire.run(95s);
    ASSERT_TRUE(pair.server.last_echo_reply());
    EXPECT_GT(pair.server.last_echo_reply()->sent, 90s);
    EXPECT_FALSE(pair.server.end());
    pair.wire.lost_in_a_million = 1'000'000;
    pair.wire.run(300s);
    EXPECT_EQ(pair.server.end(), LinkEnd::echoes_unanswered);
    EXPECT_TRUE(pair.server.terminated());
}

TEST(Link, TerminatesFromEitherEnd) {
    for (const bool from_server : {true, false}) {
        Pair pair;
        pair.wire.run(1s);
        Link& closing = from_server ? pair.server : pair.remote;
        Link& other = from_server ? pair.remote : pair.server;
        closing.close(1s);
        EXPECT_EQ(closing.phase(), Phase::terminate);
        pair.wire.run(10s);
        EXPECT_TRUE(closing.terminated());
        EXPECT_TRUE(other.terminated());
        EXPECT_EQ(closing.end(), LinkEnd::closed_here);
        EXPECT_EQ(other.end(), LinkEnd::closed_by_peer);
        EXPECT_FALSE(other.network_open());
    }
}

TEST(Link, OpensAgainAfterItsEnd) {
    Pair pair;
    pair.wire.run(1s);
    pair.remote.close(1s);
    pair.wire.run(10s);
    pair.server.open(10s);
    pair.remote.open(10s);
    pair.wire.run(20s);
    EXPECT_TRUE(pair.server.network_open());
    EXPECT_TRUE(pair.remote.network_open());
    EXPECT_FALSE(pair.server.end());
}

TEST(Link, IsDeadWithoutItsLowerLayer) {
    Pair pair;
    pair.wire.run(1s);
    pair.server.lower_down();
    EXPECT_EQ(pair.server.phase(), Phase::dead);
    EXPECT_FALSE(pair.server.network_open());
    EXPECT_FALSE(pair.server.next_deadline());
    EXPECT_TRUE(pair.server.take_frames().empty());
    pair.server.on_frame(test::lcp(code::configure_request, 1), 2s);
    EXPECT_TRUE(pair.server.take_frames().empty());
    pair.server.open(2s);
    pair.wire.run(10s);
    EXPECT_TRUE(pair.server.network_open());
}

TEST(Link, CarriesPacketsOnceTheNetworkIsOpen) {
    Pair pair;
    const auto packet = octets("4500 0014");
    EXPECT_FALSE(pair.remote.send_packet(packet));
    pair.wire.run(1s);
    EXPECT_TRUE(pair.remote.send_packet(packet));
    EXPECT_FALSE(pair.remote.send_packet(codec::OctetString(1501)));
    pair.wire.run(2s);
    EXPECT_EQ(pair.server.packets_received(), 1U);
}

// Both fields compressed where the peer allows it; never in LCP packets (RFC 1661, 6.5 and 6.6).
TEST(Link, CompressesAsNegotiated) {
    LinkSettings server = server_settings();
    server.address_control = AddressControlSending::as_negotiated;
    server.protocol_field = ProtocolSending::as_negotiated;
    LinkSettings remote = remote_settings();
    remote.protocol_field_compression = Wish::asked;
    remote.address_control_field_compression = Wish::asked;
    Pair pair(server, remote);
    bool compressed = false;
    pair.wire.observer = [&](std::size_t from, codec::Octets frame) {
        const bool header = frame[0] == 0xff;
        const bool lcp = decode_frame(frame)->protocol == number::lcp;
        EXPECT_EQ(header, lcp || from == 1);
        compressed = compressed || (from == 0 && frame[0] == 0x21);
    };
    pair.wire.run(1s);
    ASSERT_TRUE(pair.server.send_packet(octets("45")));
    pair.wire.run(2s);
    EXPECT_TRUE(compressed);
    EXPECT_EQ(pair.remote.packets_received(), 1U);
}

TEST(Link, SendsWithoutAddressAndControlIfToldSo) {
    LinkSettings server = server_settings();
    server.address_control = AddressControlSending::omitted;
    Pair pair(server);
    pair.wire.observer = [](std::size_t from, codec::Octets frame) {
        EXPECT_EQ(frame[0] == 0xff, from == 1);
    };
    pair.wire.run(1s);
    EXPECT_TRUE(pair.server.network_open());
    EXPECT_TRUE(pair.remote.network_open());
}

TEST(Link, LivesWithoutANetworkProtocol) {
    LinkSettings remote = remote_settings();
    remote.network = NetworkProtocol::none;
    Pair pair(server_settings(), remote);
    pair.wire.run(60s);
    EXPECT_TRUE(pair.server.lcp_open());
    EXPECT_TRUE(pair.server.authenticated());
    EXPECT_FALSE(pair.server.network_open());
    EXPECT_FALSE(pair.server.end());
}

TEST(Link, GivesUpOnASilentPeer) {
    Pair pair;
    pair.wire.lost_in_a_million = 1'000'000;
    unsigned requests = 0;
    pair.wire.observer = [&](std::size_t from, codec::Octets) { requests += from == 0; };
    pair.wire.run(60s);
    EXPECT_EQ(requests, 10U);
    EXPECT_TRUE(pair.server.terminated());
    EXPECT_EQ(pair.server.end(), LinkEnd::no_answer);
}

// The secret itself never crosses the wire with CHAP.
TEST(Link, KeepsTheSecretOffTheWireWithChap) {
    Pair pair;
    const auto secret = octets_of("open sesame");
    pair.wire.observer = [&](std::size_t, codec::Octets frame) {
        EXPECT_EQ(std::search(frame.begin(), frame.end(), secret.begin(), secret.end()), frame.end());
    };
    pair.wire.run(1s);
    EXPECT_TRUE(pair.server.authenticated());
}

}  // namespace
}  // namespace l2tp::protocol::ppp
