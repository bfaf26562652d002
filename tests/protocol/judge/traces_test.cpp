// SPDX-License-Identifier: GPL-2.0-or-later
// Every trace of tests/protocol/traces, one test for each.
#include <gtest/gtest.h>

#include "tests/protocol/judge/trace.hpp"

namespace l2tp::protocol::traces {
namespace {

std::string test_name(const testing::TestParamInfo<std::size_t>& parameter) {
    std::string name = all_traces()[parameter.param].name;
    for (char& c : name) {
        if (c == '-' || c == '/') c = c == '/' ? '0' : '_';
    }
    return name;
}

class Traces : public testing::TestWithParam<std::size_t> {};

TEST_P(Traces, DrawsExactlyItsFindings) {
    const Trace& trace = all_traces()[GetParam()];
    for (const std::string& difference : differences(trace)) {
        ADD_FAILURE() << trace.name << ", " << difference;
    }
}

INSTANTIATE_TEST_SUITE_P(ByHand, Traces, testing::Range<std::size_t>(0, all_traces().size()), test_name);

}  // namespace
}  // namespace l2tp::protocol::traces
