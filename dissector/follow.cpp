// SPDX-License-Identifier: GPL-2.0-or-later
// -z follow,l2tpv2,MODE,SESSION: the PPP frames of a session. The window of Wireshark 4.0 has a closed list
// of what can be followed, so there it is for tshark.
#include "dissector/field_registration.hpp"
#include "dissector/statistics.hpp"
#include "dissector/tap.hpp"
#include "dissector/tracker.hpp"

namespace l2tp::dissector {

namespace {

char* filter_for(unsigned session) {
    return g_strdup_printf("l2tpv2.session.index eq %u", session);
}

char* filter_of_packet(epan_dissect_t*, packet_info* pinfo, unsigned* stream, unsigned*) {
    const Facts* facts = facts_in_frame(pinfo);
    if (facts == nullptr || facts->situation->session == 0) return nullptr;
    *stream = facts->situation->session;
    return filter_for(*stream);
}

char* filter_of_index(unsigned stream, unsigned) {
    return filter_for(stream);
}

// Addresses do not tell sessions apart.
char* filter_of_addresses(address*, address*, int, int) {
    return nullptr;
}

char* port_text(wmem_allocator_t* pool, unsigned port) {
    return wmem_strdup_printf(pool, "%u", port);
}

bool is_client(const follow_info_t& info, const OuterFlow& flow) {
    return info.client_port == flow.from_port && addresses_equal(&info.client_ip, &flow.from);
}

// Sessions are numbered from 1, and streams from 0.
std::uint32_t session_count() {
    return tracker() == nullptr ? 0 : static_cast<std::uint32_t>(tracker()->judge().sessions().size()) + 1;
}

// take_frame adds a PPP frame. Whoever sent the first one is the client.
tap_packet_status take_frame(void* stream, packet_info* pinfo, epan_dissect_t*, const void* data,
                             tap_flags_t) {
    auto& info = *static_cast<follow_info_t*>(stream);
    const FollowRecord& seen = *static_cast<const FollowRecord*>(data);
    if (info.client_port == 0) {
        info.client_port = seen.flow.from_port;
        info.server_port = seen.flow.to_port;
        copy_address(&info.client_ip, &seen.flow.from);
        copy_address(&info.server_ip, &seen.flow.to);
    }
    const unsigned octets = tvb_captured_length(seen.frame);
    auto* record = g_new0(follow_record_t, 1);
    record->is_server = !is_client(info, seen.flow);
    record->packet_num = pinfo->num;
    record->abs_ts = pinfo->abs_ts;
    record->data = g_byte_array_sized_new(octets);
    g_byte_array_append(record->data, tvb_get_ptr(seen.frame, 0, static_cast<int>(octets)), octets);
    info.bytes_written[record->is_server ? 1 : 0] += octets;
    info.payload = g_list_prepend(info.payload, record);
    return TAP_PACKET_DONT_REDRAW;
}

}  // namespace

void register_follow() {
    register_follow_filters(protocol(), follow_tap_name, filter_of_packet, filter_of_index,
                            filter_of_addresses, port_text, take_frame, session_count);
}

}  // namespace l2tp::dissector
