// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of later documents against their texts and the IANA registry, read a second time and written down
// here without the codec's tables.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "codec/fields.hpp"
#include "tests/codec/support.hpp"

namespace l2tp::codec {
namespace {

enum class M : std::uint8_t { zero, one, either, should_be_zero };
enum class H : std::uint8_t { no, may };

// Lengths count the six octets of the AVP header.
struct ExtensionFact {
    AvpKey key;
    std::string_view name;
    std::uint16_t document;
    M mandatory;
    H hidden;
    std::uint16_t shortest;
    std::uint16_t longest;
};

constexpr std::array facts{
    ExtensionFact{{0, 40}, "Rx Minimum BPS", 3301, M::zero, H::may, 10, 10},
    ExtensionFact{{0, 41}, "Rx Maximum BPS", 3301, M::zero, H::may, 10, 10},
    ExtensionFact{{0, 42}, "Service Category", 3301, M::zero, H::may, 8, 8},
    ExtensionFact{{0, 43}, "Service Name", 3301, M::zero, H::may, 7, 1023},
    ExtensionFact{{0, 44}, "Calling Sub-Address", 3301, M::zero, H::may, 26, 26},
    ExtensionFact{{0, 45}, "VPI/VCI identifier", 3301, M::zero, H::may, 10, 10},
    ExtensionFact{{0, 46}, "PPP Disconnect Cause Code", 3145, M::zero, H::may, 11, 1023},
    ExtensionFact{{0, 47}, "Control Connection DS", 3308, M::zero, H::may, 8, 8},
    ExtensionFact{{0, 48}, "Session DS", 3308, M::zero, H::may, 8, 8},
    ExtensionFact{{0, 49}, "LCP Want Options", 3437, M::either, H::may, 6, 1023},
    ExtensionFact{{0, 50}, "LCP Allow Options", 3437, M::either, H::may, 6, 1023},
    ExtensionFact{{0, 51}, "LNS Last Sent LCP Confreq", 3437, M::either, H::may, 6, 1023},
    ExtensionFact{{0, 52}, "LNS Last Received LCP Confreq", 3437, M::either, H::may, 6, 1023},
    ExtensionFact{{0, 53}, "Modem On-Hold Capable", 3573, M::zero, H::may, 6, 6},
    ExtensionFact{{0, 54}, "Modem On-Hold Status", 3573, M::zero, H::may, 8, 8},
    ExtensionFact{{0, 55}, "PPPoE Relay", 3817, M::either, H::may, 20, 1023},
    ExtensionFact{{0, 56}, "PPPoE Service Relay Response Capability", 3817, M::either, H::may, 6, 6},
    ExtensionFact{{0, 57}, "PPPoE Service Relay Forward Capability", 3817, M::either, H::may, 6, 6},
    ExtensionFact{{0, 76}, "Failover Capability", 4951, M::zero, H::may, 12, 12},
    ExtensionFact{{0, 77}, "Tunnel Recovery", 4951, M::one, H::no, 16, 16},
    ExtensionFact{{0, 78}, "Suggested Control Sequence", 4951, M::zero, H::may, 12, 12},
    ExtensionFact{{0, 79}, "Failover Session State", 4951, M::one, H::may, 16, 16},
    ExtensionFact{{0, 80}, "Multicast Capability", 4045, M::zero, H::may, 6, 6},
    ExtensionFact{{0, 81}, "New Outgoing Sessions", 4045, M::one, H::may, 8, 1022},
    ExtensionFact{{0, 82}, "New Outgoing Sessions Acknowledgement", 4045, M::one, H::may, 8, 1022},
    ExtensionFact{{0, 83}, "Withdraw Outgoing Sessions", 4045, M::one, H::may, 8, 1022},
    ExtensionFact{{0, 84}, "Multicast Packets Priority", 4045, M::zero, H::may, 8, 8},
    ExtensionFact{{0, 94}, "Maximum Receive Unit", 4623, M::should_be_zero, H::may, 8, 8},
    ExtensionFact{{0, 95}, "Maximum Reassembled Receive Unit", 4623, M::should_be_zero, H::may, 8, 8},
    ExtensionFact{{0, 97}, "Connect Speed Update", 5515, M::should_be_zero, H::may, 18, 18},
    ExtensionFact{{0, 98}, "Connect Speed Update Enable", 5515, M::should_be_zero, H::may, 6, 6},
    ExtensionFact{{0, 103}, "ECN Capability", 9601, M::zero, H::may, 6, 6},
    ExtensionFact{{43, 46}, "3Com PPP Disconnect Cause Code", 3145, M::either, H::may, 11, 1023},
    ExtensionFact{{529, 2}, "Ascend Modem On-Hold Capable", 3573, M::either, H::may, 6, 6},
    ExtensionFact{{529, 3}, "Ascend Modem On-Hold Status", 3573, M::either, H::may, 8, 8},
    ExtensionFact{{3561, 1}, "Access Line Agent-Circuit-Id", 5515, M::should_be_zero, H::may, 8, 69},
    ExtensionFact{{3561, 2}, "Access Line Agent-Remote-Id", 5515, M::should_be_zero, H::may, 8, 69},
    ExtensionFact{
        {3561, 129}, "Access Line Actual-Data-Rate-Upstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 130}, "Access Line Actual-Data-Rate-Downstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 131}, "Access Line Minimum-Data-Rate-Upstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 132}, "Access Line Minimum-Data-Rate-Downstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 133}, "Access Line Attainable-Data-Rate-Upstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 134}, "Access Line Attainable-Data-Rate-Downstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 135}, "Access Line Maximum-Data-Rate-Upstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{
        {3561, 136}, "Access Line Maximum-Data-Rate-Downstream", 5515, M::should_be_zero, H::may, 14, 14},
    ExtensionFact{{3561, 137},
                  "Access Line Minimum-Data-Rate-Upstream-Low-Power",
                  5515,
                  M::should_be_zero,
                  H::may,
                  14,
                  14},
    ExtensionFact{{3561, 138},
                  "Access Line Minimum-Data-Rate-Downstream-Low-Power",
                  5515,
                  M::should_be_zero,
                  H::may,
                  14,
                  14},
    ExtensionFact{{3561, 139},
                  "Access Line Maximum-Interleaving-Delay-Upstream",
                  5515,
                  M::should_be_zero,
                  H::may,
                  10,
                  10},
    ExtensionFact{{3561, 140},
                  "Access Line Actual-Interleaving-Delay-Upstream",
                  5515,
                  M::should_be_zero,
                  H::may,
                  10,
                  10},
    ExtensionFact{{3561, 141},
                  "Access Line Maximum-Interleaving-Delay-Downstream",
                  5515,
                  M::should_be_zero,
                  H::may,
                  10,
                  10},
    ExtensionFact{{3561, 142},
                  "Access Line Actual-Interleaving-Delay-Downstream",
                  5515,
                  M::should_be_zero,
                  H::may,
                  10,
                  10},
    ExtensionFact{
        {3561, 144}, "Access Line Access-Loop-Encapsulation", 5515, M::should_be_zero, H::may, 9, 9},
    ExtensionFact{{3561, 145}, "ANCP Access Line Type", 5515, M::should_be_zero, H::may, 10, 10},
    ExtensionFact{{3561, 254}, "Access Line IWF-Session", 5515, M::should_be_zero, H::may, 10, 10},
};

