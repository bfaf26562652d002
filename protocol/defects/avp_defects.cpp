// SPDX-License-Identifier: GPL-2.0-or-later
// AVP flags, lengths, values, order and presence (RFC 2661, 4.1, 4.4 and 6).
#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;

const std::array table{
    Defect{"host-name-optional",
           "avp-flags",
           "rfc2661/4.4.3/host-name-mandatory-bit",
           "Host Name has M = 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::host_name, [](codec::Avp& a) { a.mandatory = false; });
           }},
    Defect{"vendor-name-mandatory",
           "avp-flags",
           "rfc2661/4.4.3/vendor-name-mandatory-bit",
           "Vendor Name has M = 1",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::vendor_name, [](codec::Avp& a) { a.mandatory = true; });
           }},
    Defect{"firmware-revision-mandatory",
           "avp-flags",
           "rfc2661/4.4.3/firmware-revision-mandatory-bit",
           "Firmware Revision has M = 1",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::firmware_revision, [](codec::Avp& a) { a.mandatory = true; });
           }},
    Defect{"message-type-optional",
           "avp-flags",
           "rfc2661/4.4.1/message-type-mandatory-bit",
           "Message Type has M = 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::message_type, [](codec::Avp& a) { a.mandatory = false; });
           }},
    Defect{"assigned-session-id-optional",
           "avp-flags",
           "rfc2661/4.4.4/assigned-session-id-mandatory-bit",
           "Assigned Session ID has M = 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::assigned_session_id, [](codec::Avp& a) { a.mandatory = false; });
           }},
    Defect{"avp-reserved-bits",
           "avp-flags",
           "rfc2661/4.1/reserved-bits",
           "Vendor Name has a reserved bit set",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::vendor_name, [](codec::Avp& a) { a.reserved = 2; });
           }},
    Defect{"message-type-second",
           "avp-order",
           "rfc2661/4.4.1/message-type-first",
           "SCCRQ and SCCRP start with another AVP than Message Type",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) {
                   if (find(m, attribute::host_name) != nullptr) std::swap(m.avps[0], m.avps[1]);
               });
           }},
    Defect{"avp-overruns-message",
           "avp-length",
           "rfc2661/4.1/avp-within-message",
           "the last AVP of SCCRQ and SCCRP claims octets beyond the message",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) {
                   if (find(m, attribute::host_name) != nullptr) m.avps.back().length = 100;
               });
           }},
    Defect{"avp-length-zero",
           "avp-length",
           "rfc2661/4.1/minimum-length",
           "Vendor Name has Length 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::vendor_name, [](codec::Avp& a) { a.length = 0; });
           }},
    Defect{"octets-behind-the-avps",
           "avp-length",
           "rfc2661/4.1/avp-within-message",
           "three octets follow the last AVP of a message",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) {
                   if (!m.avps.empty()) m.payload = {1, 2, 3};
               });
           }},
    Defect{"firmware-revision-of-4-octets",
           "avp-length",
           "rfc2661/4.4.3/firmware-revision-length",
           "Firmware Revision has four octets",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::firmware_revision, [](codec::Avp& a) { a.value = {0, 0, 1, 0}; });
           }},
    Defect{"call-serial-number-of-2-octets", "avp-length", "rfc2661/4.4.4/call-serial-number-length",
           "Call Serial Number has two octets (a bug that a real LAC had)", Role::lac,
           [](EndpointSettings& s) {
               change_avp(s, attribute::call_serial_number,
                          [](codec::Avp& a) { a.value.erase(a.value.begin(), a.value.begin() + 2); });
           }},
    Defect{"host-name-empty",
           "avp-value",
           "rfc2661/4.4.3/host-name-not-empty",
           "Host Name is empty",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::host_name, [](codec::Avp& a) { a.value.clear(); });
           }},
    Defect{"vendor-name-not-utf8",
           "avp-value",
           "rfc2661/4.4.3/vendor-name-utf8",
           "Vendor Name is Latin-1",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::vendor_name, [](codec::Avp& a) { a.value = {'Z', 0xfc, 'r'}; });
           }},
    Defect{"protocol-version-0",
           "avp-value",
           "rfc2661/4.4.3/protocol-version-value",
           "Protocol Version is 0.1",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::protocol_version, [](codec::Avp& a) { a.value = {0, 1}; });
           }},
    Defect{"receive-window-zero",
           "window",
           "rfc2661/5.8/receive-window-not-zero",
           "Receive Window Size is 0",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::receive_window_size, [](codec::Avp& a) { a.value = {0, 0}; });
           }},
    Defect{"reserved-framing-bits",
           "avp-value",
           "rfc2661/6.0/reserved-fields-zero",
           "Framing Capabilities has reserved bits set",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::framing_capabilities, [](codec::Avp& a) {
                   a.value = {0x80, 0, 0, 3};
               });
           }},
    Defect{"sccrp-without-host-name", "required-avps", "rfc2661/6.2/sccrp-required-avps",
           "SCCRP lacks Host Name", Role::lns,
           [](EndpointSettings& s) { remove_avp(s, type::sccrp, attribute::host_name); }},
    Defect{"sccrp-without-framing-capabilities", "required-avps", "rfc2661/6.2/sccrp-required-avps",
           "SCCRP lacks Framing Capabilities", Role::lns,
           [](EndpointSettings& s) { remove_avp(s, type::sccrp, attribute::framing_capabilities); }},
    Defect{"sccrq-without-protocol-version", "required-avps", "rfc2661/6.1/sccrq-required-avps",
           "SCCRQ lacks Protocol Version", Role::lac,
           [](EndpointSettings& s) { remove_avp(s, type::sccrq, attribute::protocol_version); }},
    Defect{"icrq-without-call-serial-number", "required-avps", "rfc2661/6.6/icrq-required-avps",
           "ICRQ lacks Call Serial Number", Role::lac,
           [](EndpointSettings& s) { remove_avp(s, type::icrq, attribute::call_serial_number); }},
    Defect{"icrp-without-assigned-session-id", "required-avps", "rfc2661/6.7/icrp-required-avps",
           "ICRP lacks Assigned Session ID", Role::lns,
           [](EndpointSettings& s) { remove_avp(s, type::icrp, attribute::assigned_session_id); }},
    Defect{"iccn-without-tx-connect-speed", "required-avps", "rfc2661/6.8/iccn-required-avps",
           "ICCN lacks (Tx) Connect Speed (a bug that a real LAC had)", Role::lac,
           [](EndpointSettings& s) { remove_avp(s, type::iccn, attribute::tx_connect_speed); }},
    Defect{"iccn-without-framing-type", "required-avps", "rfc2661/6.8/iccn-required-avps",
           "ICCN lacks Framing Type", Role::lac,
           [](EndpointSettings& s) { remove_avp(s, type::iccn, attribute::framing_type); }},
    Defect{"iccn-with-assigned-session-id", "misplaced-avps", "rfc2661/4.4/avp-in-its-messages",
           "ICCN carries Assigned Session ID (a bug that a real LAC had)", Role::lac,
           [](EndpointSettings& s) {
               change_type(s, type::iccn, [](codec::Message& m) {
                   m.avps.push_back(codec::make_number_avp(attribute::assigned_session_id, 77));
               });
           }},
    Defect{"host-name-twice",
           "misplaced-avps",
           "rfc2661/4.4/avp-once",
           "SCCRQ and SCCRP carry Host Name twice",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) {
                   if (const codec::Avp* avp = find(m, attribute::host_name)) {
                       const codec::Avp copy = *avp;
                       m.avps.push_back(copy);
                   }
               });
           }},
    Defect{"reserved-message-type",
           "messages",
           "rfc2661/3.2/reserved-message-types",
           "HELLO is sent as Message Type 5",
           {},
           [](EndpointSettings& s) {
               change_type(s, type::hello, [](codec::Message& m) { m.avps.front().value = {0, 5}; });
           }},
};

}  // namespace

std::span<const Defect> avp_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
