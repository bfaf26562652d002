// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/restarts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <initializer_list>

namespace l2tp::tester {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using Counter = CounterReading::Counter;

std::vector<CounterReading> readings(std::initializer_list<std::uint64_t> values,
                                     Counter counter = Counter::tunnel_id) {
    std::vector<CounterReading> made;
    for (const std::uint64_t value : values) {
        made.push_back({counter, std::chrono::seconds(static_cast<int>(made.size())), value});
    }
    return made;
}

TEST(Restarts, ACounterThatBeginsAgainIsOne) {
    const auto restarts = find_restarts(readings({1, 2, 3, 7, 20, 21, 22, 23, 2, 3, 4}));
    EXPECT_THAT(restarts[8], HasSubstr("2 after 23"));
    EXPECT_EQ(std::ranges::count_if(restarts, [](const std::string& text) { return !text.empty(); }), 1);
}

TEST(Restarts, NumbersByChanceTellNothing) {
    EXPECT_THAT(find_restarts(readings({5100, 3, 60000, 17, 1200, 42000, 1, 900})), Each(IsEmpty()));
}

TEST(Restarts, AWrapIsNone) {
    EXPECT_THAT(find_restarts(readings({1, 30, 60, 100, 65500, 65530, 65535, 3, 9, 20, 31, 44, 57, 66, 79})),
                Each(IsEmpty()));
}

TEST(Restarts, TooFewNumbersTellNothing) {
    EXPECT_THAT(find_restarts(readings({40, 41, 1})), Each(IsEmpty()));
    EXPECT_THAT(find_restarts({}), IsEmpty());
}

TEST(Restarts, AreWrittenBesideTheAttemptAndIntoTheNotes) {
    Scenario scenario;
    scenario.id = "lac/5.2/a";
    SuiteResult result;
    for (int i = 0; i < 2; ++i) {
        SuiteEntry& entry = result.entries.emplace_back();
        entry.scenario = &scenario;
        entry.attempts.emplace_back().started = std::chrono::seconds(100 * i);
        entry.result = entry.attempts.back();
    }
    result.entries[0].attempts[0].readings = readings({1, 2, 20, 30, 31}, Counter::call_serial_number);
    auto later = readings({1, 2}, Counter::call_serial_number);
    for (CounterReading& reading : later) reading.time += std::chrono::seconds(100);
    result.entries[1].attempts[0].readings = later;
    note_restarts(result);
    EXPECT_EQ(result.entries[0].result.reboot, "");
    EXPECT_THAT(result.entries[1].result.reboot, HasSubstr("Call Serial Numbers begin again"));
    ASSERT_EQ(result.notes.size(), 1U);
    EXPECT_THAT(result.notes[0], HasSubstr("lac/5.2/a"));
}

}  // namespace
}  // namespace l2tp::tester