struct MessageFact {
    std::uint16_t type;
    std::string_view abbreviation;
    std::uint16_t document;
    std::vector<std::uint16_t> must;
    std::vector<std::uint16_t> may;
    M mandatory;
};

const std::array messages{
    MessageFact{17, "MDMST", 3573, {0, 54}, {}, M::zero},
    MessageFact{18, "SRRQ", 3817, {0}, {55}, M::either},
    MessageFact{19, "SRRP", 3817, {0}, {55}, M::either},
    MessageFact{21, "FSQ", 4951, {0, 79}, {}, M::zero},
    MessageFact{22, "FSR", 4951, {0, 79}, {}, M::zero},
    MessageFact{23, "MSRQ", 4045, {0, 14}, {17}, M::zero},
    MessageFact{24, "MSRP", 4045, {0, 14}, {}, M::zero},
    MessageFact{25, "MSE", 4045, {0}, {39}, M::zero},
    MessageFact{26, "MSI", 4045, {0}, {81, 82, 83, 84}, M::zero},
    MessageFact{27, "MSEN", 4045, {0, 1, 14}, {}, M::zero},
    MessageFact{28, "CSUN", 5515, {0, 97}, {}, M::should_be_zero},
    MessageFact{29, "CSURQ", 5515, {0, 97}, {}, M::should_be_zero},
};

