// SPDX-License-Identifier: GPL-2.0-or-later
// Result and Error Codes (RFC 2661, 4.4.2).
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

void set_result(EndpointSettings& settings, codec::OctetString value) {
    change_avp(settings, codec::attribute::result_code,
               [value = std::move(value)](codec::Avp& a) { a.value = value; });
}

const std::array table{
    Defect{"result-code-zero",
           "result-codes",
           "rfc2661/4.4.2/result-code-reserved",
           "CDN and StopCCN have Result Code 0",
           {},
           [](EndpointSettings& s) {
               set_result(s, {0, 0});
           }},
    Defect{"result-code-out-of-range",
           "result-codes",
           "rfc2661/4.4.2/result-code-range",
           "CDN and StopCCN have Result Code 99",
           {},
           [](EndpointSettings& s) {
               set_result(s, {0, 99});
           }},
    Defect{"result-code-byte-swapped",
           "result-codes",
           "rfc2661/4.4.2/result-code-range",
           "the Result Code is in the wrong byte order (a bug that a real client had)",
           {},
           [](EndpointSettings& s) {
               change_avp(s, codec::attribute::result_code,
                          [](codec::Avp& a) { std::swap(a.value[0], a.value[1]); });
           }},
    Defect{"general-error-without-error-code",
           "result-codes",
           "rfc2661/4.4.2/general-error-has-error-code",
           "Result Code 2 comes without an Error Code",
           {},
           [](EndpointSettings& s) {
               set_result(s, {0, 2});
           }},
    Defect{"error-8-without-text",
           "result-codes",
           "rfc2661/4.4.2/error-8-names-the-avp",
           "Error Code 8 comes without an Error Message",
           {},
           [](EndpointSettings& s) {
               set_result(s, {0, 2, 0, 8});
           }},
    Defect{"error-code-out-of-range",
           "result-codes",
           "rfc2661/4.4.2/error-code-range",
           "the Error Code is 77",
           {},
           [](EndpointSettings& s) {
               set_result(s, {0, 2, 0, 77});
           }},
    Defect{"error-message-not-utf8",
           "result-codes",
           "rfc2661/4.4.2/error-message-utf8",
           "the Error Message is Latin-1",
           {},
           [](EndpointSettings& s) {
               set_result(s, {0, 2, 0, 6, 'f', 0xfc, 'r'});
           }},
    Defect{"result-code-of-one-octet",
           "result-codes",
           "rfc2661/4.4.2/result-code-length",
           "the Result Code has one octet",
           {},
           [](EndpointSettings& s) { set_result(s, {1}); }},
    Defect{"stopccn-without-result-code",
           "result-codes",
           "rfc2661/6.4/stopccn-required-avps",
           "StopCCN lacks its Result Code",
           {},
           [](EndpointSettings& s) {
               remove_avp(s, codec::message_type::stopccn, codec::attribute::result_code);
           }},
    Defect{
        "cdn-without-result-code",
        "result-codes",
        "rfc2661/6.12/cdn-required-avps",
        "CDN lacks its Result Code",
        {},
        [](EndpointSettings& s) { remove_avp(s, codec::message_type::cdn, codec::attribute::result_code); }},
};

}  // namespace

std::span<const Defect> result_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
