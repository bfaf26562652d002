// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/dissect.hpp"

#include <algorithm>
#include <cstring>

#include "codec/decode.hpp"
#include "dissector/avp_tree.hpp"
#include "dissector/breaches.hpp"
#include "dissector/challenges.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/header_tree.hpp"
#include "dissector/info_column.hpp"
#include "dissector/old_fields.hpp"
#include "dissector/packet.hpp"
#include "dissector/secrets.hpp"

namespace l2tp::dissector {

namespace {

// decode_captured keeps one message for the plugin's life: no frame that longjmp may leave owns it, and its
// storage is used again. It holds until the next datagram, thus not across a sub-dissector: PPP may carry
// L2TP.
const codec::DecodedMessage* decode_captured(const codec::Datagram& datagram) noexcept {
    static codec::DecodedMessage message;
    try {
        codec::decode_into(message, datagram, secret_for(datagram.from, datagram.to));
        return &message;
    } catch (...) {  // out of memory
        return nullptr;
    }
}

codec::Endpoint endpoint_of(const address& from, guint32 port) {
    codec::Endpoint endpoint;
    endpoint.port = static_cast<std::uint16_t>(port);
    const auto size = static_cast<std::size_t>(from.len);
    if ((from.type != AT_IPv4 && from.type != AT_IPv6) || size > endpoint.address.size()) return endpoint;
    endpoint.family = from.type == AT_IPv4 ? codec::Endpoint::Family::ipv4 : codec::Endpoint::Family::ipv6;
    std::memcpy(endpoint.address.data(), from.data, size);
    return endpoint;
}

codec::Datagram datagram_of(tvbuff_t* tvb, const packet_info* pinfo) {
    const std::uint32_t captured = tvb_captured_length(tvb);
    codec::Datagram datagram;
    datagram.octets = {tvb_get_ptr(tvb, 0, static_cast<int>(captured)), captured};
    datagram.wire_length = tvb_reported_length(tvb);
    datagram.from = endpoint_of(pinfo->net_src, pinfo->srcport);
    datagram.to = endpoint_of(pinfo->net_dst, pinfo->destport);
    datagram.reference = pinfo->num;
    return datagram;
}

proto_item* const* add_avps(const Packet& packet, proto_tree* tree) {
    const codec::DecodedMessage& message = *packet.message;
    proto_item** items = wmem_alloc_array(packet.pinfo->pool, proto_item*, message.avps.size() + 1);
    for (std::size_t i = 0; i < message.avps.size(); ++i) items[i] = add_avp(packet, tree, message.avps[i]);
    return items;
}

void add_trailing(const Packet& packet, proto_tree* tree) {
    const codec::Place& trailing = packet.message->trailing;
    const std::uint32_t captured = tvb_captured_length(packet.tvb);
    if (trailing.length == 0 || trailing.offset >= captured) return;
    const std::uint32_t length = std::min(trailing.length, captured - trailing.offset);
    proto_tree_add_item(tree, fields().trailing, packet.tvb, static_cast<int>(trailing.offset),
                        static_cast<int>(length), ENC_NA);
}

void add_generated(const Packet& packet, proto_tree* tree) {
    if (packet.message->kind == codec::MessageKind::zlb) {
        proto_item_set_generated(add_item(tree, fields().zlb, packet.tvb, 0, 0, ENC_NA));
    }
    if (packet.message->cut) {
        const guint missing = tvb_reported_length(packet.tvb) - tvb_captured_length(packet.tvb);
        proto_item_set_generated(proto_tree_add_uint(tree, fields().cut, packet.tvb, 0, 0, missing));
    }
}

void show(const Packet& packet, proto_tree* tree) {
    const codec::DecodedMessage& message = *packet.message;
    const int length = message.payload.empty() ? -1 : static_cast<int>(message.payload_offset);
    proto_item* item = proto_tree_add_item(tree, protocol(), packet.tvb, 0, length, ENC_NA);
    proto_tree* subtree = proto_item_add_subtree(item, subtrees().message);
    proto_item* const* avps = nullptr;
    if (tree != nullptr) {
        add_header(packet, subtree);
        add_generated(packet, subtree);
        avps = add_avps(packet, subtree);
        add_trailing(packet, subtree);
    } else {
        add_avp_remarks(packet, item);
    }
    add_breaches(packet, item, avps);
}

// The payload as long as it was on the wire: Length bounds it where it is given and true.
Payload payload_of(const Packet& packet) {
    const codec::DecodedMessage& message = *packet.message;
    if (message.payload.empty()) return {};
    std::uint32_t end = tvb_reported_length(packet.tvb);
    if (const auto length = message.header.get(codec::HeaderField::length)) {
        end = std::min<std::uint32_t>(end, *length);
    }
    const std::uint32_t captured_end =
        message.payload_offset + static_cast<std::uint32_t>(message.payload.size());
    end = std::max(end, captured_end);
    return {static_cast<int>(message.payload_offset), static_cast<int>(end - message.payload_offset)};
}

}  // namespace

Shown dissect_message(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, Payload& payload) {
    const codec::Datagram datagram = datagram_of(tvb, pinfo);
    const codec::DecodedMessage* message = decode_captured(datagram);
    if (message == nullptr) return Shown::no;
    const Packet packet{tvb, pinfo, message};
    note_challenges(packet, datagram);
    set_columns(packet);
    show(packet, tree);
    payload = payload_of(packet);
    return Shown::yes;
}

}  // namespace l2tp::dissector
