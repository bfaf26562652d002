// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/state_machine.hpp"

#include <gtest/gtest.h>

namespace l2tp::protocol {
namespace {

TEST(StateMachine, ExecutesARowOfTheRfc) {
    const Rules rules;
    StateMachine machine(Machine::control_connection, rules);
    const Reaction reaction = machine.on_event(Event::local_open);
    EXPECT_EQ(reaction.row, "control/idle/local-open");
    EXPECT_TRUE(reaction.outcome.empty());
    EXPECT_TRUE(reaction.actions.contains(Action::send_sccrq));
    EXPECT_EQ(reaction.from, State::idle);
    EXPECT_EQ(machine.state(), State::wait_ctl_reply);
}

TEST(StateMachine, TakesTheFirstOutcomeOfAReading) {
    const Rules rules;
    StateMachine machine(Machine::control_connection, rules);
    machine.on_event(Event::local_open);
    const Reaction reaction = machine.on_event(Event::local_close);
    EXPECT_EQ(reaction.row, "control/wait/local-close");
    EXPECT_EQ(reaction.outcome, "sends-stopccn");
    EXPECT_EQ(machine.state(), State::idle);
}

TEST(StateMachine, TakesTheOutcomeThatTheRulesName) {
    const Rules rules{.changed = {}, .outcomes = {"control/wait/local-close=cleans-up"}};
    const Reaction reaction =
        react(rules, Machine::control_connection, State::wait_ctl_conn, Event::local_close);
    EXPECT_EQ(reaction.outcome, "cleans-up");
    EXPECT_FALSE(reaction.actions.contains(Action::send_stopccn));
}

TEST(StateMachine, LetsAnOutcomeOfAnotherReadingAlone) {
    const Rules rules{.changed = {}, .outcomes = {"control/wait/local=close=cleans-up", "cleans-up"}};
    const Reaction reaction =
        react(rules, Machine::control_connection, State::wait_ctl_conn, Event::local_close);
    EXPECT_EQ(reaction.outcome, "sends-stopccn");
}

TEST(StateMachine, KeepsItsStateWhereAnOutcomeNamesNone) {
    const Rules rules;
    const Reaction reaction = react(rules, Machine::control_connection, State::established, Event::hello);
    EXPECT_TRUE(reaction.found());
    EXPECT_EQ(reaction.to, State::established);
}

TEST(StateMachine, PutsAChangedRowBeforeTheTables) {
    Rules rules;
    rules.changed.push_back({"defect/deaf", Machine::control_connection, Set<State>{State::idle},
                             Set<Event>{Event::sccrq_acceptable}, actions(), State::idle, 0});
    StateMachine machine(Machine::control_connection, rules);
    EXPECT_EQ(machine.on_event(Event::sccrq_acceptable).row, "defect/deaf");
    EXPECT_EQ(machine.state(), State::idle);
    EXPECT_EQ(machine.on_event(Event::local_open).row, "control/idle/local-open");
}

TEST(StateMachine, DoesNothingInAnEmptyCell) {
    const Rules rules;
    StateMachine machine(Machine::lac_outgoing_call, rules);
    const Reaction reaction = machine.on_event(Event::tunnel_open);
    EXPECT_FALSE(reaction.found());
    EXPECT_TRUE(reaction.actions.view().empty());
    EXPECT_EQ(machine.state(), State::idle);
}

}  // namespace
}  // namespace l2tp::protocol
