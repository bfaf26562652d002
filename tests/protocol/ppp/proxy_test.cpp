// SPDX-License-Identifier: GPL-2.0-or-later
// Proxy LCP and authentication: a LAC's link talks to the remote system first, then a LNS goes on (RFC
// 2661, 4.4.5).
#include <gtest/gtest.h>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using test::octets;
using test::remote_settings;
using test::server_settings;
using test::Wire;

// The LAC's side before the call: same demand, no accounts, no judgement.
LinkSettings concentrator_settings(Authentication authentication) {
    LinkSettings settings = server_settings(authentication);
    settings.role = LinkRole::access_concentrator;
    settings.name = octets_of("lac");
    settings.accounts.clear();
    return settings;
}

// A remote system that has talked to a LAC, which then hands over to a LNS.
struct HandOver {
    Random random{11};
    Link concentrator;
    Link remote;
    Wire wire;
    ProxiedLink proxied;

    explicit HandOver(Authentication authentication, std::string_view secret = "open sesame")
        : concentrator(concentrator_settings(authentication), random),
          remote(with_secret(secret), random),
          wire(concentrator, remote) {
        EXPECT_FALSE(concentrator.proxied());
        concentrator.open({});
        remote.open({});
        wire.run(1s);
        EXPECT_FALSE(concentrator.authenticated() && authentication != Authentication::none);
        EXPECT_FALSE(remote.network_open());
        proxied = concentrator.proxied().value_or(ProxiedLink{});
    }

    static LinkSettings with_secret(std::string_view secret) {
        LinkSettings settings = remote_settings();
        settings.secret = octets_of(secret);
        settings.mru = 1400;
        return settings;
    }

    // go_on lets the LNS begin with what the LAC learned, and counts the remote system's Configure-Requests
    // of LCP.
    ProxyUse go_on(Link& server) {
        wire.replace_left(server);
        wire.observer = [this](std::size_t from, codec::Octets octets) {
            const auto frame = decode_frame(octets);
            const auto packet = decode_packet(frame->information);
            lcp_requests += frame->protocol == number::lcp && packet->code == code::configure_request;
            challenges += from == 0 && frame->protocol == number::chap && packet->code == 1;
        };
        const ProxyUse use = server.open_proxied(proxied, wire.now());
        wire.run(wire.now() + 20s);
        return use;
    }

    unsigned lcp_requests = 0;
    unsigned challenges = 0;
};

TEST(ProxiedLink, HoldsWhatTheLacLearned) {
    const HandOver pap(Authentication::pap);
    EXPECT_EQ(pap.proxied.authen_type, proxy_authen_type::pap);
    EXPECT_EQ(pap.proxied.authen_name, octets_of("dialler"));
    EXPECT_EQ(pap.proxied.authen_response, octets_of("open sesame"));
    EXPECT_TRUE(pap.proxied.authen_id);
    EXPECT_FALSE(pap.proxied.authen_challenge);
    const HandOver chap(Authentication::chap_md5);
    EXPECT_EQ(chap.proxied.authen_type, proxy_authen_type::chap);
    EXPECT_EQ(chap.proxied.authen_challenge->size(), 16U);
    EXPECT_EQ(chap.proxied.authen_response->size(), 16U);
    const HandOver none(Authentication::none);
    EXPECT_EQ(none.proxied.authen_type, proxy_authen_type::none);
    EXPECT_FALSE(none.proxied.authen_name);
    // Option lists without LCP header: the remote system's begins with its MRU.
    EXPECT_EQ(test::in_hex(*none.proxied.initial_received_confreq).substr(0, 12), "010405780506");
    EXPECT_EQ(none.proxied.initial_received_confreq, none.proxied.last_received_confreq);
    EXPECT_EQ(test::in_hex(*none.proxied.last_sent_confreq).substr(0, 4), "0506");
}

TEST(OpenProxied, GoesOnWithoutAnotherWord) {
    for (const Authentication authentication :
         {Authentication::none, Authentication::pap, Authentication::chap_md5}) {
        HandOver call(authentication);
        Link server(server_settings(authentication), call.random);
        EXPECT_EQ(call.go_on(server), ProxyUse::continued);
        EXPECT_EQ(call.lcp_requests, 0U);
        EXPECT_EQ(call.challenges, 0U);
        EXPECT_TRUE(server.network_open());
        EXPECT_TRUE(call.remote.network_open());
        EXPECT_EQ(server.own_lcp(), call.remote.peer_lcp());
        EXPECT_EQ(server.peer_lcp().mru, 1400);
        server.send_echo(call.wire.now());
        call.wire.run(call.wire.now() + 1s);
        EXPECT_TRUE(server.last_echo_reply());
    }
}

TEST(OpenProxied, RefusesTheWrongPassword) {
    for (const Authentication authentication : {Authentication::pap, Authentication::chap_md5}) {
        HandOver call(authentication, "open barley");
        Link server(server_settings(authentication), call.random);
        EXPECT_EQ(call.go_on(server), ProxyUse::refused);
        EXPECT_EQ(server.end(), LinkEnd::authentication_failed);
        EXPECT_EQ(call.remote.end(), LinkEnd::authentication_failed);
        EXPECT_TRUE(server.terminated());
    }
}

