// SPDX-License-Identifier: GPL-2.0-or-later
// What the messages themselves show, of the endpoint's own accord or as an answer.
#include "codec/attribute.hpp"
#include "expectations.hpp"

namespace l2tp::protocol::test {

using namespace std::chrono_literals;
namespace attribute = codec::attribute;
namespace type = codec::message_type;

std::vector<Expectation> message_expectations() {
    return {
        // header_defects.cpp
        {"control-without-length-bit", "life", breach()},
        {"control-without-sequence-bit", "life", breach()},
        {"control-with-offset-bit", "life", breach()},
        {"control-with-priority-bit", "life", breach()},
        {"reserved-header-bits-set", "life", breach()},
        {"reserved-bits-in-data", "life", breach()},
        {"version-7", "life", breach()},
        {"length-too-long", "life", breach()},
        {"length-too-short", "life", breach()},
        {"refuses-reserved-header-bits", "reserved header bits", fewer({Sent::zlb})},
        {"accepts-unknown-version", "version 4", more({Sent::zlb})},
        {"executes-lying-length", "Length beyond the datagram", more({Sent::zlb})},
        {"replies-to-port-1701", "life", another_port()},
        {"source-port-wanders", "life", another_port()},
        // avp_defects.cpp
        {"host-name-optional", "life", breach()},
        {"vendor-name-mandatory", "life", breach()},
        {"firmware-revision-mandatory", "life", breach()},
        {"message-type-optional", "life", breach()},
        {"assigned-session-id-optional", "life", breach()},
        {"avp-reserved-bits", "life", breach()},
        {"message-type-second", "life", breach()},
        {"avp-overruns-message", "life", breach()},
        {"avp-length-zero", "life", breach()},
        {"octets-behind-the-avps", "life", breach()},
        {"firmware-revision-of-4-octets", "life", breach()},
        {"call-serial-number-of-2-octets", "life", breach()},
        {"host-name-empty", "life", breach()},
        {"vendor-name-not-utf8", "life", breach()},
        {"protocol-version-0", "life", breach()},
        {"receive-window-zero", "life", breach()},
        {"reserved-framing-bits", "life", breach()},
        {"sccrp-without-host-name", "life", breach()},
        {"sccrp-without-framing-capabilities", "life", breach()},
        {"sccrq-without-protocol-version", "life", breach()},
        {"icrq-without-call-serial-number", "life", breach()},
        {"icrp-without-assigned-session-id", "life", breach()},
        {"iccn-without-tx-connect-speed", "life", breach()},
        {"iccn-without-framing-type", "life", breach()},
        {"iccn-with-assigned-session-id", "life", breach()},
        {"host-name-twice", "life", breach()},
        {"reserved-message-type", "life", breach()},
        // hiding_defects.cpp
        {"hides-without-random-vector", "life with hidden AVPs", breach()},
        {"random-vector-last", "life with hidden AVPs", breach()},
        {"short-random-vector", "life with hidden AVPs", breach()},
        {"random-vector-hidden-bit", "life with hidden AVPs", breach()},
        {"random-vector-optional", "life with hidden AVPs", breach()},
        {"hides-host-name", "life with hidden AVPs", breach()},
        {"hidden-bit-on-clear-values", "life with hidden AVPs", breach()},
        {"hidden-value-of-one-octet", "life with hidden AVPs", breach()},
        {"reads-hidden-values-as-clear", "hidden AVPs", fewer({type::sccrp})},
        {"drops-hidden-avps", "hidden AVPs", fewer({type::sccrp})},
        {"uses-the-first-random-vector", "hidden AVPs", fewer({type::sccrp})},
        // authentication_defects.cpp
        {"wrong-challenge-response", "life with challenges", wrong_response()},
        {"no-challenge-response-in-sccrp", "life with challenges", missing_response()},
        {"no-challenge-response-in-scccn", "life with challenges", missing_response()},
        {"challenge-response-of-15-octets", "life with challenges", breach()},
        {"accepts-wrong-response-in-scccn", "wrong response", fewer({type::stopccn})},
        {"accepts-wrong-response-in-sccrp", "wrong response", more({type::scccn})},
        {"empty-challenge", "life with challenges", breach()},
        {"challenge-optional", "life with challenges", breach()},
        // identifier_defects.cpp
        {"assigned-tunnel-id-zero", "life", breach()},
        {"assigned-session-id-zero", "life", breach()},
        {"sequential-ids", "life", assigned_in_order(attribute::assigned_tunnel_id)},
        {"tunnel-id-zero-in-header", "life", breach()},
        {"session-id-zero-in-iccn", "life", breach()},
        {"session-id-zero-in-icrp", "life", breach()},
        {"icrq-with-session-id", "life", breach()},
        {"sccrq-with-tunnel-id", "life", breach()},
        {"stopccn-with-another-id", "life", names_another(type::stopccn, attribute::assigned_tunnel_id)},
        {"cdn-with-another-id", "life", names_another(type::cdn, attribute::assigned_session_id)},
        {"constant-call-serial-number", "life", constant(attribute::call_serial_number)},
        // data_defects.cpp
        {"data-without-numbers", "life with required numbers", unnumbered_data()},
        {"data-numbers-repeat", "life with required numbers", data_numbers_begin({0, 0, 0})},
        {"data-numbers-start-at-7", "life with required numbers", data_numbers_begin({7, 8, 9})},
        {"lac-does-not-follow", "data with numbers to a LAC", unnumbered_data()},
        {"lac-numbers-always", "data without numbers to a LAC", numbered_data()},
        {"offset-past-the-end", "life", breach()},
        {"data-session-id-zero", "life", breach()},
        {"hdlc-framing-in-data", "life", payload_starts_with(0x7e)},
        {"drops-data-without-length", "data without Length", fewer({Sent::data})},
        {"drops-data-with-offset", "data with Offset Size", fewer({Sent::data})},
        {"drops-data-with-numbers", "data with numbers", fewer({Sent::data})},
        // result_defects.cpp
        {"result-code-zero", "life", breach()},
        {"result-code-out-of-range", "life", breach()},
        {"result-code-byte-swapped", "life", breach()},
        {"general-error-without-error-code", "life", breach()},
        {"error-8-without-text", "life", breach()},
        {"error-code-out-of-range", "life", breach()},
        {"error-message-not-utf8", "life", breach()},
        {"result-code-of-one-octet", "life", breach()},
        {"stopccn-without-result-code", "life", breach()},
        {"cdn-without-result-code", "life", breach()},
    };
}

}  // namespace l2tp::protocol::test
