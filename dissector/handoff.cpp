// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/handoff.hpp"

#include "codec/header.hpp"
#include "dissector/dissect.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

namespace {

constexpr guint32 l2tp_port = 1701;

dissector_handle_t ours;
dissector_handle_t built_in;
dissector_handle_t ppp;

// follow_conversation claims all that the two addresses exchange with the initiator's port, for the responder
// may answer from any port (RFC 2661, 8.1). Version 3 too: the built-in would claim it for itself otherwise.
void follow_conversation(packet_info* pinfo) {
    const conversation_type type = conversation_pt_to_conversation_type(pinfo->ptype);
    if (find_conversation(pinfo->num, &pinfo->src, &pinfo->dst, type, pinfo->srcport, pinfo->destport,
                          NO_PORT_B) ||
        find_conversation(pinfo->num, &pinfo->dst, &pinfo->src, type, pinfo->destport, pinfo->srcport,
                          NO_PORT_B)) {
        return;
    }
    conversation_t* conversation = conversation_new(pinfo->num, &pinfo->src, &pinfo->dst, type,
                                                    pinfo->srcport, pinfo->destport, NO_PORT2);
    conversation_set_dissector(conversation, ours);
}

// hand_back lets the built-in dissector have the datagram as if this plugin had never seen it.
int hand_back(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
    if (built_in == nullptr) return 0;
    wmem_list_frame_t* last = wmem_list_tail(pinfo->layers);
    if (last != nullptr && GPOINTER_TO_INT(wmem_list_frame_data(last)) == protocol()) {
        wmem_list_remove_frame(pinfo->layers, last);
        --pinfo->curr_layer_num;
    }
    return call_dissector_only(built_in, tvb, pinfo, tree, data);
}

int dissect_udp(tvbuff_t* tvb, packet_info* pinfo, proto_tree* tree, void* data) {
    if (tvb_captured_length(tvb) < 2) return hand_back(tvb, pinfo, tree, data);
    const unsigned version = tvb_get_ntohs(tvb, 0) & codec::header_bit::version_mask;
    // Data follows where control messages went before.
    const bool control = (tvb_get_ntohs(tvb, 0) & codec::header_bit::type) != 0;
    if ((version == 2 && control) || version == 3) follow_conversation(pinfo);
    if (version != 2) return hand_back(tvb, pinfo, tree, data);
    Payload payload;
    if (dissect_message(tvb, pinfo, tree, payload) == Shown::no) return hand_back(tvb, pinfo, tree, data);
    if (payload.octets > 0 && ppp != nullptr) {
        call_dissector(ppp, tvb_new_subset_length(tvb, payload.offset, payload.octets), pinfo, tree);
    }
    return static_cast<int>(tvb_captured_length(tvb));
}

}  // namespace

bool is_given_port(std::uint32_t port) noexcept {
    dissector_table_t ports = find_dissector_table("udp.port");
    return ports != nullptr && dissector_get_uint_handle(ports, port) == ours;
}

void register_handoff() {
    built_in = dissector_get_default_uint_handle("udp.port", l2tp_port);
    ppp = find_dissector("ppp_hdlc");
    register_outside();
    ours = create_dissector_handle(dissect_udp, protocol());
    dissector_add_uint_with_preference("udp.port", l2tp_port, ours);
}

}  // namespace l2tp::dissector