TEST(OpenProxied, AuthenticatesAgainWhereTheAnswerIsIncomplete) {
    const std::vector<void (*)(ProxiedLink&)> spoilers{
        [](ProxiedLink& p) { p.authen_type.reset(); },
        [](ProxiedLink& p) { p.authen_type = 77; },
        [](ProxiedLink& p) { p.authen_type = 4; },
        [](ProxiedLink& p) { p.authen_type = 3; },
        [](ProxiedLink& p) { p.authen_name.reset(); },
        [](ProxiedLink& p) { p.authen_challenge.reset(); },
        [](ProxiedLink& p) { p.authen_challenge->clear(); },
        [](ProxiedLink& p) { p.authen_id.reset(); },
        [](ProxiedLink& p) { p.authen_response.reset(); },
        [](ProxiedLink& p) { *p.authen_id |= 0x100; },
    };
    for (std::size_t i = 0; i < spoilers.size(); ++i) {
        HandOver call(Authentication::chap_md5);
        spoilers[i](call.proxied);
        Link server(server_settings(), call.random);
        EXPECT_EQ(call.go_on(server), ProxyUse::reauthenticated) << i;
        EXPECT_EQ(call.challenges, 1U) << i;
        EXPECT_EQ(call.lcp_requests, 0U) << i;
        EXPECT_TRUE(server.network_open()) << i;
    }
}

TEST(OpenProxied, RenegotiatesWhatIsIncompleteOrUnacceptable) {
    const std::vector<void (*)(ProxiedLink&)> spoilers{
        [](ProxiedLink& p) { p.initial_received_confreq.reset(); },
        [](ProxiedLink& p) { p.last_sent_confreq.reset(); },
        [](ProxiedLink& p) { p.last_received_confreq.reset(); },
        [](ProxiedLink& p) { p.last_sent_confreq->push_back(1); },  // a lying list
        [](ProxiedLink& p) { p.initial_received_confreq = octets("0109"); },
        [](ProxiedLink& p) { p.last_sent_confreq = octets("0506 11223344"); },            // no authentication
        [](ProxiedLink& p) { p.last_sent_confreq = octets("0304 c023"); },                // another one
        [](ProxiedLink& p) { p.last_sent_confreq = octets("0305 c22381"); },              // MS-CHAP
        [](ProxiedLink& p) { p.last_sent_confreq = octets("0305 c22305 0305 c22305"); },  // twice
        [](ProxiedLink& p) { codec::append_octets(*p.last_sent_confreq, octets("0d03 06")); },
        [](ProxiedLink& p) { codec::append_octets(*p.last_received_confreq, octets("0d03 06")); },
        [](ProxiedLink& p) { codec::append_octets(*p.last_received_confreq, octets("0304 c023")); },
        [](ProxiedLink& p) { p = {}; },
    };
    for (std::size_t i = 0; i < spoilers.size(); ++i) {
        HandOver call(Authentication::chap_md5);
        spoilers[i](call.proxied);
        Link server(server_settings(), call.random);
        EXPECT_EQ(call.go_on(server), ProxyUse::renegotiated) << i;
        EXPECT_GE(call.lcp_requests, 2U) << i;
        EXPECT_TRUE(server.network_open()) << i;
        EXPECT_TRUE(call.remote.network_open()) << i;
    }
}

TEST(OpenProxied, KeepsToThePolicyOfTheLns) {
    for (const auto& [trust, use] : {std::pair{ProxyTrust::renegotiate, ProxyUse::renegotiated},
                                     std::pair{ProxyTrust::reauthenticate, ProxyUse::reauthenticated}}) {
        HandOver call(Authentication::chap_md5);
        LinkSettings settings = server_settings();
        settings.proxy_trust = trust;
        Link server(settings, call.random);
        EXPECT_EQ(call.go_on(server), use);
        EXPECT_GE(call.challenges, 1U);
        EXPECT_TRUE(server.network_open());
    }
}

// A login before PPP: LCP demands nothing, name and password are proxied as text.
TEST(OpenProxied, TakesATextualLogin) {
    for (const auto& [password, use] :
         {std::pair{"open sesame", ProxyUse::continued}, std::pair{"open barley", ProxyUse::renegotiated}}) {
        HandOver call(Authentication::none);
        call.proxied.authen_type = proxy_authen_type::textual;
        call.proxied.authen_name = octets_of("dialler");
        call.proxied.authen_response = octets_of(password);
        Link server(server_settings(), call.random);
        EXPECT_EQ(call.go_on(server), use);
        EXPECT_TRUE(server.network_open());
    }
}

TEST(ProxiedLink, IsNotOfferedWhenAValueFitsIntoNoAvp) {
    test::ByHand link{concentrator_settings(Authentication::none)};
    link.open_lcp();
    EXPECT_TRUE(link->proxied());
    ProxiedLink proxied = *link->proxied();
    proxied.authen_name = codec::OctetString(1018);
    EXPECT_FALSE(fits(proxied));
}

}  // namespace
}  // namespace l2tp::protocol::ppp
