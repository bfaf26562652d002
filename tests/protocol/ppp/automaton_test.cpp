// SPDX-License-Identifier: GPL-2.0-or-later
// The automaton's rows against the table of RFC 1661, 4.1, and the Restart timer.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "protocol/ppp/automaton.hpp"

namespace l2tp::protocol::ppp {
namespace {

using namespace std::chrono_literals;
using S = AutomatonState;
using E = AutomatonEvent;

// The table as the RFC's pages show it, written down a second time and apart from automaton_rows.hpp: states
// 0 to 9 from left to right, footnote letters left out.
constexpr const char* table_of_the_rfc = R"(
Up    2      irc,scr/6  -      -                -      -      -          -           -          -
Down  -      -          0      tls/1            0      1      1          1           1          tld/1
Open  tls/1  1          irc,scr/6  3            5      5      6          7           8          9
Close 0      tlf/0      2      2                4      4      irc,str/4  irc,str/4   irc,str/4  tld,irc,str/4
TO+   -      -          -      -                str/4  str/5  scr/6      scr/6       scr/8      -
TO-   -      -          -      -                tlf/2  tlf/3  tlf/3      tlf/3       tlf/3      -
RCR+  -      -          sta/2  irc,scr,sca/8    4      5      sca/8      sca,tlu/9   sca/8      tld,scr,sca/8
RCR-  -      -          sta/2  irc,scr,scn/6    4      5      scn/6      scn/7       scn/6      tld,scr,scn/6
RCA   -      -          sta/2  sta/3            4      5      irc/7      scr/6       irc,tlu/9  tld,scr/6
RCN   -      -          sta/2  sta/3            4      5      irc,scr/6  scr/6       irc,scr/8  tld,scr/6
RTR   -      -          sta/2  sta/3            sta/4  sta/5  sta/6      sta/6       sta/6      tld,zrc,sta/5
RTA   -      -          2      3                tlf/2  tlf/3  6          6           8          tld,scr/6
RUC   -      -          scj/2  scj/3            scj/4  scj/5  scj/6      scj/7       scj/8      scj/9
RXJ+  -      -          2      3                4      5      6          6           8          9
RXJ-  -      -          tlf/2  tlf/3            tlf/2  tlf/3  tlf/3      tlf/3       tlf/3      tld,irc,str/5
RXR   -      -          2      3                4      5      6          7           8          ser/9
)";

std::string cell(S state, E event) {
    const AutomatonRow* row = find_row(state, event);
    if (row == nullptr) return "-";
    std::string out;
    for (const AutomatonAction action : row->actions.view()) {
        if (!out.empty()) out += ',';
        out += name_of(action);
    }
    if (!out.empty()) out += '/';
    return out + std::to_string(static_cast<int>(row->next.value_or(state)));
}

TEST(AutomatonRows, AreTheTableOfRfc1661) {
    std::istringstream lines(table_of_the_rfc);
    std::string line;
    std::size_t event = 0;
    while (std::getline(lines, line)) {
        if (line.empty()) continue;
        std::istringstream columns(line);
        std::string name;
        columns >> name;
        ASSERT_LT(event, automaton_event_count);
        EXPECT_EQ(name, name_of(static_cast<E>(event)));
        for (std::size_t state = 0; state < automaton_state_count; ++state) {
            std::string expected;
            columns >> expected;
            EXPECT_EQ(cell(static_cast<S>(state), static_cast<E>(event)), expected)
                << name << " in " << name_of(static_cast<S>(state));
        }
        ++event;
    }
    EXPECT_EQ(event, automaton_event_count);
}

TEST(AutomatonRows, HaveIdsOfTheirOwn) {
    std::map<std::string_view, int> ids;
    for (const AutomatonRow& row : automaton_rows()) EXPECT_EQ(++ids[row.id], 1) << row.id;
}

TEST(AutomatonRows, LetTheTimerRunWhereTheRfcDoes) {
    for (std::size_t state = 0; state < automaton_state_count; ++state)
        EXPECT_EQ(timer_runs(static_cast<S>(state)), state >= 4 && state <= 8) << state;
}

TEST(Automaton, GivesUpAfterMaxConfigure) {
    Automaton automaton{RestartLimits{}};
    automaton.on(E::open, 0s);
    EXPECT_TRUE(automaton.on(E::up, 0s).contains(AutomatonAction::scr));
    unsigned sent = 1;
    Time now{};
    while (automaton.deadline()) {
        now = *automaton.deadline();
        EXPECT_FALSE(automaton.timeout(now - 1ns));
        sent += automaton.on(automaton.timeout(now).value(), now).contains(AutomatonAction::scr);
    }
    EXPECT_EQ(sent, 10U);
    EXPECT_EQ(now, 30s);
    EXPECT_EQ(automaton.state(), S::stopped);
}

TEST(Automaton, SendsMaxTerminateTerminateRequests) {
    Automaton automaton{RestartLimits{}};
    automaton.adopt();
    unsigned sent = automaton.on(E::close, 0s).contains(AutomatonAction::str);
    Time now{};
    while (automaton.deadline()) {
        now = *automaton.deadline();
        sent += automaton.on(automaton.timeout(now).value(), now).contains(AutomatonAction::str);
    }
    EXPECT_EQ(sent, 2U);
    EXPECT_EQ(now, 6s);
    EXPECT_EQ(automaton.state(), S::closed);
}

// The Terminate-Ack may get lost: the peer gets one Restart time to ask again (3.7).
TEST(Automaton, WaitsOneRestartTimeAfterATerminateRequest) {
    Automaton automaton{RestartLimits{}};
    automaton.adopt();
    automaton.on(E::rtr, 1s);
    EXPECT_EQ(automaton.deadline(), 4s);
    EXPECT_EQ(automaton.timeout(4s), E::to_minus);
}

TEST(Automaton, TakesNoTransitionOnAnIllegalEvent) {
    Automaton automaton{RestartLimits{}};
    EXPECT_EQ(automaton.on(E::rcr_plus, 0s).count, 0U);
    EXPECT_EQ(automaton.state(), S::initial);
}

}  // namespace
}  // namespace l2tp::protocol::ppp