MandatoryRule rule_of(M mandatory) {
    switch (mandatory) {
        case M::zero:
            return MandatoryRule::must_be_0;
        case M::one:
            return MandatoryRule::must_be_1;
        case M::should_be_zero:
            return MandatoryRule::should_be_0;
        case M::either:
            break;
    }
    return MandatoryRule::either;
}

std::set<std::uint16_t> types_of(const AvpList& list) {
    std::set<std::uint16_t> types;
    for (const AvpKey key : list.view()) types.insert(key.type);
    return types;
}

TEST(ExtensionTable, RowsAgreeWithTheirDocuments) {
    for (const ExtensionFact& fact : facts) {
        const AvpRow* row = find_avp(fact.key);
        ASSERT_NE(row, nullptr) << fact.name;
        EXPECT_EQ(row->standing, Standing::decoded) << fact.name;
        EXPECT_EQ(row->name, fact.name);
        EXPECT_EQ(row->document, fact.document) << fact.name;
        EXPECT_EQ(row->mandatory, rule_of(fact.mandatory)) << fact.name;
        EXPECT_EQ(row->hidden == HiddenRule::either, fact.hidden == H::may) << fact.name;
        for (const std::uint16_t length : {fact.shortest, fact.longest}) {
            EXPECT_TRUE(row->allows_value(length - 6u)) << fact.name << ' ' << length;
        }
        if (fact.shortest > 6) {
            EXPECT_FALSE(row->allows_value(fact.shortest - 7u)) << fact.name;
        }
        EXPECT_FALSE(row->allows_value(fact.longest - 5u)) << fact.name;
    }
}

TEST(ExtensionTable, HoldsNoOtherDecodedRows) {
    std::set<AvpKey> known{{529, 0}};
    for (const ExtensionFact& fact : facts) known.insert(fact.key);
    for (const AvpRow& row : avp_table()) {
        if (row.document == 2661 || row.standing == Standing::named) continue;
        EXPECT_TRUE(known.contains(row.key) || row.context == Context::broadband_bearer) << row.name;
    }
}

TEST(ExtensionTable, MessagesAgreeWithTheirDocuments) {
    for (const MessageFact& fact : messages) {
        const MessageRow* row = find_message(fact.type);
        ASSERT_NE(row, nullptr) << fact.abbreviation;
        EXPECT_EQ(row->abbreviation, fact.abbreviation);
        EXPECT_EQ(row->document, fact.document) << fact.abbreviation;
        EXPECT_EQ(row->mandatory, rule_of(fact.mandatory)) << fact.abbreviation;
        EXPECT_EQ(types_of(row->must), std::set(fact.must.begin(), fact.must.end())) << fact.abbreviation;
        EXPECT_EQ(types_of(row->may), std::set(fact.may.begin(), fact.may.end())) << fact.abbreviation;
    }
    EXPECT_EQ(find_message(20), nullptr) << "of version 3 only";
    EXPECT_EQ(find_message(30), nullptr);
}

// Names without layouts: version 3, and what vendors have not published.
TEST(NamedRows, AreOctetsAndBreakNothing) {
    std::size_t count = 0;
    for (const AvpRow& row : avp_table()) {
        if (row.standing != Standing::named) continue;
        ++count;
        EXPECT_EQ(mandatory_bit_requirement(row), RequirementId::none) << row.name;
        EXPECT_EQ(hidden_bit_requirement(row), RequirementId::none) << row.name;
        EXPECT_EQ(length_requirement(row), RequirementId::none) << row.name;
        if (row.key.type == 0) continue;
        ASSERT_EQ(row.value.count, 1u) << row.name;
        EXPECT_EQ(row.value.fields[0].kind, FieldKind::octets) << row.name;
        EXPECT_TRUE(row.allows_value(0) && row.allows_value(1017)) << row.name;
    }
    EXPECT_GT(count, 70u);
}

