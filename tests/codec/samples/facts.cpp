// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/codec/samples/facts.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace l2tp::samples {
namespace {

using enum Bit;
using enum MayHide;

constexpr std::uint16_t any = 1023;

constexpr std::array all_avps{
    AvpFact{0, "Message Type", "4.4.1", one, no, 8, 8, "0006", "all"},
    AvpFact{1, "Result Code", "4.4.2", one, no, 8, any, "0002 0006 6f757463686164", "CDN StopCCN"},
    AvpFact{2, "Protocol Version", "4.4.3", one, no, 8, 8, "0100", "SCCRP SCCRQ"},
    AvpFact{3, "Framing Capabilities", "4.4.3", one, yes, 10, 10, "00000003", "SCCRP SCCRQ"},
    AvpFact{4, "Bearer Capabilities", "4.4.3", one, yes, 10, 10, "00000003", "SCCRP SCCRQ"},
    AvpFact{5, "Tie Breaker", "4.4.3", zero, no, 14, 14, "0123456789abcdef", "SCCRQ"},
    AvpFact{6, "Firmware Revision", "4.4.3", zero, yes, 8, 8, "0690", "SCCRP SCCRQ"},
    AvpFact{7, "Host Name", "4.4.3", one, no, 7, any, "6c61632e6578616d706c65", "SCCRP SCCRQ"},
    AvpFact{8, "Vendor Name", "4.4.3", zero, yes, 6, any, "c38963686f", "SCCRP SCCRQ"},
    AvpFact{9, "Assigned Tunnel ID", "4.4.3", one, yes, 8, 8, "1e61", "SCCRP SCCRQ StopCCN"},
    AvpFact{10, "Receive Window Size", "4.4.3", one, no, 8, 8, "0004", "SCCRQ SCCRP"},
    AvpFact{11, "Challenge", "4.4.3", one, yes, 7, any, "a1b2c3d4e5f60718", "SCCRP SCCRQ"},
    AvpFact{12, "Q.931 Cause Code", "4.4.4", one, no, 9, any, "0010 45 6e6f726d616c", "CDN"},
    AvpFact{13, "Challenge Response", "4.4.3", one, yes, 22, 22, "000102030405060708090a0b0c0d0e0f",
            "SCCCN SCCRP"},
    AvpFact{14, "Assigned Session ID", "4.4.4", one, yes, 8, 8, "2b67", "CDN ICRP ICRQ OCRP OCRQ"},
    AvpFact{15, "Call Serial Number", "4.4.4", one, yes, 10, 10, "00000001", "ICRQ OCRQ"},
    AvpFact{16, "Minimum BPS", "4.4.4", one, yes, 10, 10, "00002580", "OCRQ"},
    AvpFact{17, "Maximum BPS", "4.4.4", one, yes, 10, 10, "0001f400", "OCRQ"},
    AvpFact{18, "Bearer Type", "4.4.4", one, yes, 10, 10, "00000002", "ICRQ OCRQ"},
    AvpFact{19, "Framing Type", "4.4.4", one, yes, 10, 10, "00000001", "ICCN OCCN OCRQ"},
    AvpFact{21, "Called Number", "4.4.4", one, yes, 6, any, "35353531323334", "ICRQ OCRQ"},
    AvpFact{22, "Calling Number", "4.4.4", one, yes, 6, any, "35353539383736", "ICRQ"},
    AvpFact{23, "Sub-Address", "4.4.4", one, yes, 6, any, "3037", "ICRQ OCRQ"},
    AvpFact{24, "(Tx) Connect Speed", "4.4.4", one, yes, 10, 10, "0000dac0", "ICCN OCCN"},
    AvpFact{25, "Physical Channel ID", "4.4.4", zero, yes, 10, 10, "00000017", "ICRQ OCRP"},
    AvpFact{26, "Initial Received LCP CONFREQ", "4.4.5", zero, yes, 6, any, "0104 05dc 0506 11223344",
            "ICCN"},
    AvpFact{27, "Last Sent LCP CONFREQ", "4.4.5", zero, yes, 6, any, "0305 c223 05 0506 55667788", "ICCN"},
    AvpFact{28, "Last Received LCP CONFREQ", "4.4.5", zero, yes, 6, any, "0104 05dc 0702 0802", "ICCN"},
    AvpFact{29, "Proxy Authen Type", "4.4.5", zero, yes, 8, 8, "0002", "ICCN"},
    AvpFact{30, "Proxy Authen Name", "4.4.5", zero, yes, 6, any, "616c696365", "ICCN"},
    AvpFact{31, "Proxy Authen Challenge", "4.4.5", zero, yes, 7, any, "0f1e2d3c4b5a6978", "ICCN"},
    AvpFact{32, "Proxy Authen ID", "4.4.5", zero, yes, 8, 8, "0007", "ICCN"},
    AvpFact{33, "Proxy Authen Response", "4.4.5", zero, yes, 6, any, "f0e1d2c3b4a5968778695a4b3c2d1e0f",
            "ICCN"},
    AvpFact{34, "Call Errors", "4.4.6", one, yes, 32, 32,
            "0000 00000001 00000002 00000003 00000004 00000005 00000006", "WEN"},
    AvpFact{35, "ACCM", "4.4.6", one, yes, 16, 16, "0000 ffffffff 000a0000", "SLI"},
    AvpFact{36, "Random Vector", "4.4.1", one, no, 6, any, "101112131415161718191a1b1c1d1e1f", "all"},
    AvpFact{37, "Private Group ID", "4.4.4", zero, yes, 6, any, "626c7565", "ICCN"},
    AvpFact{38, "Rx Connect Speed", "4.4.4", zero, yes, 10, 10, "0000e100", "ICCN OCCN"},
    AvpFact{39, "Sequencing Required", "4.4.4", one, no, 6, 6, "", "ICCN OCCN"},
};

constexpr std::uint16_t tunnel = 0x1001;
constexpr std::uint16_t session = 0x2002;

const std::array all_messages{
    MessageFact{1,
                "SCCRQ",
                "Start-Control-Connection-Request",
                "6.1",
                From::either,
                Of::tunnel,
                0,
                0,
                {0, 2, 7, 3, 9},
                {4, 10, 11, 5, 6, 8}},
    MessageFact{2,
                "SCCRP",
                "Start-Control-Connection-Reply",
                "6.2",
                From::either,
                Of::tunnel,
                tunnel,
                0,
                {0, 2, 3, 7, 9},
                {4, 6, 8, 10, 11, 13}},
    MessageFact{3,
                "SCCCN",
                "Start-Control-Connection-Connected",
                "6.3",
                From::either,
                Of::tunnel,
                tunnel,
                0,
                {0},
                {13}},
    MessageFact{4,
                "StopCCN",
                "Stop-Control-Connection-Notification",
                "6.4",
                From::either,
                Of::tunnel,
                tunnel,
                0,
                {0, 9, 1},
                {}},
    MessageFact{6, "HELLO", "Hello", "6.5", From::either, Of::tunnel, tunnel, 0, {0}, {}},
    MessageFact{7,
                "OCRQ",
                "Outgoing-Call-Request",
                "6.9",
                From::lns,
                Of::session,
                tunnel,
                0,
                {0, 14, 15, 16, 17, 18, 19, 21},
                {23}},
    MessageFact{
        8, "OCRP", "Outgoing-Call-Reply", "6.10", From::lac, Of::session, tunnel, session, {0, 14}, {25}},
    MessageFact{9,
                "OCCN",
                "Outgoing-Call-Connected",
                "6.11",
                From::lac,
                Of::session,
                tunnel,
                session,
                {0, 24, 19},
                {38, 39}},
    MessageFact{10,
                "ICRQ",
                "Incoming-Call-Request",
                "6.6",
                From::lac,
                Of::session,
                tunnel,
                0,
                {0, 14, 15},
                {18, 25, 22, 21, 23}},
    MessageFact{
        11, "ICRP", "Incoming-Call-Reply", "6.7", From::lns, Of::session, tunnel, session, {0, 14}, {}},
    MessageFact{12,
                "ICCN",
                "Incoming-Call-Connected",
                "6.8",
                From::lac,
                Of::session,
                tunnel,
                session,
                {0, 24, 19},
                {26, 27, 28, 29, 30, 31, 32, 33, 37, 38, 39}},
    MessageFact{14,
                "CDN",
                "Call-Disconnect-Notify",
                "6.12",
                From::either,
                Of::session,
                tunnel,
                session,
                {0, 1, 14},
                {12}},
    MessageFact{15, "WEN", "WAN-Error-Notify", "6.13", From::lac, Of::session, tunnel, session, {0, 34}, {}},
    MessageFact{16, "SLI", "Set-Link-Info", "6.14", From::lns, Of::session, tunnel, session, {0, 35}, {}},
};

WireMessage message_of(const MessageFact& fact) {
    WireMessage message;
    message.tunnel_id = fact.tunnel_id;
    message.session_id = fact.session_id;
    message.ns = 1;
    message.nr = 1;
    for (const std::uint16_t type : fact.must) {
        message.avps.push_back(type == 0 ? message_type_avp(fact.type) : sound_avp(type));
    }
    return message;
}

}  // namespace

