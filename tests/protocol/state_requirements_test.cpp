// SPDX-License-Identifier: GPL-2.0-or-later
// Each row of the RFC's state tables is a requirement: of the row MACHINE/STATE/what-happens the id is
// rfc2661/SECTION/STATE-what-happens.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "codec/requirements.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol {
namespace {

std::string requirement_id(const StateRow& row) {
    std::string rest(row.id.substr(row.id.find('/') + 1));
    std::ranges::replace(rest, '/', '-');
    return "rfc2661/" + std::string(section_of(row.machine)) + '/' + rest;
}

codec::Party party_of(Machine machine) {
    switch (machine) {
        case Machine::control_connection:
            return codec::Party::both;
        case Machine::lac_incoming_call:
        case Machine::lac_outgoing_call:
            return codec::Party::lac;
        case Machine::lns_incoming_call:
        case Machine::lns_outgoing_call:
            break;
    }
    return codec::Party::lns;
}

TEST(StateRequirements, EachRowOfTheTablesHasItsRequirement) {
    std::set<std::string> ids;
    for (const StateRow& row : state_rows()) {
        const std::string id = requirement_id(row);
        EXPECT_TRUE(ids.insert(id).second) << id;
        const auto found = codec::find_requirement(id);
        ASSERT_TRUE(found.has_value()) << id;
        const codec::Requirement& requirement = codec::requirement_of(*found);
        EXPECT_EQ(requirement.level, codec::Level::must) << id;
        EXPECT_EQ(requirement.party, party_of(row.machine)) << id;
        EXPECT_EQ(requirement.line, row.line) << id;
    }
}

}  // namespace
}  // namespace l2tp::protocol