TEST(NamedRows, AreNotRecognisedByAReceiver) {
    samples::WireMessage sccrq = samples::smallest_message("SCCRQ");
    sccrq.avps.push_back({samples::m_bit, 59, counting(17)});
    sccrq.avps.push_back({0, 100, hex("0102"), 9});
    const OctetString octets = samples::octets(sccrq);
    const DecodedMessage message = decode(whole(octets));
    const DecodedAvp* digest = message.find({0, 59});
    ASSERT_NE(digest, nullptr);
    ASSERT_NE(digest->row, nullptr);
    EXPECT_EQ(digest->row->name, "Message Digest (L2TPv3)");
    EXPECT_FALSE(digest->recognised());
    EXPECT_EQ(message.find({9, 100})->row->name, "Cisco NAS Port Info");
    EXPECT_TRUE(message.findings.empty());
}

TEST(NamedRows, OfVersionThreeSaySoInTheirNames) {
    for (std::uint16_t type = 58; type <= 102; ++type) {
        const AvpRow* row = find_avp({0, type});
        ASSERT_NE(row, nullptr) << type;
        if (row->standing == Standing::decoded || type == 93) continue;
        EXPECT_TRUE(row->name.ends_with(" (L2TPv3)")) << row->name;
        EXPECT_TRUE(row->slug.starts_with("l2tpv3_")) << row->slug;
    }
    EXPECT_EQ(find_avp_by_name("Rx Connect Speed")->key, (AvpKey{0, 38}));
}

// RFC 3140, 2: the last bit tells the two forms apart.
TEST(PhbCode, FallsIntoItsParts) {
    const OctetString dscp = hex("b802");  // EF, a set of PHBs
    const DecodedFields first = decode_fields(*find_avp({0, 47}), dscp);
    EXPECT_EQ(value_name(NameSet::dscp, first.find("dscp")->number), "EF");
    EXPECT_EQ(first.find("extent")->number, 1u);
    EXPECT_EQ(first.find("kind")->number, 0u);
    const OctetString id = hex("1235");
    const DecodedFields second = decode_fields(*find_avp({0, 48}), id);
    EXPECT_EQ(second.find("dscp")->number << 6 | second.find("phb_id_low")->number, 0x123u);
    EXPECT_EQ(second.find("reserved")->number, 1u);
    EXPECT_EQ(second.find("kind")->number, 1u);
}

// RFC 3573, 4.2
TEST(ModemOnHoldStatus, HoldsABitAndATimeout) {
    const OctetString value = hex("800d");
    const DecodedFields fields = decode_fields(*find_avp({0, 54}), value);
    EXPECT_EQ(fields.find("hold")->number, 1u);
    EXPECT_EQ(value_name(NameSet::modem_on_hold_timeout, fields.find("timeout")->number), "No limit");
    EXPECT_EQ(value_name(NameSet::modem_on_hold_timeout, 1), "10 s");
    EXPECT_EQ(value_name(NameSet::modem_on_hold_timeout, 5), "1 min");
    EXPECT_TRUE(value_name(NameSet::modem_on_hold_timeout, 14).empty());
}

// RFC 3145, 3
TEST(DisconnectCause, HasWords) {
    const OctetString value = hex("0010 c223 01 626164");
    const DecodedFields fields = decode_fields(*find_avp({0, 46}), value);
    EXPECT_EQ(value_name(NameSet::disconnect_code, fields.find("disconnect_code")->number),
              "Authentication failed: bad name, password or secret");
    EXPECT_EQ(value_name(NameSet::control_protocol, fields.find("control_protocol")->number), "CHAP");
    EXPECT_EQ(text_of(fields.find("message")->octets), "bad");
    for (std::uint64_t code = 0; code <= 20; ++code) {
        EXPECT_FALSE(value_name(NameSet::disconnect_code, code).empty()) << code;
    }
    EXPECT_TRUE(value_name(NameSet::disconnect_code, 21).empty());
}

// RFC 4045, 7.3: MSEN has Result Codes of its own.
TEST(MulticastEnd, HasItsOwnResultCodes) {
    EXPECT_EQ(value_name(NameSet::result_code, 3, message_type::msen), "No more receivers");
    EXPECT_TRUE(value_name(NameSet::result_code, 5, message_type::msen).empty());
}

}  // namespace
}  // namespace l2tp::codec
