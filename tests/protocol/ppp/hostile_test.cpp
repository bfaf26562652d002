// SPDX-License-Identifier: GPL-2.0-or-later
// Properties: whatever arrives, a link neither breaks nor grows, and its automata stay in states that RFC
// 1661 knows.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using test::remote_settings;
using test::server_settings;
using test::Wire;

void check(const auto& property) {
    EXPECT_TRUE(rc::check(property));
}

// A frame with a protocol, a code and mostly a right length, so that it gets far.
rc::Gen<codec::OctetString> plausible_frame() {
    return rc::gen::apply(
        [](std::uint16_t protocol, std::uint8_t code, std::uint8_t identifier, const codec::OctetString& data,
           int lie) {
            codec::OctetString information = encode_packet({code, identifier, data});
            if (lie < 10) information[3] = static_cast<std::uint8_t>(information[3] + lie - 5);
            return encode_frame({protocol, information}, {});
        },
        rc::gen::element(number::lcp, number::lcp, number::ipcp, number::pap, number::chap, number::ipv4,
                         std::uint16_t{0x8057}),
        rc::gen::inRange<std::uint8_t>(0, 14), rc::gen::inRange<std::uint8_t>(0, 6),
        rc::gen::oneOf(rc::gen::arbitrary<codec::OctetString>(),
                       rc::gen::element(test::octets("0104 05dc"), test::octets("0304 c023"),
                                        test::octets("0305 c22305"), test::octets("0506 00000000"),
                                        test::octets("0306 0a000063"), test::octets(""))),
        rc::gen::inRange(0, 50));
}

rc::Gen<codec::OctetString> any_frame() {
    return rc::gen::weightedOneOf<codec::OctetString>(
        {{3, plausible_frame()}, {1, rc::gen::arbitrary<codec::OctetString>()}});
}

void stays_sane(Link& link) {
    RC_ASSERT(link.lcp_state() <= AutomatonState::opened);
    RC_ASSERT(link.ipcp_state() <= AutomatonState::opened);
    RC_ASSERT(!link.network_open() || link.authenticated());
    RC_ASSERT(!link.authenticated() || link.lcp_open());
    for (const auto& frame : link.take_frames()) {
        const auto decoded = decode_frame(frame);
        RC_ASSERT(decoded.has_value());
        if (decoded->protocol != number::ipv4) RC_ASSERT(decode_packet(decoded->information).has_value());
    }
}

TEST(HostilePeer, NeverBreaksALink) {
    check([] {
        const auto authentication = static_cast<Authentication>(*rc::gen::inRange(0, 3));
        const bool server = *rc::gen::arbitrary<bool>();
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        Link link(server ? server_settings(authentication) : remote_settings(), random);
        Time now{};
        link.open(now);
        for (const auto& frame : *rc::gen::container<std::vector<codec::OctetString>>(any_frame())) {
            now += 100ms;
            link.on_timeout(now);
            link.on_frame(frame, now);
            stays_sane(link);
        }
    });
}

TEST(HostilePeer, NeverBreaksALinkThatIsOpen) {
    check([] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        Link server(server_settings(static_cast<Authentication>(*rc::gen::inRange(0, 3))), random);
        Link remote(remote_settings(), random);
        Wire wire(server, remote);
        server.open({});
        remote.open({});
        wire.run(1s);
        RC_ASSERT(server.network_open());
        Time now = wire.now();
        for (const auto& frame : *rc::gen::container<std::vector<codec::OctetString>>(any_frame())) {
            now += 1s;
            server.on_timeout(now);
            server.on_frame(frame, now);
            remote.on_timeout(now);
            remote.on_frame(frame, now);
            stays_sane(server);
            stays_sane(remote);
        }
    });
}

// Nobody gets in without the secret, whatever is tried.
TEST(HostilePeer, IsNeverAuthenticatedWithoutTheSecret) {
    check([] {
        const auto authentication = *rc::gen::element(Authentication::pap, Authentication::chap_md5);
        test::ByHand link{server_settings(authentication)};
        link.open_lcp();
        for (const auto& frame : *rc::gen::container<std::vector<codec::OctetString>>(any_frame())) {
            (void)link.say(frame);
            RC_ASSERT(!link->authenticated());
        }
    });
}

TEST(HostilePeer, CannotMakeALinkGrowWhoseFramesNobodyTakes) {
    test::ByHand link{server_settings(Authentication::none)};
    link.open_lcp();
    const auto unknown = test::packet_frame(0x8057, 1, 1, codec::OctetString(1000));
    for (int i = 0; i < 10'000; ++i) link->on_frame(unknown, {});
    EXPECT_EQ(link->take_frames().size(), Outbox::capacity);
}

// Every timer ends: left alone, a link in any state comes to rest.
TEST(HostilePeer, LeavesALinkThatComesToRest) {
    check([] {
        Random random(*rc::gen::arbitrary<std::uint64_t>());
        Link link(server_settings(static_cast<Authentication>(*rc::gen::inRange(0, 3))), random);
        link.open({});
        for (const auto& frame : *rc::gen::container<std::vector<codec::OctetString>>(any_frame()))
            link.on_frame(frame, {});
        int timeouts = 0;
        while (const auto deadline = link.next_deadline()) {
            RC_ASSERT(++timeouts < 100);
            link.on_timeout(*deadline);
            (void)link.take_frames();
        }
    });
}

}  // namespace
}  // namespace l2tp::protocol::ppp
