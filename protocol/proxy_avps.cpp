// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/proxy_avps.hpp"

#include <array>

#include "codec/attribute.hpp"
#include "protocol/outgoing_messages.hpp"

namespace l2tp::protocol {
namespace {

namespace attribute = codec::attribute;
using ppp::ProxiedLink;

struct OctetsRow {
    codec::AvpKey key;
    std::optional<codec::OctetString> ProxiedLink::*member;
};

constexpr std::array octets_rows{
    OctetsRow{attribute::initial_received_lcp_confreq, &ProxiedLink::initial_received_confreq},
    OctetsRow{attribute::last_sent_lcp_confreq, &ProxiedLink::last_sent_confreq},
    OctetsRow{attribute::last_received_lcp_confreq, &ProxiedLink::last_received_confreq},
    OctetsRow{attribute::proxy_authen_name, &ProxiedLink::authen_name},
    OctetsRow{attribute::proxy_authen_challenge, &ProxiedLink::authen_challenge},
    OctetsRow{attribute::proxy_authen_response, &ProxiedLink::authen_response},
};

struct NumberRow {
    codec::AvpKey key;
    std::optional<std::uint16_t> ProxiedLink::*member;
};

constexpr std::array number_rows{
    NumberRow{attribute::proxy_authen_type, &ProxiedLink::authen_type},
    NumberRow{attribute::proxy_authen_id, &ProxiedLink::authen_id},
};

}  // namespace

void add_proxy_avps(codec::Message& iccn, const ProxiedLink& proxied) {
    for (const OctetsRow& row : octets_rows) {
        if (const auto& value = proxied.*row.member) set_octets(iccn, row.key, *value);
    }
    for (const NumberRow& row : number_rows) {
        const auto& value = proxied.*row.member;
        if (!value) continue;
        codec::OctetString octets;
        codec::append_number(octets, *value, 2);
        set_octets(iccn, row.key, octets);
    }
}

std::optional<ProxiedLink> read_proxy_avps(const Received& iccn) {
    ProxiedLink proxied;
    bool any = false;
    for (const OctetsRow& row : octets_rows) {
        if (!iccn.has(row.key)) continue;
        const codec::Octets value = iccn.octets(row.key);
        proxied.*row.member = codec::OctetString(value.begin(), value.end());
        any = true;
    }
    for (const NumberRow& row : number_rows) {
        if (!iccn.has(row.key)) continue;
        proxied.*row.member = codec::read_u16(iccn.octets(row.key), 0);
        any = true;
    }
    return any ? std::optional(std::move(proxied)) : std::nullopt;
}

}  // namespace l2tp::protocol
