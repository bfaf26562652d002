// SPDX-License-Identifier: GPL-2.0-or-later
// What the simulated network does to datagrams: how often, and the same again with the same seed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "protocol/simulated_network.hpp"
#include "toy_parties.hpp"

namespace l2tp::protocol::test {
namespace {

using codec::Time;
using namespace std::chrono_literals;

constexpr std::uint64_t sent_count = 100'000;

struct Result {
    std::vector<Arrival> arrivals;
    codec::OctetString log;  // every passage: point, time, reference, octets
    std::array<std::uint64_t, 4> passages{};
};

Result run(const NetworkSettings& settings, Time interval = 1ms) {
    Result result;
    ToyParty left(address(1), address(2));
    EchoParty right(address(2), address(1));
    SimulatedNetwork network(settings);
    network.attach(left, address(1));
    network.attach(right, address(2));
    network.add_tap([&](const Passage& passage) {
        if (passage.datagram.from != address(1)) return;
        ++result.passages[static_cast<std::size_t>(passage.point)];
        codec::append_number(result.log, static_cast<std::uint64_t>(passage.point), 1);
        codec::append_number(result.log, static_cast<std::uint64_t>(passage.datagram.time.count()), 8);
        codec::append_number(result.log, passage.datagram.reference, 8);
        codec::append_octets(result.log, passage.datagram.octets);
    });
    left.send_every(0s, interval, sent_count);
    network.run_until(SimulatedNetwork::never);
    result.arrivals = right.arrivals;
    return result;
}

std::uint64_t count(const Result& result, Passage::Point point) {
    return result.passages[static_cast<std::size_t>(point)];
}

// expect_share allows five standard deviations of a binomial distribution.
void expect_share(std::uint64_t seen, std::uint64_t of, double probability) {
    const double expected = static_cast<double>(of) * probability;
    EXPECT_NEAR(static_cast<double>(seen), expected, 5 * std::sqrt(expected * (1 - probability)));
}

// overtaken counts arrivals with a number below one that arrived before.
std::uint64_t overtaken(const std::vector<Arrival>& arrivals) {
    std::uint64_t highest = 0;
    std::uint64_t total = 0;
    for (const Arrival& arrival : arrivals) {
        if (arrival.number < highest) ++total;
        highest = std::max(highest, arrival.number);
    }
    return total;
}

const NetworkSettings everything{.latency = 20ms,
                                 .jitter = 15ms,
                                 .loss = 100'000,
                                 .duplication = 50'000,
                                 .reordering = 70'000,
                                 .lateness = 40ms,
                                 .seed = 17};

TEST(Impairments, OneSeedGivesOneRunToTheOctet) {
    const Result first = run(everything);
    EXPECT_GT(first.log.size(), sent_count * 25);
    EXPECT_TRUE(first.log == run(everything).log);
}

TEST(Impairments, AnotherSeedGivesAnotherRun) {
    NetworkSettings other = everything;
    other.seed = 18;
    EXPECT_FALSE(run(everything).log == run(other).log);
}

TEST(Impairments, WithoutAnyEachDatagramArrivesOnceAndInOrder) {
    const Result result = run({});
    ASSERT_EQ(result.arrivals.size(), sent_count);
    for (std::uint64_t i = 0; i < sent_count; ++i) ASSERT_EQ(result.arrivals[i].number, i);
}

TEST(Impairments, LossHasItsRate) {
    for (const std::uint32_t loss : {0U, 10'000U, 200'000U, 1'000'000U}) {
        const Result result = run({.loss = loss});
        expect_share(count(result, Passage::Point::lost), sent_count, loss / 1e6);
        EXPECT_EQ(result.arrivals.size() + count(result, Passage::Point::lost), sent_count);
    }
}

TEST(Impairments, DuplicationHasItsRateAndMakesExactlyTwo) {
    const Result result = run({.duplication = 150'000});
    expect_share(result.arrivals.size() - sent_count, sent_count, 0.15);
    std::vector<unsigned> copies(sent_count);
    for (const Arrival& arrival : result.arrivals) ++copies[arrival.number];
    EXPECT_TRUE(std::ranges::all_of(copies, [](unsigned n) { return n == 1 || n == 2; }));
}

TEST(Impairments, ReorderingHasItsRate) {
    // With a datagram each 10 ms and a lateness of up to 30 ms, two late ones in three are late enough to be
    // overtaken, or a little fewer, as the next one may be late too.
    const Result result = run({.reordering = 100'000, .lateness = 30ms}, 10ms);
    EXPECT_EQ(result.arrivals.size(), sent_count);
    const double seen = static_cast<double>(overtaken(result.arrivals)) / sent_count;
    EXPECT_GT(seen, 0.1 * 0.5);
    EXPECT_LT(seen, 0.1 * 0.7);
}

TEST(Impairments, JitterDelaysWithoutOvertaking) {
    const Result result = run({.latency = 10ms, .jitter = 20ms}, 5ms);
    ASSERT_EQ(result.arrivals.size(), sent_count);
    EXPECT_EQ(overtaken(result.arrivals), 0U);
    std::set<Time> delays;
    for (const Arrival& arrival : result.arrivals) {
        const Time delay = arrival.time - arrival.number * 5ms;
        ASSERT_GE(delay, 10ms);
        ASSERT_LE(delay, 30ms);
        delays.insert(delay);
    }
    EXPECT_GT(delays.size(), sent_count / 4);
}

TEST(Impairments, MayChangeDuringARun) {
    ToyParty left(address(1), address(2));
    ToyParty right(address(2), address(1));
    SimulatedNetwork network({.latency = 0ms});
    network.attach(left, address(1));
    network.attach(right, address(2));
    left.send_every(1s, 1s, 30);
    network.at(10500ms, [&](Time) { network.settings().loss = 1'000'000; });
    network.at(20500ms, [&](Time) { network.settings().loss = 0; });
    network.run_until(1min);
    ASSERT_EQ(right.arrivals.size(), 20U);
    EXPECT_EQ(right.arrivals[9].number, 9U);
    EXPECT_EQ(right.arrivals[10].number, 20U);
}

}  // namespace
}  // namespace l2tp::protocol::test
