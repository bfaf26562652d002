// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/heuristic.hpp"

#include <array>

#include "dissector/field_registration.hpp"
#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

namespace {

dissector_handle_t ours;

constexpr int header_octets = 12;
constexpr int message_type_octets = 8;

// A control message begins with T, L and S set, O and P clear, and version 2; its Length is the datagram's;
// and its first AVP is a Message Type. A ZLB alone proves too little.
bool looks_like_control_message(tvbuff_t* tvb) {
    constexpr unsigned telling_bits = 0xcb0f;
    constexpr unsigned control = 0xc802;
    constexpr unsigned length_of_avp = 0x03ff;
    if (tvb_captured_length(tvb) < header_octets + message_type_octets) return false;
    if ((tvb_get_ntohs(tvb, 0) & telling_bits) != control) return false;
    if (tvb_get_ntohs(tvb, 2) != tvb_reported_length(tvb)) return false;
    const bool message_type = tvb_get_ntohl(tvb, header_octets + 2) == 0;
    return message_type && (tvb_get_ntohs(tvb, header_octets) & length_of_avp) == message_type_octets;
}

// Whatever else the two ends exchange follows by their conversation. The dissector itself claims what comes
// from other ports of the responder's.
HeuristicAnswer dissect_if_l2tp(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
    if (!looks_like_control_message(tvb)) return false;
    conversation_set_dissector(find_or_create_conversation(pinfo), ours);
    return call_dissector_only(ours, tvb, pinfo, tree, data) != 0;
}

}  // namespace

void register_heuristic() {
    constexpr guint32 l2tp_port = 1701;
    ours = dissector_get_default_uint_handle("udp.port", l2tp_port);
    heur_dissector_add("udp", dissect_if_l2tp, "L2TPv2 over any UDP port", "l2tpv2_udp", protocol(),
                       HEURISTIC_ENABLE);
}

}  // namespace l2tp::dissector
