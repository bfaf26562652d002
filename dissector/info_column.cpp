// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/info_column.hpp"

#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "dissector/channel_fields.hpp"
#include "dissector/value_text.hpp"

namespace l2tp::dissector {

namespace {

// What the reader of a packet list looks for, in the order in which the message holds it.
constexpr std::array telling_avps{
    codec::attribute::result_code,        codec::attribute::host_name,
    codec::attribute::assigned_tunnel_id, codec::attribute::assigned_session_id,
    codec::attribute::called_number,      codec::attribute::calling_number,
};

void append_identifiers(const Packet& packet) {
    const codec::Header& header = packet.message->header;
    column_info* columns = packet.pinfo->cinfo;
    if (header.get(codec::HeaderField::tunnel_id)) {
        col_append_fstr(columns, COL_INFO, ", tunnel %u", header.tunnel_id());
    }
    if (header.get(codec::HeaderField::session_id)) {
        col_append_fstr(columns, COL_INFO, ", session %u", header.session_id());
    }
    if (header.get(codec::HeaderField::nr)) {
        col_append_fstr(columns, COL_INFO, ", Ns %u, Nr %u", header.ns(), header.nr());
    }
}

void append_avp(const Packet& packet, const codec::DecodedAvp& avp) {
    if (avp.row == nullptr || !avp.readable()) return;
    if (std::find(telling_avps.begin(), telling_avps.end(), avp.key) == telling_avps.end()) return;
    const codec::DecodedFields decoded = codec::decode_fields(*avp.row, avp.value);
    col_append_fstr(packet.pinfo->cinfo, COL_INFO, "; %s %s", printable(packet.pinfo->pool, avp.row->name),
                    value_text(packet, *avp.row, decoded));
}

}  // namespace

const char* message_name(const Packet& packet) {
    const codec::DecodedMessage& message = *packet.message;
    wmem_allocator_t* pool = packet.pinfo->pool;
    switch (message.kind) {
        case codec::MessageKind::data:
            return "Data";
        case codec::MessageKind::zlb:
            return "ZLB";
        case codec::MessageKind::control:
            break;
        default:
            return "Incomplete message";
    }
    if (message.row != nullptr) return printable(pool, message.row->abbreviation);
    if (!message.has_message_type) return "Control message without Message Type";
    if (message.message_vendor == 0) return wmem_strdup_printf(pool, "Message Type %u", message.message_type);
    return wmem_strdup_printf(pool, "Message Type %u of vendor %u", message.message_type,
                              message.message_vendor);
}

void set_columns(const Packet& packet) {
    column_info* columns = packet.pinfo->cinfo;
    if (!col_get_writable(columns, COL_INFO)) return;  // it is not shown, so nothing is put into words
    col_set_str(columns, COL_PROTOCOL, "L2TPv2");
    const char* remark = channel_remark(packet);
    col_add_str(columns, COL_INFO, remark != nullptr ? remark : "");
    col_append_str(columns, COL_INFO, message_name(packet));
    append_identifiers(packet);
    constexpr std::size_t looked_at = 64;  // a hostile message holds thousands, and the column is short
    const codec::DecodedMessage& message = *packet.message;
    for (std::size_t i = 0; i < std::min(message.avps.size(), looked_at); ++i)
        append_avp(packet, message.avps[i]);
    if (message.kind != codec::MessageKind::data) return;
    col_append_str(columns, COL_INFO, " | ");
    col_set_fence(columns, COL_INFO);
}

}  // namespace l2tp::dissector
