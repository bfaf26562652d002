// SPDX-License-Identifier: GPL-2.0-or-later
// The driver on loopback: who may bind, which address answers, other ports.
#include "tester/reference/party_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tester/reference/addressed_socket.hpp"
#include "tester/text/errors.hpp"
#include "tests/tester/serve/reference_pair.hpp"

namespace l2tp::tester {
namespace {

using protocol::Role;
using test::any_port;
using test::PartyOnSocket;
using test::run_until;
using test::settings_of;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

class PartyDriverTest : public testing::Test {
  protected:
    boost::asio::io_context context;
};

bool ipv6_is_there() {
    try {
        boost::asio::io_context context;
        const AddressedSocket probe(context, any_port("::1"));
        return true;
    } catch (const UsageError&) {
        return false;
    }
}

TEST_F(PartyDriverTest, TellsThePortThatTheKernelPicked) {
    const PartyDriver driver(context, any_port("127.0.0.1"));
    EXPECT_NE(driver.local().port, 0);
    EXPECT_TRUE(same_address(driver.local(), any_port("127.0.0.1")));
}

TEST_F(PartyDriverTest, SaysInOneSentenceThatItCannotBind) {
    const PartyDriver first(context, any_port("127.0.0.1"));
    try {
        const PartyDriver second(context, first.local());
        FAIL() << "the port is taken";
    } catch (const UsageError& error) {
        EXPECT_THAT(error.what(), HasSubstr("cannot listen on " + format_endpoint(first.local()) + ": "));
    }
}

TEST_F(PartyDriverTest, AnswersFromTheAddressThatWasAddressed) {
    PartyOnSocket lns(context, "0.0.0.0", settings_of(Role::lns, 1));
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 2));
    codec::Endpoint second_address = any_port("127.0.0.2");
    second_address.port = lns.driver.local().port;
    lac.dial(second_address, 1);
    ASSERT_TRUE(run_until(context, [&] { return lns.party->counts().calls == 1; })) << lac.text.str();
    EXPECT_THAT(lac.received_from, Each(second_address));
    EXPECT_THAT(lns.sent_from, Each(second_address));
}

TEST_F(PartyDriverTest, AnswersOnIpv6WithAnyAddressToo) {
    if (!ipv6_is_there()) GTEST_SKIP() << "no IPv6 on the loopback interface";
    PartyOnSocket lns(context, "::", settings_of(Role::lns, 1));
    PartyOnSocket lac(context, "::1", settings_of(Role::lac, 2));
    codec::Endpoint peer = any_port("::1");
    peer.port = lns.driver.local().port;
    lac.dial(peer, 1);
    ASSERT_TRUE(run_until(context, [&] { return lns.party->counts().calls == 1; })) << lac.text.str();
    EXPECT_THAT(lns.sent_from, Each(peer));
}

TEST_F(PartyDriverTest, SendsFromAnotherPortWhereThePartyWantsTo) {
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 1));
    ReferenceSettings wandering = settings_of(Role::lac, 2);
    wandering.defect = protocol::find_defect("source-port-wanders");
    ASSERT_NE(wandering.defect, nullptr);
    PartyOnSocket lac(context, "127.0.0.1", wandering);
    lac.dial(lns.driver.local(), 0);
    ASSERT_TRUE(run_until(context, [&] { return lac.sent_from.size() + lac.trouble.size() >= 2; }));
    if (!lac.trouble.empty()) GTEST_SKIP() << "the next port is taken: " << lac.trouble.front();
    EXPECT_THAT(lac.sent_from, Not(Each(lac.driver.local())));
}

TEST_F(PartyDriverTest, ReportsWhatCannotBeSent) {
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 1));
    lac.dial(parse_endpoint("192.0.2.1", 1701).value(), 0);  // not to be reached from the loopback address
    ASSERT_FALSE(lac.trouble.empty());
    EXPECT_THAT(lac.trouble.front(), HasSubstr("cannot send to 192.0.2.1:1701: "));
    EXPECT_TRUE(lac.sent_from.empty());
}

TEST_F(PartyDriverTest, IsSilentOnceStopped) {
    PartyOnSocket lns(context, "127.0.0.1", settings_of(Role::lns, 1));
    PartyOnSocket lac(context, "127.0.0.1", settings_of(Role::lac, 2));
    lac.dial(lns.driver.local(), 0);
    lns.driver.stop();
    context.run_for(std::chrono::milliseconds(50));
    EXPECT_TRUE(lns.received_from.empty());
    EXPECT_TRUE(lns.text.str().empty());
}

}  // namespace
}  // namespace l2tp::tester
