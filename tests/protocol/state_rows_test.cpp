// SPDX-License-Identifier: GPL-2.0-or-later
// The rows against the RFC's tables, and the rows' own form.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "protocol/state_machine.hpp"
#include "protocol/state_table.hpp"
#include "tests/protocol/rfc_tables.hpp"

namespace l2tp::protocol {
namespace {

using testing::ElementsAreArray;
using testing::IsEmpty;

using Names = std::vector<std::string>;

// A row in words: both tables are brought to this form. Sets are sorted, actions stay in order.
std::string in_words(int line, Names states, Names events, const Names& actions, std::string_view next) {
    std::ranges::sort(states);
    std::ranges::sort(events);
    std::string out = std::to_string(line);
    for (const Names& part : {states, events, actions}) {
        out += " |";
        for (const std::string& name : part) out += " " + name + ";";
    }
    return out + " | " + std::string(next);
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

Names split(std::string_view text, std::string_view separator) {
    Names parts;
    for (std::size_t at = 0; at != std::string_view::npos;) {
        const std::size_t end = text.find(separator, at);
        parts.push_back(trimmed(text.substr(at, end - at)));
        at = end == std::string_view::npos ? end : end + separator.size();
    }
    return parts;
}

// What the RFC says in several ways, and the one name that the rows use.
const std::map<std::string, std::string> aliases{
    {"Local Open request", "Local open request"},
    {"Local Open request (new call)", "Local open request"},
    {"Bearer Ring", "Local open request"},
    {"Ready to indicate incoming conn.", "Local open request"},
    {"Admin Tunnel Close", "Local close request"},
    {"local close request", "Local close request"},
    {"Local Close request", "Local close request"},
    {"Initiate local tunnel-open", "Initiate local tunnel open"},
};

std::string alias(const std::string& name) {
    const auto found = aliases.find(name);
    return found == aliases.end() ? name : found->second;
}

// events_in expands what stands in the RFC's event column: a message without a qualifier is both.
Names events_in(const std::string& column) {
    static const std::regex qualified("Receive (\\w+), (acceptable|[Nn]ot acceptable|lose tie-breaker)");
    std::smatch match;
    if (std::regex_match(column, match, qualified)) {
        const bool refused = match[2].str().ends_with("ot acceptable");
        return {"Receive " + match[1].str() + ", " + (refused ? "not acceptable" : match[2].str())};
    }
    std::set<std::string> events;
    if (column.starts_with("Receive ")) {
        for (const std::string& message : split(column.substr(8), ",")) {
            if (message == "CDN" || message == "StopCCN") {
                events.insert("Receive " + message);
                continue;
            }
            events.insert("Receive " + message + ", acceptable");
            events.insert("Receive " + message + ", not acceptable");
        }
    } else {
        for (const std::string& event : split(column, " or ")) events.insert(alias(event));
    }
    return {events.begin(), events.end()};
}

Names actions_in(const std::string& column) {
    Names actions;
    for (const std::string& action : split(column, ",")) {
        if (action != "none") actions.push_back(alias(action));
    }
    return actions;
}

Names rows_of_the_rfc(std::string_view table) {
    Names rows;
    for (const std::string& line : split(table, "\n")) {
        if (line.empty()) continue;
        const Names columns = split(line, "|");
        if (columns.size() != 5) throw std::invalid_argument(line);
        rows.push_back(in_words(std::stoi(columns[0]), split(columns[1], ","), events_in(columns[2]),
                                actions_in(columns[3]), columns[4]));
    }
    return rows;
}

Names rows_of_ours(Machine machine) {
    Names rows;
    for (const StateRow& row : state_rows()) {
        if (row.machine != machine) continue;
        Names states;
        Names events;
        Names actions;
        for (unsigned s = 0; s < state_count; ++s) {
            if (row.states.contains(State(s))) states.emplace_back(name_of(State(s)));
        }
        for (unsigned e = 0; e < event_count; ++e) {
            if (row.events.contains(Event(e))) events.emplace_back(name_of(Event(e)));
        }
        for (Action action : row.actions.view()) actions.emplace_back(name_of(action));
        rows.push_back(in_words(row.line, states, events, actions, name_of(row.next)));
    }
    return rows;
}

class EveryMachine : public testing::TestWithParam<unsigned> {
  protected:
    [[nodiscard]] static Machine machine() { return Machine(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(StateRows, EveryMachine, testing::Range(0U, unsigned{machine_count}));

TEST_P(EveryMachine, HasTheRowsOfItsTableInTheRfcsOrder) {
    const rfc::Table& table = rfc::tables[GetParam()];
    EXPECT_EQ(table.section, section_of(machine()));
    EXPECT_THAT(rows_of_ours(machine()), ElementsAreArray(rows_of_the_rfc(table.rows)));
}

TEST_P(EveryMachine, HasRowsForItsOwnStatesOnly) {
    Set<State> own;
    for (State state : states_of(machine())) own = own | Set<State>(state);
    EXPECT_EQ(states_of(machine()).front(), State::idle);
    for (const StateRow& row : state_rows()) {
        if (row.machine == machine()) {
            EXPECT_EQ(own | row.states, own) << row.id;
            EXPECT_TRUE(own.contains(row.next)) << row.id;
        }
    }
    for (const ReadingRow& row : reading_rows()) {
        if (row.machine != machine()) continue;
        EXPECT_EQ(own | row.states, own) << row.id;
        for (const Outcome& outcome : row.view()) {
            EXPECT_TRUE(own.contains(outcome.next.value_or(State::idle))) << row.id << outcome.slug;
        }
    }
}

TEST_P(EveryMachine, ReachesEveryStateFromIdle) {
    Set<State> reached{State::idle};
    for (std::size_t round = 0; round < state_count; ++round) {
        for (const StateRow& row : state_rows()) {
            if (row.machine == machine() && row.states.overlaps(reached))
                reached = reached | Set<State>(row.next);
        }
    }
    for (State state : states_of(machine())) EXPECT_TRUE(reached.contains(state)) << name_of(state);
}

// The machine of each id's first component.
const std::map<std::string, Machine> prefixes{
    {"control", Machine::control_connection},     {"lac-incoming", Machine::lac_incoming_call},
    {"lns-incoming", Machine::lns_incoming_call}, {"lac-outgoing", Machine::lac_outgoing_call},
    {"lns-outgoing", Machine::lns_outgoing_call},
};

void check_id(std::string_view id, Machine machine, std::set<std::string>& seen) {
    static const std::regex form("([a-z]+(?:-[a-z]+)*)/[a-z]+(?:-[a-z]+)*/[a-z]+(?:-[a-z]+)*");
    const std::string text(id);
    std::smatch match;
    ASSERT_TRUE(std::regex_match(text, match, form)) << id;
    const auto prefix = prefixes.find(match[1].str());
    ASSERT_NE(prefix, prefixes.end()) << id;
    EXPECT_EQ(prefix->second, machine) << id;
    EXPECT_TRUE(seen.insert(text).second) << id << " stands twice";
}

TEST(StateRows, HaveUniqueAndWellFormedIds) {
    std::set<std::string> seen;
    for (const StateRow& row : state_rows()) check_id(row.id, row.machine, seen);
    for (const ReadingRow& row : reading_rows()) check_id(row.id, row.machine, seen);
}

TEST(StateRows, NameTheStateInTheirIdsWhereThereIsOne) {
    for (const StateRow& row : state_rows()) {
        std::string states;
        for (State state : states_of(row.machine)) {
            if (!row.states.contains(state)) continue;
            if (!states.empty()) states += '-';
            states += states.empty() || !name_of(state).starts_with("wait-") ? name_of(state)
                                                                             : name_of(state).substr(5);
        }
        const std::string id(row.id);
        const std::string named = id.substr(id.find('/') + 1, id.rfind('/') - id.find('/') - 1);
        EXPECT_TRUE(named == "any" || named == states) << id << " is a row of " << states;
    }
}

TEST(ReadingRows, CiteAReadingOrNone) {
    static const std::regex form("|A-(0[1-9]|[1-3][0-9]|40)");
    for (const ReadingRow& row : reading_rows()) {
        EXPECT_TRUE(std::regex_match(std::string(row.reading), form)) << row.id << ' ' << row.reading;
    }
}

TEST(ReadingRows, HaveOutcomesWithDistinctNamesAndReactions) {
    static const std::regex form("[a-z]+(-[a-z]+)*");
    for (const ReadingRow& row : reading_rows()) {
        std::set<std::string_view> slugs;
        for (const Outcome& outcome : row.view()) {
            EXPECT_TRUE(std::regex_match(std::string(outcome.slug), form)) << row.id << ' ' << outcome.slug;
            EXPECT_TRUE(slugs.insert(outcome.slug).second) << row.id << ' ' << outcome.slug;
        }
        for (const Outcome& a : row.view()) {
            for (const Outcome& b : row.view()) {
                EXPECT_TRUE(&a == &b || a.next != b.next ||
                            !std::ranges::equal(a.actions.view(), b.actions.view()))
                    << row.id << ' ' << a.slug << ' ' << b.slug;
            }
        }
    }
}

TEST(Names, AreDistinct) {
    std::set<std::string_view> names;
    for (unsigned i = 0; i < state_count; ++i) EXPECT_TRUE(names.insert(name_of(State(i))).second) << i;
    for (unsigned i = 0; i < event_count; ++i) EXPECT_TRUE(names.insert(name_of(Event(i))).second) << i;
    for (unsigned i = 0; i <= unsigned(Action::acknowledge); ++i) {
        EXPECT_TRUE(names.insert(name_of(Action(i))).second) << i;
    }
    for (unsigned i = 0; i < machine_count; ++i) EXPECT_TRUE(names.insert(name_of(Machine(i))).second) << i;
}

TEST(RfcTables, AreExpandedAsTheyRead) {
    EXPECT_THAT(rows_of_the_rfc("1 | a, b | Receive ICRP, CDN | Send CDN, Clean up | idle"),
                ElementsAreArray({"1 | a; b; | Receive CDN; Receive ICRP, acceptable; "
                                  "Receive ICRP, not acceptable; | Send CDN; Clean up; | idle"}));
    EXPECT_THAT(rows_of_the_rfc("2 | a | Receive ICRP, Not acceptable | none | idle"),
                ElementsAreArray({"2 | a; | Receive ICRP, not acceptable; | | idle"}));
    EXPECT_THAT(rows_of_the_rfc(""), IsEmpty());
}

}  // namespace
}  // namespace l2tp::protocol
