// SPDX-License-Identifier: GPL-2.0-or-later
// What `serve` does, on loopback sockets: dialling, PPP, hanging up, closing, and what the log says.
#include "tester/reference/reference_party.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tester/serve/reference_pair.hpp"

namespace l2tp::tester {
namespace {

namespace ppp = protocol::ppp;
using protocol::Role;
using test::PartyOnSocket;
using test::run_until;
using test::settings_of;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view tunnel_secret = "a tunnel secret";
constexpr std::string_view password = "a password";

class ReferencePartyTest : public testing::Test {
  protected:
    static ReferenceSettings lns_with_ppp() {
        ReferenceSettings settings = settings_of(Role::lns, 1);
        settings.endpoint.secret = ppp::octets_of(tunnel_secret);
        settings.endpoint.challenging = protocol::Challenging::yes;
        ppp::LinkSettings link;
        link.authentication = ppp::Authentication::chap_md5;
        link.accounts = {{ppp::octets_of("demo"), ppp::octets_of(password)}};
        link.address = 0x0a400001;
        link.peer_address = 0x0a400002;
        link.echo_interval = std::chrono::milliseconds(20);
        settings.endpoint.ppp = link;
        return settings;
    }
    static ReferenceSettings lac_with_ppp() {
        ReferenceSettings settings = settings_of(Role::lac, 2);
        settings.endpoint.secret = ppp::octets_of(tunnel_secret);
        settings.endpoint.challenging = protocol::Challenging::yes;
        settings.endpoint.hiding = protocol::Hiding::yes;
        ppp::LinkSettings link;
        link.role = ppp::LinkRole::remote_system;
        link.name = ppp::octets_of("demo");
        link.secret = ppp::octets_of(password);
        settings.endpoint.ppp = link;
        return settings;
    }

    boost::asio::io_context context;
};

TEST_F(ReferencePartyTest, CarriesPppOverAnAuthenticatedTunnel) {
    PartyOnSocket lns(context, "127.0.0.1", lns_with_ppp());
    PartyOnSocket lac(context, "127.0.0.1", lac_with_ppp());
    lac.dial(lns.driver.local(), 2);
    const auto answered = [&] {
        const std::string text = lns.text.str();
        const std::size_t first = text.find("an echo was answered");
        return first != std::string::npos &&
               text.find("an echo was answered", first + 1) != std::string::npos;
    };
    ASSERT_TRUE(run_until(context, answered)) << lns.text.str();
    EXPECT_THAT(lns.text.str(), HasSubstr("PPP: authenticated: demo"));
    EXPECT_THAT(lns.text.str(), HasSubstr("PPP: IPCP is open, 10.64.0.1 to 10.64.0.2"));
    EXPECT_THAT(lac.text.str(), HasSubstr("PPP: IPCP is open, 10.64.0.2 to 10.64.0.1"));
    EXPECT_EQ(lac.party->counts().tunnels, 1U);
    EXPECT_EQ(lac.party->counts().calls, 2U);
    EXPECT_GT(lac.party->counts().frames_sent, 4U);
    EXPECT_GT(lac.party->counts().frames_received, 4U);
}

TEST_F(ReferencePartyTest, SaysWhichRowWasExecuted) {
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 1));
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 2));
    lac.dial(lns.driver.local(), 1);
    ASSERT_TRUE(run_until(context, [&] { return lns.party->counts().calls == 1; }));
    EXPECT_THAT(lns.text.str(),
                ContainsRegex("tunnel [0-9]+  Receive SCCRQ, acceptable  "
                              "idle -> wait-ctl-conn  \\(control/idle/sccrq-acceptable\\)\n"));
    EXPECT_THAT(lns.text.str(), ContainsRegex("tunnel [0-9]+ session [0-9]+  Receive ICCN, acceptable  "
                                              "wait-connect -> established  \\(lns-incoming/wait-connect/"));
}

TEST_F(ReferencePartyTest, NeverShowsASecret) {
    PartyOnSocket lns(context, "127.0.0.1", lns_with_ppp());
    PartyOnSocket lac(context, "127.0.0.1", lac_with_ppp());
    lac.dial(lns.driver.local(), 1);
    ASSERT_TRUE(run_until(context, [&] { return lns.text.str().find("IPCP is open") != std::string::npos; }));
    for (const std::string_view secret : {tunnel_secret, password}) {
        EXPECT_THAT(lns.text.str() + lac.text.str(), Not(HasSubstr(std::string(secret))));
    }
}

TEST_F(ReferencePartyTest, HangsUpACallAfterItsTime) {
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 1));
    ReferenceSettings settings = settings_of(Role::lac, 2);
    settings.hang_up_after = std::chrono::milliseconds(20);
    PartyOnSocket lac(context, "127.0.0.1", settings);
    lac.dial(lns.driver.local(), 1);
    const auto over = [&] { return lns.party->counts().calls == 1 && lns.party->endpoint().calls().empty(); };
    ASSERT_TRUE(run_until(context, over));
    EXPECT_THAT(lac.text.str(), HasSubstr("established -> idle"));
    EXPECT_EQ(lns.party->endpoint().tunnels().size(), 1U);
}

TEST_F(ReferencePartyTest, DialsOutgoingCallsAsLns) {
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 1));
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 2));
    lns.dial(lac.driver.local(), 1);
    ASSERT_TRUE(run_until(context, [&] { return lns.party->counts().calls == 1; }));
    EXPECT_THAT(lac.text.str(), HasSubstr("lac-outgoing/"));
}

TEST_F(ReferencePartyTest, ClosesItsTunnelsAndWaitsForTheAcknowledgements) {
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 1));
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 2));
    lac.dial(lns.driver.local(), 1);
    ASSERT_TRUE(run_until(context, [&] { return lac.party->counts().calls == 1; }));
    lac.close();
    EXPECT_FALSE(lac.party->closed());
    ASSERT_TRUE(run_until(context, [&] { return lac.party->closed(); }));
    EXPECT_THAT(lac.text.str(), Not(HasSubstr("not acknowledged")));
    EXPECT_TRUE(lns.party->endpoint().tunnels().empty());
    EXPECT_TRUE(lns.party->endpoint().calls().empty());
}

TEST_F(ReferencePartyTest, WithoutTunnelsItIsClosedAtOnce) {
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 1));
    lns.close();
    EXPECT_TRUE(lns.party->closed());
}

TEST_F(ReferencePartyTest, DoesNotWaitForASilentPeerForEver) {
    const PartyDriver silent(context, test::any_port("127.0.0.1"));
    ReferenceSettings settings = settings_of(Role::lac, 1);
    settings.closing_limit = std::chrono::milliseconds(50);
    PartyOnSocket lac(context, "127.0.0.1", settings);
    lac.dial(silent.local(), 0);
    lac.close();
    EXPECT_FALSE(lac.party->closed());
    ASSERT_TRUE(run_until(context, [&] { return lac.party->closed(); }));
    EXPECT_THAT(lac.text.str(), HasSubstr("1 StopCCN not acknowledged"));
}

TEST_F(ReferencePartyTest, TakesNoNewTunnelsWhileItCloses) {
    const PartyDriver silent(context, test::any_port("127.0.0.1"));
    PartyOnSocket closing(context, "127.0.0.1", settings_of(Role::lns, 1));
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 2));
    closing.dial(silent.local(), 0);
    closing.close();
    lac.dial(closing.driver.local(), 0);
    ASSERT_TRUE(run_until(context, [&] { return !closing.received_from.empty(); }));
    EXPECT_TRUE(closing.party->endpoint().tunnels().empty());
}

}  // namespace
}  // namespace l2tp::tester
