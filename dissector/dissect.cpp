// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/dissect.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "dissector/avp_tree.hpp"
#include "dissector/breaches.hpp"
#include "dissector/challenges.hpp"
#include "dissector/channel_fields.hpp"
#include "dissector/conversations.hpp"
#include "dissector/field_demand.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/header_tree.hpp"
#include "dissector/info_column.hpp"
#include "dissector/old_fields.hpp"
#include "dissector/packet.hpp"
#include "dissector/tap.hpp"
#include "dissector/tracker.hpp"
#include "dissector/tracking_fields.hpp"

namespace l2tp::dissector {

namespace {

codec::Endpoint endpoint_of(const address& host, std::uint32_t port) noexcept {
    codec::Endpoint endpoint;
    const auto length = static_cast<std::size_t>(std::max(host.len, 0));
    if (host.type == AT_IPv4 && length == 4) endpoint.family = codec::Endpoint::Family::ipv4;
    if (host.type == AT_IPv6 && length == 16) endpoint.family = codec::Endpoint::Family::ipv6;
    if (endpoint.family == codec::Endpoint::Family::none) return endpoint;
    std::copy_n(static_cast<const std::uint8_t*>(host.data), length, endpoint.address.begin());
    endpoint.port = static_cast<std::uint16_t>(port);
    return endpoint;
}

// time_of never leaves what can be added and subtracted, whatever a capture says.
codec::Time time_of(const nstime_t& time) noexcept {
    constexpr std::int64_t latest = 1LL << 32;
    const std::int64_t seconds = std::clamp<std::int64_t>(time.secs, 0, latest);
    return std::chrono::seconds(seconds) + codec::Time(std::clamp(time.nsecs, 0, 999'999'999));
}

// checksum_of returns the UDP checksum as it was captured, if a UDP header stands before the message: that
// the ports and the length agree tells it from whatever else may have brought the message here.
std::optional<std::uint16_t> checksum_of(tvbuff_t* tvb, const packet_info* pinfo) {
    constexpr int udp_header = 8;
    const int start = tvb_raw_offset(tvb) - udp_header;
    if (pinfo->ptype != PT_UDP || start < 0) return std::nullopt;
    tvbuff_t* frame = tvb_get_ds_tvb(tvb);
    if (tvb_captured_length(frame) < static_cast<guint>(start + udp_header)) return std::nullopt;
    const codec::Octets header{tvb_get_ptr(frame, start, udp_header), udp_header};
    const bool is_udp = codec::read_u16(header, 0) == pinfo->srcport &&
                        codec::read_u16(header, 2) == pinfo->destport &&
                        codec::read_u16(header, 4) == udp_header + tvb_reported_length(tvb);
    if (!is_udp) return std::nullopt;
    return codec::read_u16(header, 6);
}

codec::Datagram datagram_of(tvbuff_t* tvb, const packet_info* pinfo) {
    const std::uint32_t captured = tvb_captured_length(tvb);
    codec::Datagram datagram;
    datagram.octets = {tvb_get_ptr(tvb, 0, static_cast<int>(captured)), captured};
    datagram.wire_length = tvb_reported_length(tvb);
    datagram.from = endpoint_of(pinfo->src, pinfo->srcport);
    datagram.to = endpoint_of(pinfo->dst, pinfo->destport);
    datagram.time = time_of(pinfo->abs_ts);
    datagram.udp_checksum = checksum_of(tvb, pinfo);
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

// Demands are what parts of the tree are made for. A filter that names a field also refers to its protocol.
struct Demands {
    FieldDemand anything;
    FieldDemand avps;
};

const Demands& demands() {
    static const Demands made = [] {
        Demands result;
        result.anything.add(protocol());
        result.anything.add(proto_registrar_get_id_byname("l2tp"));  // whose fields are there for old filters
        // Fields of the built-in, and of what AVPs hold of other protocols; expert infos hang on AVPs too.
        for (const char* other : {"l2tp", "lcp", "chap", "pap", "pppoed", "_ws.expert", "_ws.expert.message",
                                  "_ws.expert.group", "_ws.expert.severity", "l2tpv2.avp.hidden.no_secret",
                                  "l2tpv2.avp.hidden.wrong_secret", "l2tpv2.challenge_response.right",
                                  "l2tpv2.challenge_response.wrong", "l2tpv2.challenge_response.unchecked"})
            result.avps.add(proto_registrar_get_id_byname(other));
        const CommonAvpFields& common = fields().avp;
        result.avps.add(std::array{common.container, common.mandatory, common.hidden, common.reserved,
                                   common.length, common.vendor_id, common.type.otherwise, common.value,
                                   common.clear_value, common.rest, fields().response_check});
        for (const AvpFields& avp : fields().avps) {
            result.avps.add(avp.group);
            for (const ValueFields& value : avp.values) {
                result.avps.add(value.value.otherwise);
                result.avps.add(value.bits);
            }
        }
        return result;
    }();
    return made;
}

void show(const Packet& packet, proto_tree* tree) {
    const codec::DecodedMessage& message = *packet.message;
    const int length = message.payload.empty() ? -1 : static_cast<int>(message.payload_offset);
    proto_item* item = proto_tree_add_item(tree, protocol(), packet.tvb, 0, length, ENC_NA);
    proto_tree* subtree = proto_item_add_subtree(item, subtrees().message);
    proto_item* const* avps = nullptr;
    const Demands& wanted = demands();
    if (wanted.anything.any(tree)) {
        add_header(packet, subtree);
        add_generated(packet, subtree);
        if (wanted.avps.any(tree)) avps = add_avps(packet, subtree);
        add_trailing(packet, subtree);
        add_tracking(packet, subtree);
        add_conversation_ends(packet, subtree);
    }
    if (avps == nullptr) add_avp_remarks(packet, item);
    add_channel(packet, item);
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
    const Sighting sighting = look_at(pinfo, datagram);
    if (sighting.message == nullptr) return Shown::no;
    const Packet packet{tvb, pinfo, sighting.message, sighting.facts};
    note_challenges(packet, datagram);
    set_columns(packet);
    show(packet, tree);
    payload = payload_of(packet);
    feed_taps(packet, static_cast<std::uint32_t>(payload.octets));
    return Shown::yes;
}

}  // namespace l2tp::dissector
