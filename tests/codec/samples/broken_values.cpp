// SPDX-License-Identifier: GPL-2.0-or-later
// Values that break one rule of 4.4.2 to 4.4.6, 5.8 or 6.0.
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

// Row is one broken value and its sound twin, in the smallest message that may carry the attribute.
struct Row {
    const char* requirement;
    const char* name;
    std::uint16_t type;
    const char* broken;
    const char* sound;
};

constexpr Row rows[] = {
    {"rfc2661/4.4.3/protocol-version-value", "Protocol Version 2.0", 2, "0200", "0100"},
    {"rfc2661/4.4.3/protocol-version-value", "Protocol Version 0.0", 2, "0000", "0100"},
    {"rfc2661/4.4.3/protocol-revision-value", "Protocol Version 1.1", 2, "0101", "0100"},
    {"rfc2661/4.4.3/host-name-not-empty", "empty Host Name", 7, "", "61"},
    {"rfc2661/4.4.3/challenge-not-empty", "empty Challenge", 11, "", "61"},
    {"rfc2661/4.4.3/vendor-name-utf8", "Vendor Name in Latin-1", 8, "c963686f", "c38963686f"},
    {"rfc2661/4.4.3/vendor-name-utf8", "Vendor Name cut inside a character", 8, "61c3", "61"},
    {"rfc2661/4.4.3/vendor-name-utf8", "Vendor Name with an overlong form", 8, "c080", "c280"},
    {"rfc2661/4.4.3/vendor-name-utf8", "Vendor Name with a surrogate", 8, "eda080", "ed9fbf"},
    {"rfc2661/4.4.3/vendor-name-utf8", "Vendor Name beyond U+10FFFF", 8, "f4908080", "f48fbfbf"},
    {"rfc2661/4.4.3/vendor-name-utf8", "Vendor Name with a stray continuation", 8, "6180", "61"},
    {"rfc2661/4.4.3/assigned-tunnel-id-not-zero", "Assigned Tunnel ID 0", 9, "0000", "0001"},
    {"rfc2661/4.4.4/assigned-session-id-not-zero", "Assigned Session ID 0", 14, "0000", "0001"},
    {"rfc2661/5.8/receive-window-not-zero", "Receive Window Size 0", 10, "0000", "0001"},
    {"rfc2661/6.0/reserved-fields-zero", "Framing Capabilities with a reserved bit", 3, "00000004",
     "00000003"},
    {"rfc2661/6.0/reserved-fields-zero", "Framing Capabilities with the highest bit", 3, "80000003",
     "00000003"},
    {"rfc2661/6.0/reserved-fields-zero", "Bearer Capabilities with a reserved bit", 4, "00000008",
     "00000003"},
    {"rfc2661/6.0/reserved-fields-zero", "Bearer Type with a reserved bit", 18, "00000008", "00000000"},
    {"rfc2661/6.0/reserved-fields-zero", "Framing Type with a reserved bit", 19, "00000005", "00000001"},
    {"rfc2661/6.0/reserved-fields-zero", "ACCM with its reserved field", 35, "0001 ffffffff ffffffff",
     "0000 ffffffff ffffffff"},
    {"rfc2661/4.4.6/call-errors-reserved", "Call Errors with its reserved field", 34,
     "8000 00000001 00000002 00000003 00000004 00000005 00000006",
     "0000 00000001 00000002 00000003 00000004 00000005 00000006"},
    {"rfc2661/4.4.4/number-ascii", "Called Number beyond ASCII", 21, "3580", "3535"},
    {"rfc2661/4.4.4/number-ascii", "Calling Number beyond ASCII", 22, "ff", "35"},
    {"rfc2661/4.4.4/number-ascii", "Sub-Address beyond ASCII", 23, "c3a9", "3739"},
    {"rfc2661/4.4.4/number-ascii", "Advisory Msg beyond ASCII", 12, "0010 45 c3a9", "0010 45 6161"},
    {"rfc2661/4.4.5/lcp-options", "LCP option of length 0", 26, "0100", "0102"},
    {"rfc2661/4.4.5/lcp-options", "LCP option of length 1", 27, "0104 05dc 0701", "0104 05dc 0702"},
    {"rfc2661/4.4.5/lcp-options", "LCP option past the end", 28, "0105 05dc", "0104 05dc"},
    {"rfc2661/4.4.5/lcp-options", "LCP option without a length", 26, "0104 05dc 07", "0104 05dc"},
    {"rfc2661/4.4.5/lcp-options", "CONFREQ with its LCP header", 27, "0101 0008 0104 05dc", "0104 05dc"},
    {"rfc2661/4.4.5/proxy-authen-id-reserved", "Proxy Authen ID with its high octet", 32, "0107", "0007"},
};

