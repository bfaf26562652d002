// SPDX-License-Identifier: GPL-2.0-or-later
// Headers that break one rule of RFC 2661, 3.1, or hold an identifier that no such message can have.
#include "codec/requirements.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

WireMessage data_message() {
    WireMessage message;
    message.flags = 0x4002;
    message.tunnel_id = 0x1001;
    message.session_id = 0x2002;
    message.payload = hex("ff03 c021 0901 0008 11223344");
    return message;
}

void flag_bits(std::vector<BrokenSample>& out) {
    const WireMessage hello = smallest_message("HELLO");
    const auto control = [&](std::string requirement, std::string name, std::uint16_t flags) {
        WireMessage broken = hello;
        broken.flags = flags;
        out.push_back({"rfc2661/3.1/" + requirement, std::move(name), octets(broken), octets(hello)});
    };
    control("control-length-bit", "HELLO without L", 0x8802);
    control("control-sequence-bit", "HELLO without S", 0xc002);
    control("control-offset-bit", "HELLO with O", 0xca02);
    control("control-priority-bit", "HELLO with P", 0xc902);
    for (const std::uint16_t bit : Numbers{0x2000, 0x1000, 0x0400, 0x0080, 0x0040, 0x0020, 0x0010}) {
        control("reserved-bits", "HELLO with header bits " + std::to_string(bit),
                static_cast<std::uint16_t>(0xc802 | bit));
    }
    for (const std::uint16_t bit : Numbers{0x2000, 0x1000, 0x0400, 0x0020, 0x0010}) {
        WireMessage broken = data_message();
        broken.flags = static_cast<std::uint16_t>(broken.flags | bit);
        out.push_back({"rfc2661/3.1/reserved-bits", "data with header bits " + std::to_string(bit),
                       octets(broken), octets(data_message())});
    }
}

void lengths(std::vector<BrokenSample>& out) {
    const WireMessage hello = smallest_message("HELLO");
    const OctetString sound = octets(hello);
    for (const std::uint16_t length : Numbers{0, 4, 11, 21, 0xffff}) {
        WireMessage broken = hello;
        broken.length = length;
        out.push_back({"rfc2661/3.1/length-within-datagram",
                       "HELLO of 20 octets with Length " + std::to_string(length), octets(broken), sound});
    }
    WireMessage long_data = data_message();
    long_data.length = 100;
    out.push_back({"rfc2661/3.1/length-within-datagram", "data with Length 100", octets(long_data),
                   octets(data_message())});
    for (const std::size_t count : {std::size_t{1}, std::size_t{8}}) {
        WireMessage broken = hello;
        broken.trailing.assign(count, 0);
        out.push_back({"rfc2661/3.1/length-covers-datagram",
                       "HELLO and " + std::to_string(count) + " octets more", octets(broken), sound});
        WireMessage data = data_message();
        data.trailing.assign(count, 0);
        out.push_back({"rfc2661/3.1/length-covers-datagram",
                       "data and " + std::to_string(count) + " octets more", octets(data),
                       octets(data_message())});
    }
    for (const std::size_t size : {std::size_t{2}, std::size_t{6}, std::size_t{10}, std::size_t{11}}) {
        const OctetString zlb = hex("c802 000c 1001 0000 0003 0002");
        out.push_back({"rfc2661/3.1/header-complete",
                       "the first " + std::to_string(size) + " octets of a ZLB",
                       OctetString(zlb.begin(), zlb.begin() + static_cast<std::ptrdiff_t>(size)), zlb});
    }
}

void offsets(std::vector<BrokenSample>& out) {
    WireMessage sound = data_message();
    sound.flags = 0x0202;
    sound.offset_size = static_cast<std::uint16_t>(sound.payload.size());
    for (const std::uint16_t more : Numbers{1, 100, 65000}) {
        WireMessage broken = sound;
        broken.offset_size = static_cast<std::uint16_t>(broken.offset_size + more);
        out.push_back({"rfc2661/3.1/offset-within-message",
                       "data whose Offset Size is too large by " + std::to_string(more), octets(broken),
                       octets(sound)});
    }
}

std::string id_of(codec::RequirementId id) {
    return std::string{codec::requirement_of(id).id};
}

// SCCRQ goes out before any identifier is known; ICRQ and OCRQ before a Session ID is (4.4.3, 4.4.4). What
// answers has both, and the messages of the tunnel have no session.
void identifiers(std::vector<BrokenSample>& out) {
    for (const MessageFact& fact : message_facts()) {
        const codec::MessageRow& row = *codec::find_message(fact.type);
        const WireMessage sound = smallest_message(fact.abbreviation);
        const std::string name{fact.abbreviation};
        // A StopCCN or CDN may come before the peer's identifier is known, and no rule says what Session ID a
        // StopCCN has once there are sessions.
        if (name != "StopCCN") {
            WireMessage broken = sound;
            broken.tunnel_id = sound.tunnel_id == 0 ? 1 : 0;
            out.push_back({id_of(tunnel_id_requirement(row)), name + " with the wrong kind of Tunnel ID",
                           octets(broken), octets(sound)});
        }
        if (name != "CDN" && name != "StopCCN") {
            WireMessage broken = sound;
            broken.session_id = sound.session_id == 0 ? 1 : 0;
            out.push_back({id_of(session_id_requirement(row)), name + " with the wrong kind of Session ID",
                           octets(broken), octets(sound)});
        }
    }
    WireMessage no_tunnel = data_message();
    no_tunnel.tunnel_id = 0;
    out.push_back(
        {"rfc2661/5.3/data-identifiers", "data with Tunnel ID 0", octets(no_tunnel), octets(data_message())});
    WireMessage no_session = data_message();
    no_session.session_id = 0;
    out.push_back({"rfc2661/5.3/data-identifiers", "data with Session ID 0", octets(no_session),
                   octets(data_message())});
}

}  // namespace

std::vector<BrokenSample> broken_headers() {
    std::vector<BrokenSample> out;
    flag_bits(out);
    lengths(out);
    offsets(out);
    identifiers(out);
    return out;
}

}  // namespace l2tp::samples
