// SPDX-License-Identifier: GPL-2.0-or-later
// Header bits, Length, versions and ports (RFC 2661, 3.1 and 8.1).
#include <array>
#include <memory>

#include "codec/header.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace bit = codec::header_bit;
namespace type = codec::message_type;

void clear(codec::Message& message, std::uint16_t mask) {
    message.flags = static_cast<std::uint16_t>(message.flags & ~mask);
}

// set_length states a Length that is `more` octets off.
void set_length(codec::Message& message, int more) {
    const auto size = static_cast<int>(codec::encode(message).size());
    message.length = static_cast<std::uint16_t>(size + more);
}

const std::array table{
    Defect{"control-without-length-bit",
           "header",
           "rfc2661/3.1/control-length-bit",
           "control messages have no Length field",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { clear(m, bit::length); }); }},
    Defect{"control-without-sequence-bit",
           "header",
           "rfc2661/3.1/control-sequence-bit",
           "HELLO has no Ns and Nr",
           {},
           [](EndpointSettings& s) {
               change_type(s, type::hello, [](codec::Message& m) { clear(m, bit::sequence); });
           }},
    Defect{"control-with-offset-bit",
           "header",
           "rfc2661/3.1/control-offset-bit",
           "control messages have an Offset Size field",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { m.flags |= bit::offset; }); }},
    Defect{
        "control-with-priority-bit",
        "header",
        "rfc2661/3.1/control-priority-bit",
        "control messages have the P bit set",
        {},
        [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { m.flags |= bit::priority; }); }},
    Defect{"reserved-header-bits-set",
           "header",
           "rfc2661/3.1/reserved-bits",
           "reserved header bits are sent as 1",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { m.flags |= 0x2010; }); }},
    Defect{"reserved-bits-in-data",
           "header",
           "rfc2661/3.1/reserved-bits",
           "reserved header bits of data messages are sent as 1",
           {},
           [](EndpointSettings& s) { change_data(s, [](codec::Message& m) { m.flags |= 0x1020; }); }},
    Defect{"version-7",
           "header",
           "rfc2661/3.1/version",
           "HELLO has version 7",
           {},
           [](EndpointSettings& s) {
               change_type(s, type::hello, [](codec::Message& m) {
                   m.flags = static_cast<std::uint16_t>((m.flags & ~bit::version_mask) | 7);
               });
           }},
    Defect{"length-too-long",
           "header",
           "rfc2661/3.1/length-within-datagram",
           "Length of control messages counts four octets that are not there",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { set_length(m, 4); }); }},
    Defect{"length-too-short",
           "header",
           "rfc2661/3.1/length-covers-datagram",
           "control messages have two octets behind what Length counts",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) {
                                         m.trailing = {0, 0};
                                     }); }},
    Defect{"refuses-reserved-header-bits",
           "header",
           "rfc2661/3.1/reserved-bits-ignored",
           "messages with reserved header bits are dropped instead of read",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) { return (m.flags & bit::reserved) != 0; });
           }},
    Defect{"accepts-unknown-version",
           "header",
           "rfc2661/3.1/unknown-version-discarded",
           "version 4 is read as if it were 2",
           {},
           [](EndpointSettings& s) {
               s.filters.incoming_datagram = [](codec::OctetString& octets) {
                   if (octets.size() > 1 && (octets[1] & 0x0f) == 4)
                       octets[1] = static_cast<std::uint8_t>((octets[1] & 0xf0) | 2);
                   return Handling::pass;
               };
           }},
    Defect{"executes-lying-length",
           "header",
           "rfc2661/3.1/length-within-datagram",
           "a message whose Length exceeds the datagram is read to its end",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   m.length.reset();
                   return Handling::pass;
               });
           }},
    Defect{"replies-to-port-1701", "ports", "rfc2661/8.1/reply-to-source-port",
           "replies go to port 1701 instead of the port that the initiator sent from", Role::lns,
           [](EndpointSettings& s) {
               s.filters.outgoing_datagram = [](codec::OctetString&, codec::Endpoint&, codec::Endpoint& to) {
                   to.port = 1701;
                   return Handling::pass;
               };
           }},
    Defect{"source-port-wanders",
           "ports",
           "rfc2661/8.1/ports-stay",
           "each datagram leaves from another port",
           {},
           [](EndpointSettings& s) {
               s.filters.outgoing_datagram = [sent = std::uint16_t{0}](codec::OctetString&,
                                                                       codec::Endpoint& from,
                                                                       codec::Endpoint&) mutable {
                   from.port = static_cast<std::uint16_t>(from.port + (sent++ & 3));
                   return Handling::pass;
               };
           }},
};

}  // namespace

std::span<const Defect> header_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
