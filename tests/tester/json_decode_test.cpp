// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/json_decode.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/message.hpp"

namespace l2tp::tester {
namespace {

Json decode_json(const codec::OctetString& octets) {
    codec::Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = octets.size();
    return Json::parse(json_line(message_json(codec::decode(datagram), datagram)));
}

codec::Message sccrq_with_host_name(std::string_view name) {
    codec::Message message = codec::make_message(*codec::find_message(codec::message_type::sccrq));
    codec::set_avp(message, codec::make_avp(codec::attribute::host_name, {name.begin(), name.end()}));
    return message;
}

Json avp_named(const Json& message, std::string_view name) {
    for (const Json& avp : message["avps"]) {
        if (avp.value("name", "") == name) return avp;
    }
    return {};
}

TEST(MessageJson, HasHeaderAndFieldsInNumbersAndWords) {
    const Json json = decode_json(codec::encode(sccrq_with_host_name("lac")));
    EXPECT_EQ(json["kind"], "control");
    EXPECT_EQ(json["message"], "SCCRQ");
    EXPECT_EQ(json["header"]["tunnel_id"], 0);
    EXPECT_EQ(avp_named(json, "Host Name")["fields"][0]["value"], "lac");
    EXPECT_EQ(avp_named(json, "Protocol Version")["fields"][0]["name"], "Ver");
    EXPECT_EQ(avp_named(json, "Framing Capabilities")["fields"][0]["set"].size(), 2U);
    EXPECT_TRUE(json["findings"].empty()) << json.dump();
}

TEST(MessageJson, FindingsNameTheirRequirement) {
    codec::Message message = sccrq_with_host_name("lac");
    message.flags |= 0x0400;
    const Json json = decode_json(codec::encode(message));
    ASSERT_EQ(json["findings"].size(), 1U);
    EXPECT_EQ(json["findings"][0]["requirement"], "rfc2661/3.1/reserved-bits");
    EXPECT_EQ(json["findings"][0]["level"], "MUST");
}

TEST(MessageJson, ALineIsPureAsciiWhateverThePeerSends) {
    const codec::OctetString octets =
        codec::encode(sccrq_with_host_name("\x1b[2J\xff\xe2\x80\xae\x7f\n\"</script>"));
    codec::Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = octets.size();
    const std::string line = json_line(message_json(codec::decode(datagram), datagram));
    EXPECT_TRUE(std::ranges::all_of(line, [](char c) { return c >= 0x20 && c < 0x7f; })) << line;
    EXPECT_EQ(avp_named(Json::parse(line), "Host Name")["value"], "1b5b324affe280ae7f0a223c2f7363726970743e");
}

TEST(MessageJson, EmptyAndForeignDatagramsAreDecodedToo) {
    EXPECT_EQ(decode_json({})["kind"], "too-short");
    EXPECT_EQ(decode_json({0x00, 0x03, 0, 0})["kind"], "l2tpv3");
    EXPECT_EQ(decode_json(codec::encode(codec::make_zlb()))["message"], "ZLB");
    EXPECT_EQ(decode_json(codec::encode(codec::make_data({0xc0, 0x21, 9, 1, 0, 4})))["message"],
              "PPP LCP Echo-Request");
}

}  // namespace
}  // namespace l2tp::tester
