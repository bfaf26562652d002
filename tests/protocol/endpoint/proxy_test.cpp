// SPDX-License-Identifier: GPL-2.0-or-later
// Proxy LCP and authentication from ICCN to the LNS's PPP link (RFC 2661, 4.4.5).
#include <gtest/gtest.h>

#include "codec/attribute.hpp"
#include "protocol/endpoint.hpp"
#include "protocol/judge.hpp"
#include "protocol/simulated_network.hpp"
#include "tests/protocol/ppp/support.hpp"

namespace l2tp::protocol {
namespace {

using namespace std::chrono_literals;

codec::Endpoint at(std::uint8_t host) {
    codec::Endpoint endpoint;
    endpoint.family = codec::Endpoint::Family::ipv4;
    endpoint.address = {127, 0, 0, host};
    endpoint.port = 1701;
    return endpoint;
}

// what_a_lac_learned lets a remote system talk LCP and CHAP with a LAC before the call.
ppp::ProxiedLink what_a_lac_learned() {
    Random random{11};
    ppp::LinkSettings settings = ppp::test::server_settings(ppp::Authentication::chap_md5);
    settings.role = ppp::LinkRole::access_concentrator;
    settings.accounts.clear();
    ppp::Link concentrator(settings, random);
    ppp::Link remote(ppp::test::remote_settings(), random);
    ppp::test::Wire wire(concentrator, remote);
    concentrator.open({});
    remote.open({});
    wire.run(1s);
    return concentrator.proxied().value();
}

// Call is an incoming call whose LAC tells what it is given, and whose LNS runs PPP. Nobody is behind the
// LAC.
class Call {
  public:
    explicit Call(std::optional<ppp::ProxiedLink> proxied)
        : lac_(lac_settings(std::move(proxied))), lns_(lns_settings()) {
        network_.attach(lac_, at(1));
        network_.attach(lns_, at(2));
        network_.add_tap([this](const Passage& passage) {
            if (passage.point == Passage::Point::delivered) judge_.on_datagram(passage.datagram);
        });
        lac_.place_call(at(2), {});
        network_.run_until(1s);
    }

    [[nodiscard]] const ppp::Link& link() const { return *lns_.find_call(lns_.calls().at(0))->link(); }
    [[nodiscard]] const Judge& judge() const { return judge_; }

  private:
    static EndpointSettings lac_settings(std::optional<ppp::ProxiedLink> proxied) {
        EndpointSettings settings;
        settings.role = Role::lac;
        settings.address = at(1);
        settings.proxied = std::move(proxied);
        return settings;
    }

    static EndpointSettings lns_settings() {
        EndpointSettings settings;
        settings.role = Role::lns;
        settings.address = at(2);
        settings.seed = 2;
        settings.ppp = ppp::test::server_settings(ppp::Authentication::chap_md5);
        return settings;
    }

    Judge judge_;
    Endpoint lac_;
    Endpoint lns_;
    SimulatedNetwork network_;
};

TEST(ProxyAvps, LetTheLnsGoOnWhereTheLacStopped) {
    const Call call(what_a_lac_learned());
    EXPECT_TRUE(call.link().lcp_open());
    EXPECT_TRUE(call.link().authenticated());
    EXPECT_EQ(call.link().peer_name(), ppp::octets_of("dialler"));
    EXPECT_TRUE(call.judge().findings().empty());
}

TEST(ProxyAvps, AreNeededForThat) {
    const Call call(std::nullopt);
    EXPECT_FALSE(call.link().lcp_open());
    EXPECT_FALSE(call.link().authenticated());
}

TEST(ProxyAvps, AuthenticateNobodyWithoutTheResponse) {
    ppp::ProxiedLink incomplete = what_a_lac_learned();
    incomplete.authen_response.reset();
    const Call call(std::move(incomplete));
    EXPECT_FALSE(call.link().authenticated());
}

}  // namespace
}  // namespace l2tp::protocol
