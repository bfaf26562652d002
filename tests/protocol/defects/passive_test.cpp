// SPDX-License-Identifier: GPL-2.0-or-later
// What the judge sees of each planted defect without a scenario, compared with passive.tsv.
// L2TP_PASSIVE_UPDATE=1 passive_test --gtest_filter=PassiveTable.IsComplete writes the table anew and keeps
// the notes; a defect that is not seen any more needs one. L2TP_PASSIVE_LIFE=N with L2TP_PASSIVE_DEFECT=name
// prints the findings of one life.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "passive_table.hpp"

namespace l2tp::protocol::test {
namespace {

constexpr std::size_t shard_count = 4;
const std::string path = PASSIVE_TABLE;

class SoundLife : public testing::TestWithParam<Role> {};

TEST_P(SoundLife, DrawsNoFinding) {
    for (std::uint64_t number = 0; number < life_count; ++number) {
        const LifeStory story = OrdinaryLife::tell(number, GetParam(), nullptr);
        EXPECT_EQ(story.details, "") << "life " << number;
    }
}

INSTANTIATE_TEST_SUITE_P(LacAndLns, SoundLife, testing::Values(Role::lac, Role::lns));

// Every shard takes every fourth case, so that shards run beside each other.
class PassiveTableShard : public testing::TestWithParam<std::size_t> {};

TEST_P(PassiveTableShard, IsWhatTheJudgeSees) {
    const Table table = read_table(path);
    const std::vector<Case> all = cases();
    for (std::size_t i = GetParam(); i < all.size(); i += shard_count) {
        const auto line = table.lines.find(key_of(all[i]));
        ASSERT_NE(line, table.lines.end()) << "no line for " << key_of(all[i]);
        EXPECT_EQ(line->second, line_of(all[i], see(all[i]), table.notes));
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, PassiveTableShard, testing::Range(std::size_t{0}, shard_count));

void update() {
    const Table table = read_table(path);
    std::map<std::string, std::string> lines;
    for (const Case& which : cases()) lines[key_of(which)] = line_of(which, see(which), table.notes);
    write_table(path, lines);
}

TEST(PassiveTable, IsComplete) {
    if (std::getenv("L2TP_PASSIVE_UPDATE") != nullptr) update();
    const Table table = read_table(path);
    EXPECT_EQ(table.lines.size(), cases().size());
    for (const auto& [key, line] : table.lines) {
        if (line.find("\tneeds a scenario\t") == std::string::npos) continue;
        EXPECT_TRUE(table.notes.contains(key)) << "no note says why it is not seen: " << key;
    }
    std::cout << totals(table.lines) << '\n';
}

TEST(PassiveTable, OneLife) {
    const char* number = std::getenv("L2TP_PASSIVE_LIFE");
    const char* name = std::getenv("L2TP_PASSIVE_DEFECT");
    if (number == nullptr) GTEST_SKIP() << "prints one life where L2TP_PASSIVE_LIFE is set";
    const Defect* defect = name != nullptr ? find_defect(name) : nullptr;
    for (const Role role : {Role::lac, Role::lns}) {
        if (defect != nullptr && defect->role && *defect->role != role) continue;
        const LifeStory story = OrdinaryLife::tell(std::strtoull(number, nullptr, 10), role, defect);
        std::cout << (role == Role::lac ? "LAC\n" : "LNS\n") << story.details;
    }
}

}  // namespace
}  // namespace l2tp::protocol::test
