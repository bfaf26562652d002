// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/tap.hpp"

#include "codec/attribute.hpp"
#include "codec/requirements.hpp"
#include "codec/value_names.hpp"
#include "dissector/info_column.hpp"

namespace l2tp::dissector {

namespace {

int message_tap = -1;
int follow_tap = -1;

const Situation unknown{};

OuterFlow flow_of(const packet_info* pinfo) {
    return {pinfo->src, pinfo->dst, pinfo->srcport, pinfo->destport};
}

Names names_for(wmem_allocator_t* pool, std::size_t capacity) {
    return {capacity == 0 ? nullptr : wmem_alloc_array(pool, const char*, capacity), 0};
}

const char* avp_name(wmem_allocator_t* pool, const codec::DecodedAvp& avp) {
    if (avp.row != nullptr) return printable(pool, avp.row->name);
    return wmem_strdup_printf(pool, "Attribute %u of vendor %u", avp.key.type, avp.key.vendor);
}

const char* result_text(const Packet& packet, const codec::DecodedAvp& avp) {
    wmem_allocator_t* pool = packet.pinfo->pool;
    const unsigned code = codec::read_u16(avp.value, 0);
    const std::string_view meaning =
        codec::value_name(codec::NameSet::result_code, code, packet.message_type());
    return wmem_strdup_printf(pool, "%s %u%s%s", message_name(packet), code, meaning.empty() ? "" : ": ",
                              printable(pool, meaning));
}

void add_avps(const Packet& packet, MessageRecord& record) {
    wmem_allocator_t* pool = packet.pinfo->pool;
    const std::vector<codec::DecodedAvp>& avps = packet.message->avps;
    record.avps = names_for(pool, avps.size());
    record.result_codes = names_for(pool, avps.size());
    for (const codec::DecodedAvp& avp : avps) {
        record.avps.texts[record.avps.count++] = avp_name(pool, avp);
        if (avp.key != codec::attribute::result_code || !avp.readable() || avp.value.size() < 2) continue;
        record.result_codes.texts[record.result_codes.count++] = result_text(packet, avp);
    }
}

void add_requirements(const Packet& packet, MessageRecord& record) {
    wmem_allocator_t* pool = packet.pinfo->pool;
    const Details* details = packet.facts != nullptr ? packet.facts->details : nullptr;
    const std::size_t judged = details != nullptr ? details->breaches_count : 0;
    record.requirements = names_for(pool, packet.message->findings.size() + judged);
    const auto add = [&](codec::RequirementId id) {
        record.requirements.texts[record.requirements.count++] =
            printable(pool, codec::requirement_of(id).id);
    };
    for (const codec::Finding& finding : packet.message->findings) add(finding.requirement);
    for (std::size_t i = 0; i < judged; ++i) add(details->breaches[i].requirement);
}

void feed_messages(const Packet& packet, const Situation& situation, std::uint32_t payload_octets) {
    MessageRecord* record = wmem_new(packet.pinfo->pool, MessageRecord);
    const codec::DecodedMessage& message = *packet.message;
    *record = MessageRecord{};
    record->flow = flow_of(packet.pinfo);
    record->situation = &situation;
    record->kind = message.kind;
    record->name = message_name(packet);
    record->tunnel_id = message.header.tunnel_id();
    record->session_id = message.header.session_id();
    record->octets =
        message.kind == codec::MessageKind::data ? payload_octets : tvb_reported_length(packet.tvb);
    const bool data = message.kind == codec::MessageKind::data;
    if (data && packet.facts != nullptr && packet.facts->details != nullptr) {
        record->missing = packet.facts->details->missing;
    }
    record->closes_tunnel = message.is(codec::message_type::stopccn);
    add_avps(packet, *record);
    add_requirements(packet, *record);
    tap_queue_packet(message_tap, packet.pinfo, record);
}

}  // namespace

void register_taps() {
    message_tap = register_tap(message_tap_name);
    follow_tap = register_tap(follow_tap_name);
}

void feed_taps(const Packet& packet, std::uint32_t payload_octets) {
    const Situation& situation = packet.facts != nullptr ? *packet.facts->situation : unknown;
    if (have_tap_listener(message_tap)) feed_messages(packet, situation, payload_octets);
    if (payload_octets == 0 || !have_tap_listener(follow_tap)) return;
    FollowRecord* record = wmem_new(packet.pinfo->pool, FollowRecord);
    *record = {flow_of(packet.pinfo), &situation,
               tvb_new_subset_length(packet.tvb, static_cast<int>(packet.message->payload_offset),
                                     static_cast<int>(payload_octets))};
    tap_queue_packet(follow_tap, packet.pinfo, record);
}

}  // namespace l2tp::dissector
