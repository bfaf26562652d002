// SPDX-License-Identifier: GPL-2.0-or-later
// -z conv,l2tpv2 and Statistics > Conversations: a row for each session, and one for what a tunnel carries
// beside its sessions. The number of the session stands where ports do: the identifiers that the ends assign
// are not known with the first message.
#include "dissector/field_registration.hpp"
#include "dissector/statistics.hpp"
#include "dissector/tap.hpp"

namespace l2tp::dissector {

namespace {

// FilterRow is what Wireshark filters for when somebody picks a part of a row.
struct FilterRow {
    conv_filter_type_e part;
    const char* ipv4;
    const char* ipv6;
};

constexpr const char* session_filter = "l2tpv2.session.index";

constexpr FilterRow filters[] = {
    {CONV_FT_SRC_ADDRESS, "ip.src", "ipv6.src"},        {CONV_FT_DST_ADDRESS, "ip.dst", "ipv6.dst"},
    {CONV_FT_ANY_ADDRESS, "ip.addr", "ipv6.addr"},      {CONV_FT_SRC_PORT, session_filter, session_filter},
    {CONV_FT_DST_PORT, session_filter, session_filter}, {CONV_FT_ANY_PORT, session_filter, session_filter},
};

const char* filter_of(const address& host, conv_filter_type_e part) {
    for (const FilterRow& row : filters) {
        if (row.part != part) continue;
        if (host.type == AT_IPv4) return row.ipv4;
        if (host.type == AT_IPv6) return row.ipv6;
    }
    return CONV_FILTER_INVALID;
}

const char* conversation_filter(conv_item_t* item, conv_filter_type_e part) {
    return filter_of(item->src_address, part);
}

const char* endpoint_filter(endpoint_item_t* item, conv_filter_type_e part) {
    return filter_of(item->myaddress, part);
}

ct_dissector_info_t conversation_info{conversation_filter};
et_dissector_info_t endpoint_info{endpoint_filter};

// row_of keeps sessions apart, and from the tunnels, whatever identifiers they use again.
conv_id_t row_of(const Situation& situation) {
    constexpr conv_id_t of_tunnels = 1U << 31;
    return situation.session != 0 ? situation.session : of_tunnels | situation.tunnel;
}

tap_packet_status add_conversation(void* table, packet_info* pinfo, epan_dissect_t*, const void* data,
                                   tap_flags_t flags) {
    const MessageRecord& record = *static_cast<const MessageRecord*>(data);
    auto* hash = static_cast<conv_hash_t*>(table);
    hash->flags = flags;
    const protocol::SessionNumber session = record.situation->session;
    add_conversation_table_data_with_conv_id(hash, &record.flow.from, &record.flow.to, session, session,
                                             row_of(*record.situation), 1,
                                             static_cast<int>(pinfo->fd->pkt_len), &pinfo->rel_ts,
                                             &pinfo->abs_ts, &conversation_info, CONVERSATION_NONE);
    return TAP_PACKET_REDRAW;
}

tap_packet_status add_endpoints(void* table, packet_info* pinfo, epan_dissect_t*, const void* data,
                                tap_flags_t flags) {
    const MessageRecord& record = *static_cast<const MessageRecord*>(data);
    auto* hash = static_cast<conv_hash_t*>(table);
    hash->flags = flags;
    const int octets = static_cast<int>(pinfo->fd->pkt_len);
    add_endpoint_table_data(hash, &record.flow.from, record.flow.from_port, TRUE, 1, octets, &endpoint_info,
                            ENDPOINT_NONE);
    add_endpoint_table_data(hash, &record.flow.to, record.flow.to_port, FALSE, 1, octets, &endpoint_info,
                            ENDPOINT_NONE);
    return TAP_PACKET_REDRAW;
}

}  // namespace

void register_conversations() {
    register_conversation_table(protocol(), FALSE, add_conversation, add_endpoints);
}

}  // namespace l2tp::dissector
