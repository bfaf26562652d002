// SPDX-License-Identifier: GPL-2.0-or-later
// Data messages: sequence numbers, offset, framing (RFC 2661, 3.1, 5.3 and 5.4).
#include <array>

#include "codec/attribute.hpp"
#include "codec/header.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace bit = codec::header_bit;

// drop_data drops the data messages whose flags have (or lack) a bit.
void drop_data(EndpointSettings& settings, std::uint16_t mask, std::uint16_t value) {
    change_incoming(settings, [mask, value](codec::Message& m) {
        return !is_control(m) && (m.flags & mask) == value ? Handling::drop : Handling::pass;
    });
}

const std::array table{
    Defect{"data-without-numbers",
           "data-sequencing",
           "rfc2661/5.4/required-numbers-are-present",
           "data messages have no sequence numbers although the session requires them",
           {},
           [](EndpointSettings& s) {
               s.sequencing = Sequencing::required;
               change_data(s, [](codec::Message& m) {
                   m.flags = static_cast<std::uint16_t>(m.flags & ~bit::sequence);
               });
           }},
    Defect{"data-numbers-repeat",
           "data-sequencing",
           "rfc2661/5.4/data-numbers-count",
           "each data message has Ns 0",
           {},
           [](EndpointSettings& s) {
               s.sequencing = Sequencing::required;
               change_data(s, [](codec::Message& m) { m.ns = 0; });
           }},
    Defect{"data-numbers-start-at-7",
           "data-sequencing",
           "rfc2661/5.4/data-numbers-count",
           "the first data message of a session has Ns 7",
           {},
           [](EndpointSettings& s) {
               s.sequencing = Sequencing::required;
               change_data(s, [](codec::Message& m) { m.ns = static_cast<std::uint16_t>(m.ns + 7); });
           }},
    Defect{"lac-does-not-follow", "data-sequencing", "rfc2661/5.4/lac-starts-numbers",
           "the LAC's data messages have no numbers although the LNS sends them", Role::lac,
           [](EndpointSettings& s) {
               change_data(s, [](codec::Message& m) {
                   m.flags = static_cast<std::uint16_t>(m.flags & ~bit::sequence);
               });
           }},
    Defect{"lac-numbers-always", "data-sequencing", "rfc2661/5.4/lac-stops-numbers",
           "the LAC numbers its data messages although the LNS does not", Role::lac,
           [](EndpointSettings& s) {
               change_data(s, [next = std::uint16_t{0}](codec::Message& m) mutable {
                   m.flags |= bit::sequence;
                   m.ns = next++;
               });
           }},
    Defect{"offset-past-the-end",
           "data-format",
           "rfc2661/3.1/offset-within-message",
           "Offset Size points past the end of data messages",
           {},
           [](EndpointSettings& s) {
               change_data(s, [](codec::Message& m) {
                   m.flags |= bit::offset;
                   m.offset_size = 2000;
               });
           }},
    Defect{"data-session-id-zero",
           "data-format",
           "rfc2661/5.3/data-identifiers",
           "data messages have Session ID 0",
           {},
           [](EndpointSettings& s) { change_data(s, [](codec::Message& m) { m.session_id = 0; }); }},
    Defect{"hdlc-framing-in-data",
           "data-format",
           "rfc2661/5.3/no-link-framing",
           "PPP frames keep their HDLC flags and FCS",
           {},
           [](EndpointSettings& s) {
               change_data(s, [](codec::Message& m) {
                   m.payload.insert(m.payload.begin(), 0x7e);
                   m.payload.insert(m.payload.end(), {0x12, 0x34, 0x7e});
               });
           }},
    Defect{"drops-data-without-length",
           "data-format",
           "rfc2661/3.1/length-is-optional-on-data",
           "data messages without Length are dropped",
           {},
           [](EndpointSettings& s) { drop_data(s, bit::length, 0); }},
    Defect{"drops-data-with-offset",
           "data-format",
           "rfc2661/3.1/offset-is-read",
           "data messages with Offset Size are dropped",
           {},
           [](EndpointSettings& s) { drop_data(s, bit::offset, bit::offset); }},
    Defect{"drops-data-with-numbers",
           "data-format",
           "rfc2661/5.4/numbered-data-is-read",
           "data messages with sequence numbers are dropped",
           {},
           [](EndpointSettings& s) { drop_data(s, bit::sequence, bit::sequence); }},
};

}  // namespace

std::span<const Defect> data_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