std::span<const AvpFact> avp_facts() {
    return all_avps;
}

const AvpFact& avp_fact(std::uint16_t type) {
    for (const AvpFact& fact : all_avps) {
        if (fact.type == type) return fact;
    }
    throw std::invalid_argument("not an attribute of RFC 2661");
}

std::span<const MessageFact> message_facts() {
    return all_messages;
}

const MessageFact& message_fact(std::string_view abbreviation) {
    for (const MessageFact& fact : all_messages) {
        if (fact.abbreviation == abbreviation) return fact;
    }
    throw std::invalid_argument("not a message of RFC 2661");
}

WireAvp sound_avp(std::uint16_t type) {
    const AvpFact& fact = avp_fact(type);
    return {fact.mandatory == one ? m_bit : std::uint16_t{0}, type, hex(fact.value)};
}

WireAvp message_type_avp(std::uint16_t type) {
    return {m_bit, 0, {static_cast<std::uint8_t>(type >> 8), static_cast<std::uint8_t>(type & 0xff)}};
}

WireMessage smallest_message(std::string_view abbreviation) {
    return message_of(message_fact(abbreviation));
}

WireMessage largest_message(std::string_view abbreviation) {
    const MessageFact& fact = message_fact(abbreviation);
    WireMessage message = message_of(fact);
    for (const std::uint16_t type : fact.may) message.avps.push_back(sound_avp(type));
    return message;
}

