// SPDX-License-Identifier: GPL-2.0-or-later
// -z conv,l2tpv2 and Statistics > Conversations: a row for each session, and one for what a tunnel carries
// beside its sessions. tshark shows no ports in such a table, so the number of the session or tunnel stands
// beside the address.
#include "dissector/conversations.hpp"

#include <cstring>

#include "dissector/field_demand.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/field_registry.hpp"
#include "dissector/statistics.hpp"
#include "dissector/tap.hpp"

namespace l2tp::dissector {

namespace {

// FilterRow is what Wireshark filters for when somebody picks a part of a row.
struct FilterRow {
    conv_filter_type_e part;
    const char* name;
    int handle;
};

FilterRow filters[] = {
    {CONV_FT_SRC_ADDRESS, "l2tpv2.conversation.src", -1},
    {CONV_FT_DST_ADDRESS, "l2tpv2.conversation.dst", -1},
    {CONV_FT_ANY_ADDRESS, "l2tpv2.conversation.addr", -1},
};

FieldDemand demand;

const char* filter_of(conv_filter_type_e part) {
    for (const FilterRow& row : filters) {
        if (row.part == part) return row.name;
    }
    return CONV_FILTER_INVALID;
}

const char* conversation_filter(conv_item_t*, conv_filter_type_e part) {
    return filter_of(part);
}

const char* endpoint_filter(endpoint_item_t*, conv_filter_type_e part) {
    return filter_of(part);
}

ct_dissector_info_t conversation_info{conversation_filter};
et_dissector_info_t endpoint_info{endpoint_filter};

// end_text names one end of a session or tunnel.
const char* end_text(wmem_allocator_t* pool, const address& host, const Situation& situation) {
    const char* at = address_to_str(pool, &host);
    if (situation.session != 0) return wmem_strdup_printf(pool, "%s session %u", at, situation.session);
    if (situation.tunnel != 0) return wmem_strdup_printf(pool, "%s tunnel %u", at, situation.tunnel);
    return at;
}

address end_address(wmem_allocator_t* pool, const address& host, const Situation& situation) {
    const char* text = end_text(pool, host, situation);
    address end;
    set_address(&end, AT_STRINGZ, static_cast<int>(std::strlen(text)) + 1, text);
    return end;
}

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
    const address from = end_address(pinfo->pool, record.flow.from, *record.situation);
    const address to = end_address(pinfo->pool, record.flow.to, *record.situation);
    add_conversation_table_data_with_conv_id(hash, &from, &to, record.flow.from_port, record.flow.to_port,
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
    const address from = end_address(pinfo->pool, record.flow.from, *record.situation);
    const address to = end_address(pinfo->pool, record.flow.to, *record.situation);
    add_endpoint_table_data(hash, &from, record.flow.from_port, TRUE, 1, octets, &endpoint_info,
                            ENDPOINT_NONE);
    add_endpoint_table_data(hash, &to, record.flow.to_port, FALSE, 1, octets, &endpoint_info, ENDPOINT_NONE);
    return TAP_PACKET_REDRAW;
}

}  // namespace

void register_conversations() {
    static FieldRegistry registry(protocol());
    for (FilterRow& row : filters) {
        row.handle = registry.add({"End of the conversation", row.name, FT_STRING});
        demand.add(row.handle);
    }
    register_conversation_table(protocol(), FALSE, add_conversation, add_endpoints);
}

void add_conversation_ends(const Packet& packet, proto_tree* tree) {
    if (packet.facts == nullptr || !demand.named(tree)) return;
    const Situation& situation = *packet.facts->situation;
    wmem_allocator_t* pool = packet.pinfo->pool;
    const auto add = [&](const FilterRow& row, const char* text) {
        proto_item* item = proto_tree_add_string(tree, row.handle, packet.tvb, 0, 0, text);
        proto_item_set_generated(item);
        proto_item_set_hidden(item);
    };
    const char* from = end_text(pool, packet.pinfo->src, situation);
    const char* to = end_text(pool, packet.pinfo->dst, situation);
    add(filters[0], from);
    add(filters[1], to);
    add(filters[2], from);
    add(filters[2], to);
}

}  // namespace l2tp::dissector
