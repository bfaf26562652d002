// SPDX-License-Identifier: GPL-2.0-or-later
// Proxy authentication AVPs that do not fit the Proxy Authen Type (4.4.5), and the joined lists of samples.
#include "codec/hiding.hpp"
#include "tests/codec/samples/samples.hpp"

namespace l2tp::samples {
namespace {

const OctetString vector = hex("101112131415161718191a1b1c1d1e1f");

// iccn has a Proxy Authen Type and the AVPs listed; the Response of clear-text types is hidden.
WireMessage iccn(std::uint16_t type, const std::vector<std::uint16_t>& associated) {
    WireMessage message = smallest_message("ICCN");
    message.avps.push_back(
        {0, 29, {static_cast<std::uint8_t>(type >> 8), static_cast<std::uint8_t>(type & 0xff)}});
    const bool clear_text = type == 1 || type == 3;
    if (clear_text) message.avps.push_back({m_bit, 36, vector});
    for (const std::uint16_t attribute : associated) {
        WireAvp avp = sound_avp(attribute);
        if (attribute == 33 && clear_text) {
            OctetString hidden;
            codec::hide(hidden, 33, secret(), vector, text("open sesame"), counting(5));
            avp.bits |= h_bit;
            avp.value = hidden;
        }
        message.avps.push_back(avp);
    }
    return message;
}

struct Row {
    std::uint16_t type;
    std::vector<std::uint16_t> associated;
};

// 4.4.5: Name and Response for 1, 2, 3 and 5, Challenge for 2 and 5, ID for 2, 3 and 5.
const std::vector<Row>& rows() {
    static const std::vector<Row> all{
        {1, {30, 33}}, {2, {30, 31, 32, 33}}, {3, {30, 32, 33}}, {5, {30, 31, 32, 33}}};
    return all;
}

const char* presence_requirement(std::uint16_t attribute) {
    switch (attribute) {
        case 30:
            return "rfc2661/4.4.5/proxy-authen-name-present";
        case 31:
            return "rfc2661/4.4.5/proxy-authen-challenge-present";
        case 32:
            return "rfc2661/4.4.5/proxy-authen-id-present";
        default:
            return "rfc2661/4.4.5/proxy-authen-response-present";
    }
}

template <typename T>
void append(std::vector<T>& out, std::vector<T> more) {
    for (T& one : more) out.push_back(std::move(one));
}

}  // namespace

std::vector<BrokenSample> broken_proxy() {
    std::vector<BrokenSample> out;
    for (const Row& row : rows()) {
        const OctetString sound = octets(iccn(row.type, row.associated));
        for (const std::uint16_t attribute : row.associated) {
            std::vector<std::uint16_t> rest = row.associated;
            std::erase(rest, attribute);
            out.push_back({presence_requirement(attribute),
                           "Proxy Authen Type " + std::to_string(row.type) + " without " +
                               std::string{avp_fact(attribute).name},
                           octets(iccn(row.type, rest)), sound});
        }
    }
    for (const std::uint16_t type : Numbers{std::uint16_t{0}, std::uint16_t{8}, std::uint16_t{65535}}) {
        out.push_back({"rfc2661/4.4.5/proxy-authen-type-value", "Proxy Authen Type " + std::to_string(type),
                       octets(iccn(type, {30})), octets(iccn(4, {30}))});
    }
    WireMessage no_type = iccn(2, {30, 31, 32, 33});
    const OctetString sound = octets(no_type);
    std::erase_if(no_type.avps, [](const WireAvp& avp) { return avp.type == 29; });
    out.push_back({"rfc2661/4.4.5/proxy-authen-type-present", "Proxy Authen AVPs without the Type",
                   octets(no_type), sound});
    WireMessage empty = iccn(2, {30, 31, 32, 33});
    avp_in(empty, 31).value.clear();
    out.push_back({"rfc2661/4.4.5/proxy-authen-challenge-not-empty", "empty Proxy Authen Challenge",
                   octets(empty), sound});
    for (const std::uint16_t type : Numbers{std::uint16_t{1}, std::uint16_t{3}}) {
        const WireMessage twin = iccn(type, {30, 32, 33});
        WireMessage open = twin;
        avp_in(open, 33) = {0, 33, text("open sesame")};
        out.push_back({"rfc2661/4.4.5/clear-text-password-hidden",
                       "clear-text password of Proxy Authen Type " + std::to_string(type), octets(open),
                       octets(twin)});
    }
    return out;
}

std::vector<Sample> sound_samples() {
    std::vector<Sample> out = sound_messages();
    append(out, avp_forms());
    append(out, extension_forms());
    append(out, hidden_extension_forms());
    append(out, extension_messages());
    append(out, hidden_forms());
    append(out, unknown_forms());
    append(out, data_messages());
    return out;
}

std::vector<BrokenSample> broken_samples() {
    std::vector<BrokenSample> out = broken_headers();
    append(out, broken_avps());
    append(out, broken_hiding());
    append(out, broken_messages());
    append(out, broken_values());
    append(out, broken_proxy());
    append(out, broken_extensions());
    return out;
}

std::vector<Sample> all_samples() {
    std::vector<Sample> out = sound_samples();
    append(out, other_datagrams());
    for (BrokenSample& sample : broken_samples())
        out.push_back({std::move(sample.name), std::move(sample.broken)});
    return out;
}

}  // namespace l2tp::samples