WireMessage message_with(WireAvp avp) {
    if (avp.vendor == 0 && avp.type == 0) {
        WireMessage hello = smallest_message("HELLO");
        hello.avps[0] = std::move(avp);
        return hello;
    }
    for (const MessageFact& fact : all_messages) {
        WireMessage message = message_of(fact);
        for (WireAvp& present : message.avps) {
            if (present.type == avp.type && avp.vendor == 0) {
                present = std::move(avp);
                return message;
            }
        }
        if (std::find(fact.may.begin(), fact.may.end(), avp.type) == fact.may.end()) continue;
        // The proxy authentication AVPs ask for each other: the largest ICCN has them all.
        if (avp.type >= 29 && avp.type <= 33) message = largest_message(fact.abbreviation);
        std::erase_if(message.avps, [&](const WireAvp& present) { return present.type == avp.type; });
        message.avps.push_back(std::move(avp));
        return message;
    }
    WireMessage hello = smallest_message("HELLO");
    hello.avps.push_back(std::move(avp));
    return hello;
}

WireAvp& avp_in(WireMessage& message, std::uint16_t type) {
    const auto at = std::find_if(message.avps.begin(), message.avps.end(),
                                 [&](const WireAvp& avp) { return avp.vendor == 0 && avp.type == type; });
    if (at == message.avps.end()) throw std::invalid_argument("no such AVP in the message");
    return *at;
}

}  // namespace l2tp::samples
