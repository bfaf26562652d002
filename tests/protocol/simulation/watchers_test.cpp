// SPDX-License-Identifier: GPL-2.0-or-later
// That the watchers of the sound pair watch: with a defect planted at one end, they say what is wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "protocol/defects/defect.hpp"
#include "sound_pair.hpp"

namespace l2tp::protocol::test {
namespace {

struct Watched {
    std::string_view defect;
    std::string_view fault;  // part of what is said
};

void PrintTo(const Watched& watched, std::ostream* out) {
    *out << watched.defect;
}

class PlantedDefect : public testing::TestWithParam<Watched> {};

TEST_P(PlantedDefect, IsNoticedWithinAHundredRuns) {
    const Defect* defect = find_defect(GetParam().defect);
    ASSERT_NE(defect, nullptr);
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        SoundPair pair(seed, {}, [&](SettingsPair& settings) {
            defect->plant(defect->role == Role::lac ? settings.lac : settings.lns);
        });
        const std::vector<std::string> faults = pair.run();
        const auto said = [&](const std::string& fault) {
            return fault.find(GetParam().fault) != fault.npos;
        };
        if (std::ranges::any_of(faults, said)) return;
    }
    ADD_FAILURE() << "nobody said: " << GetParam().fault;
}

INSTANTIATE_TEST_SUITE_P(
    Watchers, PlantedDefect,
    testing::Values(Watched{"ns-starts-at-1", "a number was left out"},
                    Watched{"ns-skips-numbers", "a number was left out"},
                    Watched{"nr-ahead", "acknowledges what never came"},
                    Watched{"nr-always-zero", "acknowledges too little"},
                    Watched{"zlb-with-used-ns", "a ZLB whose Ns is not that of the next message"},
                    Watched{"zlb-moves-nr", "acknowledges what never came"},
                    Watched{"stale-nr-in-retransmissions", "acknowledges too little"},
                    Watched{"ignores-the-peers-window", "beyond the peer's Receive Window Size"},
                    Watched{"lns-call-survives-cdn", "is not the peer's"},
                    Watched{"hello-with-session-id", "broke rfc2661/"}));

}  // namespace
}  // namespace l2tp::protocol::test
