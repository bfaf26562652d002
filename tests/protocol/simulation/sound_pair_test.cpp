// SPDX-License-Identifier: GPL-2.0-or-later
// Sound LAC against sound LNS. L2TP_SIMULATION_RUNS=1000000 plays more runs than the 10,000 that CI plays;
// L2TP_SIMULATION_SEED=N repeats one run and prints everything that happens in it.
#include "sound_pair.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "row_coverage.hpp"

namespace l2tp::protocol::test {
namespace {

constexpr std::uint64_t shard_count = 4;

std::optional<std::uint64_t> number_from_environment(const char* name) {
    const char* text = std::getenv(name);
    if (text == nullptr) return std::nullopt;
    return std::strtoull(text, nullptr, 10);
}

std::uint64_t run_count() {
    return number_from_environment("L2TP_SIMULATION_RUNS").value_or(10'000);
}

void print_line(const std::string& line) {
    std::cout << line << '\n';
}

// play plays one run, and says how to repeat it if anything was wrong.
void play(std::uint64_t seed, RowCoverage& coverage, SoundPair::Path path = SoundPair::Path::drawn) {
    SoundPair pair(seed, {}, {}, path);
    const std::vector<std::string> faults = pair.run();
    coverage.add(pair.rows());
    if (faults.empty()) return;
    ADD_FAILURE() << "seed " << seed << "; to repeat: L2TP_SIMULATION_SEED=" << seed
                  << " sound_pair_test --gtest_filter=SoundPair.OneSeed\n  "
                  << testing::PrintToString(faults);
}

// Every shard plays every fourth seed, so that shards run beside each other.
class SoundPairShard : public testing::TestWithParam<std::uint64_t> {};

TEST_P(SoundPairShard, KeepsTheRulesAgreesAndLeavesNothing) {
    constexpr int enough = 5;
    RowCoverage coverage;
    for (std::uint64_t seed = GetParam(); seed < run_count(); seed += shard_count) {
        play(seed, coverage);
        if (testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count() >= enough)
            break;
    }
}

INSTANTIATE_TEST_SUITE_P(Runs, SoundPairShard, testing::Range(std::uint64_t{0}, shard_count));

TEST(SoundPair, VisitsEveryRowButThoseListed) {
    constexpr std::uint64_t first_seed = 1'000'000'000;
    RowCoverage coverage;
    for (std::uint64_t i = 0; i < 3'000 && !HasFailure(); ++i) play(first_seed + i, coverage);
    std::cout << coverage.summary();
    EXPECT_EQ(coverage.compare_with(read_unvisited_rows(UNVISITED_ROWS)), "");
}

// Here the judges believe in silence, as the tester's does (G-4), and one datagram in a hundred is lost.
TEST(SoundPair, IsNotBlamedForWhatOneLossInAHundredTakes) {
    constexpr std::uint64_t first_seed = 2'000'000'000;
    const std::uint64_t runs = std::max<std::uint64_t>(run_count() / 4, 1);
    RowCoverage coverage;
    for (std::uint64_t i = 0; i < runs && !HasFailure(); ++i) {
        play(first_seed + i, coverage, SoundPair::Path::one_percent);
    }
}

TEST(SoundPair, OneSeedGivesOneRun) {
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        std::array<std::string, 2> logs;
        for (std::string& log : logs) {
            SoundPair pair(seed, [&](const std::string& line) { log += line + '\n'; });
            EXPECT_TRUE(pair.run().empty());
        }
        EXPECT_EQ(logs[0], logs[1]);
    }
}

TEST(SoundPair, OneSeed) {
    const auto seed = number_from_environment("L2TP_SIMULATION_SEED");
    if (!seed) GTEST_SKIP() << "prints one run where L2TP_SIMULATION_SEED is set";
    const bool silence_counts = *seed >= 2'000'000'000;
    SoundPair pair(*seed, print_line, {},
                   silence_counts ? SoundPair::Path::one_percent : SoundPair::Path::drawn);
    for (const std::string& fault : pair.run()) ADD_FAILURE() << fault;
    std::cout << pair.datagrams() << " datagrams, "
              << std::chrono::duration_cast<std::chrono::seconds>(pair.duration()).count()
              << " virtual seconds\n";
}

}  // namespace
}  // namespace l2tp::protocol::test
