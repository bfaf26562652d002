// SPDX-License-Identifier: GPL-2.0-or-later
// Sound messages, data messages and datagrams of other versions.
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

// An LCP Echo-Request behind the PPP address and control octets.
const OctetString ppp_frame = hex("ff03 c021 0901 0008 11223344");

WireMessage data(std::uint16_t flags) {
    WireMessage message;
    message.flags = flags;
    message.tunnel_id = 0x1001;
    message.session_id = 0x2002;
    message.ns = 7;
    message.payload = ppp_frame;
    return message;
}

std::string name_of(std::uint16_t flags) {
    std::string name = "data";
    if ((flags & 0x4000) != 0) name += " L";
    if ((flags & 0x0800) != 0) name += " S";
    if ((flags & 0x0200) != 0) name += " O";
    if ((flags & 0x0100) != 0) name += " P";
    return name;
}

}  // namespace

OctetString secret() {
    return text(secret_text);
}

std::vector<Sample> sound_messages() {
    std::vector<Sample> out;
    for (const MessageFact& fact : message_facts()) {
        const std::string name{fact.abbreviation};
        out.push_back(
            {name + " with required AVPs", octets(smallest_message(fact.abbreviation)), fact.sender});
        if (!fact.may.empty()) {
            out.push_back({name + " with all AVPs", octets(largest_message(fact.abbreviation)), fact.sender});
        }
    }
    out.push_back({"ZLB", hex("c802 000c 1001 0000 0003 0002")});
    out.push_back({"ZLB with a Session ID", hex("c802 000c 1001 2002 0003 0002")});
    return out;
}

std::vector<Sample> data_messages() {
    std::vector<Sample> out;
    for (unsigned bits = 0; bits < 16; ++bits) {
        const auto flags = static_cast<std::uint16_t>(
            0x0002u | ((bits & 1u) != 0 ? 0x4000u : 0u) | ((bits & 2u) != 0 ? 0x0800u : 0u) |
            ((bits & 4u) != 0 ? 0x0200u : 0u) | ((bits & 8u) != 0 ? 0x0100u : 0u));
        WireMessage message = data(flags);
        if ((bits & 4u) == 0) {
            out.push_back({name_of(flags), octets(message)});
            continue;
        }
        for (const std::size_t padding : {std::size_t{0}, std::size_t{1}, std::size_t{5}, std::size_t{255}}) {
            message.offset_size = static_cast<std::uint16_t>(padding);
            message.payload = counting(padding, 0xa0);
            message.payload.insert(message.payload.end(), ppp_frame.begin(), ppp_frame.end());
            out.push_back({name_of(flags) + " offset " + std::to_string(padding), octets(message)});
        }
    }
    WireMessage empty = data(0x4002);
    empty.payload.clear();
    out.push_back({"data without payload", octets(empty)});
    // RFC 4623 gives the bits B and E of data messages a meaning that both peers agreed on.
    out.push_back({"data with fragment bits", octets(data(0x00c2))});
    return out;
}

std::vector<Sample> other_datagrams() {
    return {
        {"L2F", hex("0001 01 00 1001 0000 0010 0000 c021 0901")},
        {"L2TPv3 control", hex("c803 0014 00000001 0000 0000 8008 0000 0000 0001")},
        {"L2TPv3 data", hex("0003 0000 00000001 ff03 c021")},
        {"version 0", hex("c800 000c 0000 0000 0000 0000")},
        {"version 15", hex("c80f 000c 0000 0000 0000 0000")},
        {"nothing", {}},
        {"one octet", hex("c8")},
        {"flags only", hex("c802")},
        {"header without Nr", hex("c802 000a 0000 0000 0000")},
        {"no L2TP at all", text("GET / HTTP/1.1\r\n")},
    };
}

}  // namespace l2tp::samples
