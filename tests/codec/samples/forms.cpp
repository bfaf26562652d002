// SPDX-License-Identifier: GPL-2.0-or-later
// Every AVP in each of its forms.
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

struct Form {
    std::uint16_t type;
    const char* name;
    const char* value;
};

constexpr Form forms[] = {
    {2, "Protocol Version 1.0", "0100"},
    {3, "Framing Capabilities none", "00000000"},
    {3, "Framing Capabilities S", "00000001"},
    {3, "Framing Capabilities A", "00000002"},
    {3, "Framing Capabilities A and S", "00000003"},
    {4, "Bearer Capabilities none", "00000000"},
    {4, "Bearer Capabilities D", "00000001"},
    {4, "Bearer Capabilities A", "00000002"},
    {4, "Bearer Capabilities B (RFC 3301)", "00000004"},
    {5, "Tie Breaker lowest", "0000000000000000"},
    {5, "Tie Breaker highest", "ffffffffffffffff"},
    {7, "Host Name of one octet", "61"},
    {8, "Vendor Name empty", ""},
    {8, "Vendor Name beyond ASCII", "4ac3a96c c3a96d"},
    {9, "Assigned Tunnel ID highest", "ffff"},
    {10, "Receive Window Size 1", "0001"},
    {10, "Receive Window Size highest", "ffff"},
    {11, "Challenge of one octet", "00"},
    {12, "Q.931 Cause Code without Advisory Msg", "0010 45"},
    {12, "Q.931 Cause Code with Advisory Msg", "0011 5a 75736572 2062757379"},
    {14, "Assigned Session ID highest", "ffff"},
    {18, "Bearer Type none", "00000000"},
    {18, "Bearer Type D", "00000001"},
    {18, "Bearer Type A and D", "00000003"},
    {19, "Framing Type A", "00000002"},
    {21, "Called Number empty", ""},
    {22, "Calling Number empty", ""},
    {23, "Sub-Address empty", ""},
    {26, "Initial Received LCP CONFREQ empty", ""},
    {26, "Initial Received LCP CONFREQ with options without data", "0702 0802"},
    {33, "Proxy Authen Response empty", ""},
    {34, "Call Errors highest", "0000 ffffffff ffffffff ffffffff ffffffff ffffffff ffffffff"},
    {35, "ACCM none", "0000 00000000 00000000"},
    {36, "Random Vector long", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20"},
    {37, "Private Group ID empty", ""},
    {37, "Private Group ID binary", "00ff80"},
};

WireMessage closing(std::string_view abbreviation, OctetString result) {
    WireMessage message = smallest_message(abbreviation);
    avp_in(message, 1).value = std::move(result);
    return message;
}

void result_codes(std::vector<Sample>& out) {
    const std::string stopccn = "StopCCN Result Code ";
    for (std::uint8_t code = 1; code <= 8; ++code) {
        if (code == 2) continue;
        out.push_back({stopccn + std::to_string(code), octets(closing("StopCCN", {0, code}))});
    }
    for (std::uint8_t code = 1; code <= 12; ++code) {
        if (code == 2) continue;
        out.push_back({"CDN Result Code " + std::to_string(code), octets(closing("CDN", {0, code}))});
    }
    for (std::uint8_t code = 0; code <= 9; ++code) {
        const std::string name = "Result Code 2, Error Code " + std::to_string(code);
        OctetString value{0, 2, 0, code};
        if (code != 6 && code != 8) out.push_back({"StopCCN " + name, octets(closing("StopCCN", value))});
        for (const char c : std::string_view("192.0.2.7")) value.push_back(static_cast<std::uint8_t>(c));
        out.push_back({"CDN " + name + " with text", octets(closing("CDN", value))});
    }
    // With Result Code 5 the Error Code is a version, not an error.
    out.push_back({"StopCCN Result Code 5 with a version", octets(closing("StopCCN", hex("0005 0100")))});
}

// One ICCN for each Proxy Authen Type, with exactly the AVPs that go with it.
void proxy_types(std::vector<Sample>& out) {
    const std::vector<std::uint16_t> associated[] = {{},           {30, 33}, {30, 31, 32, 33},
                                                     {30, 32, 33}, {},       {30, 31, 32, 33}};
    for (std::uint8_t type : {std::uint8_t{2}, std::uint8_t{4}, std::uint8_t{5}}) {
        WireMessage message = smallest_message("ICCN");
        message.avps.push_back({0, 29, {0, type}});
        for (const std::uint16_t avp : associated[type]) message.avps.push_back(sound_avp(avp));
        out.push_back({"ICCN Proxy Authen Type " + std::to_string(type), octets(message), From::lac});
    }
}

}  // namespace

std::vector<Sample> avp_forms() {
    std::vector<Sample> out;
    for (const AvpFact& fact : avp_facts()) {
        out.push_back({std::string{fact.name}, octets(message_with(sound_avp(fact.type)))});
    }
    for (const Form& form : forms) {
        WireAvp avp = sound_avp(form.type);
        avp.value = hex(form.value);
        out.push_back({form.name, octets(message_with(avp))});
    }
    for (const AvpFact& fact : avp_facts()) {
        if (fact.longest != 1023 || fact.type == 1 || (fact.type >= 26 && fact.type <= 28)) continue;
        WireAvp avp = sound_avp(fact.type);
        if (fact.type == 12) {
            avp.value.resize(1017, 'a');
        } else {
            avp.value.assign(1017, 'a');
        }
        out.push_back({std::string{fact.name} + " longest", octets(message_with(avp))});
    }
    result_codes(out);
    proxy_types(out);
    return out;
}

std::vector<Sample> unknown_forms() {
    std::vector<Sample> out;
    const auto add = [&](std::string name, WireAvp avp) {
        WireMessage message = smallest_message("SCCRQ");
        message.avps.push_back(std::move(avp));
        out.push_back({std::move(name), octets(message)});
    };
    add("AVP of vendor 65535, M = 0", {0, 999, hex("01"), 65535});
    add("AVP of vendor 65535, M = 1", {m_bit, 999, hex("01"), 65535});
    add("AVP of vendor 65535 with a number of the IETF's", {0, 9, hex("0102030405"), 65535});
    add("AVP of vendor 65535, empty", {0, 999, {}, 65535});
    add("AVP of vendor 65535, longest", {0, 999, counting(1017), 65535});
    add("attribute 60000, M = 0", {0, 60000, hex("01")});
    add("attribute 60000, M = 1", {m_bit, 60000, hex("01")});
    add("attribute 20, never defined", {0, 20, hex("0001")});

    WireMessage unknown;
    unknown.tunnel_id = 0x1001;
    for (const std::uint16_t type : Numbers{std::uint16_t{200}, std::uint16_t{65535}}) {
        unknown.avps = {message_type_avp(type)};
        out.push_back({"Message Type " + std::to_string(type) + ", M = 1", octets(unknown)});
        unknown.avps[0].bits = 0;
        out.push_back({"Message Type " + std::to_string(type) + ", M = 0", octets(unknown)});
    }
    return out;
}

}  // namespace l2tp::samples
