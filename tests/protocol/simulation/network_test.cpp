// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/simulated_network.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "toy_parties.hpp"

namespace l2tp::protocol::test {
namespace {

using codec::Time;
using namespace std::chrono_literals;
using testing::ElementsAre;

struct Pair {
    explicit Pair(const NetworkSettings& settings = {}) : network(settings) {
        network.attach(left, address(1));
        network.attach(right, address(2));
    }

    ToyParty left{address(1), address(2)};
    ToyParty right{address(2), address(1)};
    SimulatedNetwork network;
};

TEST(SimulatedNetwork, DeliversAfterTheLatency) {
    Pair pair({.latency = 7ms});
    pair.left.send_every(1s, 1s, 2);
    EXPECT_EQ(pair.network.run_until(10s), RunEnd::quiet);
    EXPECT_THAT(pair.right.arrivals, ElementsAre(Arrival{1007ms, 0}, Arrival{2007ms, 1}));
    EXPECT_EQ(pair.network.now(), 10s);
}

TEST(SimulatedNetwork, DeliversAtOnceWithoutLatency) {
    Pair pair({.latency = 0ms});
    pair.left.send_every(1s, 0s, 3);
    pair.network.run_until(1s);
    EXPECT_THAT(pair.right.arrivals, ElementsAre(Arrival{1s, 0}, Arrival{1s, 1}, Arrival{1s, 2}));
}

TEST(SimulatedNetwork, StopsTheClockAtTheLimit) {
    Pair pair({.latency = 10ms});
    pair.left.send_every(1s, 1s, 1);
    EXPECT_EQ(pair.network.run_until(1005ms), RunEnd::limit);
    EXPECT_TRUE(pair.right.arrivals.empty());
    EXPECT_EQ(pair.network.run_until(1010ms), RunEnd::quiet);
    EXPECT_EQ(pair.right.arrivals.size(), 1U);
}

TEST(SimulatedNetwork, StopsAsSoonAsThePredicateHolds) {
    Pair pair({.latency = 10ms});
    pair.left.send_every(1s, 1s, 100);
    const auto third = [&] { return pair.right.arrivals.size() == 3; };
    EXPECT_EQ(pair.network.run_until(third, 1h), RunEnd::satisfied);
    EXPECT_EQ(pair.network.now(), 3010ms);
}

TEST(SimulatedNetwork, StepsFromEventToEvent) {
    Pair pair({.latency = 1s});
    pair.left.send_every(5s, 1s, 1);
    EXPECT_TRUE(pair.network.step());
    EXPECT_EQ(pair.network.now(), 5s);
    EXPECT_FALSE(pair.network.step(5500ms));
    EXPECT_TRUE(pair.network.step());
    EXPECT_EQ(pair.network.now(), 6s);
    EXPECT_FALSE(pair.network.step());
}

TEST(SimulatedNetwork, JumpsToAFarDeadlineInOneStep) {
    Pair pair;
    pair.left.send_every(24h * 365, 1s, 1);
    EXPECT_TRUE(pair.network.step());
    EXPECT_EQ(pair.network.now(), 24h * 365);
}

TEST(SimulatedNetwork, OrdersActionsBeforeDeliveriesBeforeDeadlines) {
    Pair pair({.latency = 1s});
    std::string order;
    pair.network.add_tap([&](const Passage& passage) {
        const bool left = passage.datagram.from == address(1);
        if (passage.point == Passage::Point::delivered)
            order += left ? "[left's arrives]" : "[right's arrives]";
        if (passage.point == Passage::Point::sent) order += left ? "[left sends]" : "[right sends]";
    });
    pair.right.send_every(1s, 1s, 2);
    pair.left.send_every(1s, 1s, 2);
    pair.network.at(2s, [&](Time) { order += "[second action]"; });
    pair.network.at(2s, pair.right, [&](Time) { order += "[third action]"; });
    pair.network.at(1s, [&](Time) { order += "[first action]"; });
    pair.network.run_until(2s);
    EXPECT_EQ(order,
              "[first action][left sends][right sends]"
              "[second action][third action][left's arrives][right's arrives][left sends][right sends]");
}

TEST(SimulatedNetwork, TakesWhatALocalActionMadeAPartySend) {
    Pair pair({.latency = 1ms});
    pair.network.at(3s, pair.left, [&](Time) { pair.left.send_now(); });
    pair.network.at(4s, [&](Time now) {
        EXPECT_EQ(now, 4s);
        pair.right.send_now();
    });
    EXPECT_EQ(pair.network.run_until(5s), RunEnd::quiet);
    EXPECT_THAT(pair.right.arrivals, ElementsAre(Arrival{3001ms, 0}));
    EXPECT_THAT(pair.left.arrivals, ElementsAre(Arrival{4001ms, 0}));
}

TEST(SimulatedNetwork, NeverRunsBackwards) {
    Pair pair({.latency = 0ms});
    pair.network.run_until(5s);
    pair.network.at(2s, pair.left, [&](Time now) {
        EXPECT_EQ(now, 5s);
        pair.left.send_every(1s, 1s, 2);
    });
    pair.network.run_until(5s);
    EXPECT_THAT(pair.right.arrivals, ElementsAre(Arrival{5s, 0}, Arrival{5s, 1}));
}

TEST(SimulatedNetwork, LosesWhatIsSentToNobody) {
    Pair pair;
    std::vector<Passage::Point> points;
    pair.network.add_tap([&](const Passage& passage) { points.push_back(passage.point); });
    pair.network.send({{1, 2, 3}, address(1), address(9)});
    EXPECT_EQ(pair.network.run_until(1s), RunEnd::quiet);
    EXPECT_THAT(points, ElementsAre(Passage::Point::sent, Passage::Point::undeliverable));
}

TEST(SimulatedNetwork, SendsOnBehalfOfAnybody) {
    Pair pair;
    pair.network.send({{0, 0, 0, 0, 0, 0, 0, 42}, address(9), address(2)});
    pair.network.run_until(1s);
    EXPECT_THAT(pair.right.arrivals, ElementsAre(Arrival{10ms, 42}));
}

TEST(SimulatedNetwork, ServesAPartyUnderAllItsAddressesAndPorts) {
    Pair pair;
    codec::Endpoint other = address(3);
    pair.network.attach(pair.right, other);
    other.port = 4321;
    pair.network.send({codec::OctetString(8), address(1), other});
    pair.network.send({codec::OctetString(8), address(1), address(2)});
    pair.network.run_until(1s);
    EXPECT_EQ(pair.right.arrivals.size(), 2U);
}

TEST(SimulatedNetwork, GivesAnAddressToANewcomerOrToNobody) {
    Pair pair;
    ToyParty newcomer(address(2), address(1));
    pair.network.attach(newcomer, address(2));
    pair.network.send({codec::OctetString(8), address(1), address(2)});
    pair.network.run_until(1s);
    EXPECT_TRUE(pair.right.arrivals.empty());
    EXPECT_EQ(newcomer.arrivals.size(), 1U);
    pair.network.detach(address(2));
    pair.network.send({codec::OctetString(8), address(1), address(2)});
    pair.network.run_until(2s);
    EXPECT_EQ(newcomer.arrivals.size(), 1U);
}

TEST(SimulatedNetwork, ReportsAPartyWhoseDeadlineIsStuck) {
    Pair pair;
    StuckParty stuck(address(3), address(1));
    pair.network.attach(stuck, address(3));
    EXPECT_EQ(pair.network.run_until(10s), RunEnd::error);
    ASSERT_TRUE(pair.network.error());
    EXPECT_EQ(pair.network.error()->kind, NetworkError::Kind::stuck_deadline);
    EXPECT_EQ(pair.network.error()->party, &stuck);
    EXPECT_EQ(pair.network.error()->time, 3s);
    EXPECT_EQ(stuck.timeouts, SimulatedNetwork::max_timeouts_per_instant);
    EXPECT_FALSE(pair.network.step());
}

TEST(SimulatedNetwork, ReportsDatagramsThatCirculateAtOneTime) {
    EchoParty left(address(1), address(2));
    EchoParty right(address(2), address(1));
    SimulatedNetwork network({.latency = 0ms});
    network.attach(left, address(1));
    network.attach(right, address(2));
    network.send({codec::OctetString(8), address(1), address(2)});
    EXPECT_EQ(network.run_until(1s), RunEnd::error);
    ASSERT_TRUE(network.error());
    EXPECT_EQ(network.error()->kind, NetworkError::Kind::endless_instant);
}

TEST(SimulatedNetwork, ServesManyPartiesInTheOrderOfTheirDeadlines) {
    std::vector<std::unique_ptr<ToyParty>> parties;
    SimulatedNetwork network({.latency = 0ms});
    ToyParty sink(address(0), address(0));
    network.attach(sink, address(0));
    for (std::uint8_t i = 1; i <= 100; ++i) {
        parties.push_back(std::make_unique<ToyParty>(address(i), address(0)));
        network.attach(*parties.back(), address(i));
        parties.back()->send_every(std::chrono::milliseconds(i * 37 % 101), 1s, 1);
    }
    network.run_until(1s);
    ASSERT_EQ(sink.arrivals.size(), 100U);
    for (std::size_t i = 0; i < 100; ++i) EXPECT_EQ(sink.arrivals[i].time, std::chrono::milliseconds(i + 1));
}

}  // namespace
}  // namespace l2tp::protocol::test
