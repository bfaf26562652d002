// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/loop_watch.hpp"

#include <gtest/gtest.h>

namespace l2tp::tester {
namespace {

using namespace std::chrono_literals;

TEST(LoopWatchTest, SeesNothingWhileBeatsComeInTime) {
    LoopWatch watch;
    watch.start(1s);
    EXPECT_EQ(watch.look(1s + 10ms), codec::Time{});
    EXPECT_EQ(watch.beat(1s + LoopWatch::period), 1s + 2 * LoopWatch::period);
    EXPECT_EQ(watch.look(1s + 2 * LoopWatch::period), codec::Time{});
    EXPECT_EQ(watch.greatest(), codec::Time{});
}

TEST(LoopWatchTest, CountsAPauseOnceAndKeepsTheLongest) {
    LoopWatch watch;
    watch.start(1s);
    EXPECT_EQ(watch.look(3s + LoopWatch::period), codec::Time(2s));
    EXPECT_EQ(watch.look(3s + LoopWatch::period), codec::Time{});
    EXPECT_EQ(watch.look(3s + 2 * LoopWatch::period + 5ms), codec::Time(5ms));
    EXPECT_EQ(watch.greatest(), codec::Time(2s));
}

TEST(LoopWatchTest, IsNotLateWhileItDoesNotRun) {
    LoopWatch watch;
    EXPECT_EQ(watch.look(1000s), codec::Time{});
    watch.start(1000s);
    watch.stop();
    EXPECT_EQ(watch.look(2000s), codec::Time{});
}

}  // namespace
}  // namespace l2tp::tester
