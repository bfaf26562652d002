// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnel, Session and serial numbers (RFC 2661, 4.4.3, 4.4.4 and 5.3).
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

const std::array table{
    Defect{"assigned-tunnel-id-zero",
           "identifiers",
           "rfc2661/4.4.3/assigned-tunnel-id-not-zero",
           "SCCRQ and SCCRP assign Tunnel ID 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::assigned_tunnel_id, [](codec::Avp& a) { a.value = {0, 0}; });
           }},
    Defect{"assigned-session-id-zero",
           "identifiers",
           "rfc2661/4.4.4/assigned-session-id-not-zero",
           "ICRQ, ICRP, OCRQ and OCRP assign Session ID 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::assigned_session_id, [](codec::Avp& a) { a.value = {0, 0}; });
           }},
    Defect{"sequential-ids",
           "identifiers",
           "rfc2661/9.1/unpredictable-ids",
           "Tunnel and Session IDs count up from 1",
           {},
           [](EndpointSettings& s) { s.ids = IdChoice::sequential; }},
    Defect{"tunnel-id-zero-in-header",
           "identifiers",
           "rfc2661/6.5/hello-tunnel-id",
           "control messages keep Tunnel ID 0 after the peer assigned one",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { m.tunnel_id = 0; }); }},
    Defect{
        "session-id-zero-in-iccn", "identifiers", "rfc2661/6.8/iccn-session-id", "ICCN has Session ID 0",
        Role::lac,
        [](EndpointSettings& s) { change_type(s, type::iccn, [](codec::Message& m) { m.session_id = 0; }); }},
    Defect{
        "session-id-zero-in-icrp", "identifiers", "rfc2661/6.7/icrp-session-id", "ICRP has Session ID 0",
        Role::lns,
        [](EndpointSettings& s) { change_type(s, type::icrp, [](codec::Message& m) { m.session_id = 0; }); }},
    Defect{
        "icrq-with-session-id", "identifiers", "rfc2661/6.6/icrq-session-id",
        "ICRQ has a Session ID in its header", Role::lac,
        [](EndpointSettings& s) { change_type(s, type::icrq, [](codec::Message& m) { m.session_id = 9; }); }},
    Defect{
        "sccrq-with-tunnel-id", "identifiers", "rfc2661/6.1/sccrq-tunnel-id",
        "SCCRQ has a Tunnel ID in its header", Role::lac,
        [](EndpointSettings& s) { change_type(s, type::sccrq, [](codec::Message& m) { m.tunnel_id = 9; }); }},
    Defect{"stopccn-with-another-id",
           "identifiers",
           "rfc2661/4.4.3/stopccn-names-the-first-tunnel-id",
           "StopCCN names another Assigned Tunnel ID than was sent before",
           {},
           [](EndpointSettings& s) {
               change_type(s, type::stopccn, [](codec::Message& m) {
                   if (codec::Avp* avp = find(m, attribute::assigned_tunnel_id)) avp->value.back() ^= 0x55;
               });
           }},
    Defect{"cdn-with-another-id",
           "identifiers",
           "rfc2661/4.4.4/cdn-names-the-first-session-id",
           "CDN names another Assigned Session ID than was sent before",
           {},
           [](EndpointSettings& s) {
               change_type(s, type::cdn, [](codec::Message& m) {
                   if (codec::Avp* avp = find(m, attribute::assigned_session_id)) avp->value.back() ^= 0x55;
               });
           }},
    Defect{"constant-call-serial-number", "identifiers", "rfc2661/4.4.4/call-serial-numbers-increase",
           "each call has Call Serial Number 1", Role::lac,
           [](EndpointSettings& s) {
               change_avp(s, attribute::call_serial_number, [](codec::Avp& a) { a.value = {0, 0, 0, 1}; });
           }},
};

}  // namespace

std::span<const Defect> identifier_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