struct ResultRow {
    const char* requirement;
    const char* message;
    const char* name;
    const char* broken;
    const char* sound;
};

constexpr ResultRow results[] = {
    {"rfc2661/4.4.2/result-code-reserved", "StopCCN", "Result Code 0", "0000", "0001"},
    {"rfc2661/4.4.2/result-code-reserved", "CDN", "Result Code 0", "0000", "0001"},
    {"rfc2661/4.4.2/result-code-range", "StopCCN", "Result Code 9", "0009", "0008"},
    {"rfc2661/4.4.2/result-code-range", "StopCCN", "Result Code 65535", "ffff", "0007"},
    {"rfc2661/4.4.2/result-code-range", "CDN", "Result Code 100", "0064", "000b"},
    {"rfc2661/4.4.2/general-error-has-error-code", "StopCCN", "Result Code 2 alone", "0002", "0002 0002"},
    {"rfc2661/4.4.2/general-error-has-error-code", "CDN", "Result Code 2 alone", "0002", "0002 0002"},
    {"rfc2661/4.4.2/error-code-range", "StopCCN", "Error Code 100", "0002 0064", "0002 0005"},
    {"rfc2661/4.4.2/error-code-range", "CDN", "Error Code 65535", "0002 ffff", "0002 0005"},
    {"rfc2661/4.4.2/error-8-names-the-avp", "StopCCN", "Error Code 8 without text", "0002 0008",
     "0002 0008 3939"},
    {"rfc2661/4.4.2/error-8-names-the-avp", "CDN", "Error Code 8 without text", "0002 0008",
     "0002 0008 3939"},
    {"rfc2661/4.4.2/error-6-explains", "CDN", "Error Code 6 without text", "0002 0006", "0002 0006 3939"},
    {"rfc2661/4.4.2/error-message-utf8", "StopCCN", "Error Message in Latin-1", "0002 0006 e9",
     "0002 0006 c3a9"},
};

// A refusal may have to name an identifier that it never assigned.
struct ClosingRow {
    const char* requirement;
    const char* message;
    const char* name;
    std::uint16_t type;
};

constexpr ClosingRow closings[] = {
    {"rfc2661/4.4.3/stopccn-tunnel-id-not-zero", "StopCCN", "Assigned Tunnel ID 0", 9},
    {"rfc2661/4.4.4/cdn-session-id-not-zero", "CDN", "Assigned Session ID 0", 14},
};

}  // namespace

std::vector<BrokenSample> broken_values() {
    std::vector<BrokenSample> out;
    for (const Row& row : rows) {
        WireAvp avp = sound_avp(row.type);
        avp.value = hex(row.sound);
        const OctetString sound = octets(message_with(avp));
        avp.value = hex(row.broken);
        out.push_back({row.requirement, row.name, octets(message_with(avp)), sound});
    }
    for (const ResultRow& row : results) {
        WireMessage message = smallest_message(row.message);
        avp_in(message, 1).value = hex(row.sound);
        const OctetString sound = octets(message);
        avp_in(message, 1).value = hex(row.broken);
        out.push_back(
            {row.requirement, std::string{row.message} + " with " + row.name, octets(message), sound});
    }
    for (const ClosingRow& row : closings) {
        WireMessage message = smallest_message(row.message);
        const OctetString sound = octets(message);
        avp_in(message, row.type).value = hex("0000");
        out.push_back(
            {row.requirement, std::string{row.message} + " with " + row.name, octets(message), sound});
    }
    return out;
}

}  // namespace l2tp::samples
