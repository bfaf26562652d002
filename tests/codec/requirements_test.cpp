// SPDX-License-Identifier: GPL-2.0-or-later
// The requirement table: ids of the form DOCUMENT/SECTION/slug, unique, each with its text.
#include "codec/requirements.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <vector>

#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

std::string id_of(RequirementId id) {
    return id == RequirementId::none ? "none" : std::string{requirement_of(id).id};
}

// steps_to_treatment counts how often an implied requirement leads to another implied one.
int steps_to_treatment(RequirementId id, int taken) {
    const Requirement& row = requirement_of(id);
    if (taken > 9) return taken;
    int most = taken;
    for (const std::string_view next : implied_by(row)) {
        most = std::max(most, steps_to_treatment(*find_requirement(next), taken + 1));
    }
    return most;
}

TEST(Requirements, IdsAreUniqueAndNameDocumentSectionAndSlug) {
    const std::regex form("(rfc[0-9]+/[0-9A-Z]+(\\.[0-9]+)*|l2tpspec/[a-z]+)/[a-z0-9]+(-[a-z0-9]+)*");
    std::set<std::string_view> ids;
    for (const Requirement& row : requirements()) {
        EXPECT_TRUE(ids.insert(row.id).second) << row.id;
        EXPECT_TRUE(std::regex_match(row.id.begin(), row.id.end(), form)) << row.id;
        EXPECT_FALSE(row.text.empty()) << row.id;
        EXPECT_EQ(row.text.find("MUST"), std::string_view::npos) << row.id << ": the level says it";
    }
}

TEST(Requirements, EachIsFoundByItsId) {
    for (std::size_t i = 0; i < requirements().size(); ++i) {
        const auto found = find_requirement(requirements()[i].id);
        ASSERT_TRUE(found.has_value()) << requirements()[i].id;
        EXPECT_EQ(&requirement_of(*found), &requirements()[i]);
    }
    EXPECT_EQ(find_requirement("rfc2661/4.1/no-such-slug"), std::nullopt);
    EXPECT_EQ(find_requirement(""), std::nullopt);
}

TEST(Requirements, AnIdFallsIntoItsThreeParts) {
    const Requirement& row = requirement_of(*find_requirement("rfc2661/4.4.1/message-type-first"));
    EXPECT_EQ(row.document(), "rfc2661");
    EXPECT_EQ(row.section(), "4.4.1");
    EXPECT_EQ(row.slug(), "message-type-first");
    EXPECT_EQ(row.level, Level::must);
}

TEST(Requirements, ReadingsAreNamedAsInTheReadingsTable) {
    const std::regex form("([AG]-[0-9]+)?");
    for (const Requirement& row : requirements()) {
        EXPECT_TRUE(std::regex_match(row.reading.begin(), row.reading.end(), form))
            << row.id << ' ' << row.reading;
    }
}

TEST(Requirements, EachSaysHowItIsTreated) {
    for (const Requirement& row : requirements()) {
        const bool explains = row.treatment == Treatment::implied || row.treatment == Treatment::not_testable;
        EXPECT_EQ(!row.because.empty(), explains) << row.id;
    }
}

// What breaks an implied requirement breaks one that is not implied in its turn, and as binding.
TEST(Requirements, ImpliedOnesNameWhatImpliesThem) {
    for (const Requirement& row : requirements()) {
        if (row.treatment != Treatment::implied) {
            EXPECT_TRUE(implied_by(row).empty()) << row.id;
            continue;
        }
        bool as_binding = false;
        for (const std::string_view id : implied_by(row)) {
            const auto found = find_requirement(id);
            ASSERT_TRUE(found.has_value()) << row.id << " is implied by " << id;
            const Requirement& other = requirement_of(*found);
            EXPECT_NE(other.treatment, Treatment::not_testable) << row.id << " is implied by " << id;
            EXPECT_LT(steps_to_treatment(*found, 0), 3) << row.id << " is implied by " << id;
            as_binding = as_binding || other.level <= row.level;
        }
        EXPECT_TRUE(as_binding) << row.id;
    }
}

// M and H of 4.4: every attribute of RFC 2661 has a rule for M, and one for H where it must not be hidden.
TEST(Requirements, EachAvpHasRowsForItsBitsAndItsLength) {
    for (const samples::AvpFact& fact : samples::avp_facts()) {
        const AvpRow& row = *find_avp({0, fact.type});
        const std::string prefix = "rfc2661/" + std::string{fact.section} + '/';
        EXPECT_TRUE(id_of(mandatory_bit_requirement(row)).starts_with(prefix)) << row.name;
        EXPECT_TRUE(id_of(length_requirement(row)).starts_with(prefix)) << row.name;
        const std::string hidden = id_of(hidden_bit_requirement(row));
        std::string may_be_hidden = prefix + std::string{row.slug} + "-may-be-hidden";
        std::ranges::replace(may_be_hidden, '_', '-');
        EXPECT_EQ(find_requirement(may_be_hidden).has_value(), fact.hide == samples::MayHide::yes)
            << row.name;
        if (fact.hide == samples::MayHide::yes) {
            EXPECT_EQ(hidden, "none") << row.name;
        } else {
            EXPECT_TRUE(hidden.starts_with(prefix)) << row.name;
        }
    }
}

TEST(Requirements, EachMessageHasARowForItsRequiredAvpsAndItsIdentifiers) {
    for (const samples::MessageFact& fact : samples::message_facts()) {
        const MessageRow& row = *find_message(fact.type);
        const std::string prefix = "rfc2661/" + std::string{fact.section} + '/';
        EXPECT_TRUE(id_of(required_avps_requirement(row)).starts_with(prefix)) << row.name;
        EXPECT_EQ(id_of(tunnel_id_requirement(row)) == "none", row.tunnel_id == IdRule::any) << row.name;
        EXPECT_EQ(id_of(session_id_requirement(row)) == "none", row.session_id == IdRule::any) << row.name;
    }
}

// 4.4: "SHOULD" of RFC 5515, "MUST" of RFC 2661.
TEST(Requirements, LevelsFollowTheDocuments) {
    EXPECT_EQ(requirement_of(mandatory_bit_requirement(*find_avp({0, 7}))).level, Level::must);
    EXPECT_EQ(requirement_of(mandatory_bit_requirement(*find_avp({3561, 1}))).level, Level::should);
    EXPECT_EQ(requirement_of(*find_requirement("rfc2661/4.4.1/random-vector-size")).level, Level::should);
    EXPECT_EQ(requirement_of(*find_requirement("rfc2661/4.4.3/host-name-not-empty")).level, Level::must);
    EXPECT_EQ(level_name(Level::must), "MUST");
    EXPECT_EQ(level_name(Level::should), "SHOULD");
    EXPECT_EQ(level_name(Level::may), "MAY");
}

// Whatever a field of the AVP table can break stands in the requirement table.
TEST(Requirements, EveryIdThatAFieldNamesIsInTheTable) {
    for (const AvpRow& row : avp_table()) {
        for (const Field& field : row.value.view()) {
            for (const RequirementId id : {field.breaks, field.breaks_empty}) {
                if (id == RequirementId::none) continue;
                EXPECT_LT(static_cast<std::size_t>(id), requirements().size()) << row.name;
            }
        }
    }
    for (const HeaderBit& bit : header_bits()) {
        if (bit.in_control) {
            EXPECT_LT(static_cast<std::size_t>(bit.breaks), requirements().size()) << bit.name;
        }
    }
}

}  // namespace
}  // namespace l2tp::codec
