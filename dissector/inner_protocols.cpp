// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/inner_protocols.hpp"

#include <array>

#include "codec/attribute.hpp"
#include "dissector/field_registration.hpp"

namespace l2tp::dissector {

namespace {

dissector_handle_t lcp_options;
dissector_handle_t chap;
dissector_handle_t pap;
dissector_handle_t pppoe_discovery;

// call_guarded lets another dissector show what is not the packet's payload: the columns and what is known
// of the packet stay as they are, and what it cannot read ends there and not our own decode.
void call_guarded(const Packet& packet, dissector_handle_t handle, tvbuff_t* tvb, proto_tree* tree) {
    packet_info* const pinfo = packet.pinfo;
    const char* const protocol_before = pinfo->current_proto;
    const auto layer_before = pinfo->curr_layer_num;
    const guint layers_before = wmem_list_count(pinfo->layers);
    const bool writable = col_get_writable(pinfo->cinfo, -1);
    col_set_writable(pinfo->cinfo, -1, FALSE);
    TRY {
        call_dissector_only(handle, tvb, pinfo, tree, nullptr);
    }
    CATCH_NONFATAL_ERRORS {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
    col_set_writable(pinfo->cinfo, -1, writable);
    pinfo->current_proto = protocol_before;
    pinfo->curr_layer_num = layer_before;
    while (wmem_list_count(pinfo->layers) > layers_before) {
        wmem_list_remove_frame(pinfo->layers, wmem_list_tail(pinfo->layers));
    }
}

// whole_options returns how many octets the options take that are there as a whole.
std::size_t whole_options(codec::Octets octets) noexcept {
    std::size_t at = 0;
    while (octets.size() - at >= 2) {
        const std::size_t length = octets[at + 1];
        if (length < 2 || length > octets.size() - at) break;
        at += length;
    }
    return at;
}

// Proxy is what the AVPs of one message tell of the caller's authentication (RFC 2661, 4.4.5).
struct Proxy {
    std::uint64_t type = 0;
    std::uint8_t id = 0;
    codec::Octets name;
    codec::Octets challenge;
    codec::Octets response;
};

codec::Octets value_of(const codec::DecodedMessage& message, codec::AvpKey key) noexcept {
    const codec::DecodedAvp* avp = message.find_readable(key);
    return avp != nullptr ? avp->value : codec::Octets{};
}

Proxy proxy_of(const codec::DecodedMessage& message) noexcept {
    namespace attribute = codec::attribute;
    return {message.number(attribute::proxy_authen_type).value_or(0),
            static_cast<std::uint8_t>(message.number(attribute::proxy_authen_id).value_or(0)),
            value_of(message, attribute::proxy_authen_name),
            value_of(message, attribute::proxy_authen_challenge),
            value_of(message, attribute::proxy_authen_response)};
}

// Builder writes one PPP packet of code, identifier, length and what follows, into memory of the packet.
class Builder {
  public:
    Builder(const Packet& packet, std::uint8_t code, std::uint8_t id, std::size_t capacity)
        : octets_(wmem_alloc_array(packet.pinfo->pool, std::uint8_t, capacity + 4)) {
        octets_[0] = code;
        octets_[1] = id;
    }

    void append_counted(codec::Octets part) {
        octets_[size_++] = static_cast<std::uint8_t>(part.size());
        append(part);
    }
    void append(codec::Octets part) {
        for (const std::uint8_t octet : part) octets_[size_++] = octet;
    }

    tvbuff_t* finish(const Packet& packet, const char* name) {
        octets_[2] = static_cast<std::uint8_t>(size_ >> 8);
        octets_[3] = static_cast<std::uint8_t>(size_);
        const auto size = static_cast<guint>(size_);
        tvbuff_t* tvb = tvb_new_child_real_data(packet.tvb, octets_, size, static_cast<gint>(size));
        add_new_data_source(packet.pinfo, tvb, name);
        return tvb;
    }

  private:
    std::uint8_t* octets_;
    std::size_t size_ = 4;
};

constexpr std::size_t most_counted = 255;  // one octet counts it
constexpr guint32 ethertype_pppoe_discovery = 0x8863;

void show_chap(const Packet& packet, proto_tree* tree, const Proxy& proxy) {
    constexpr std::uint8_t challenge_code = 1;
    constexpr std::uint8_t response_code = 2;
    if (proxy.challenge.size() > most_counted || proxy.response.size() > most_counted) return;
    Builder challenge(packet, challenge_code, proxy.id, 1 + proxy.challenge.size());
    challenge.append_counted(proxy.challenge);
    call_guarded(packet, chap, challenge.finish(packet, "Proxy CHAP Challenge"), tree);
    Builder response(packet, response_code, proxy.id, 1 + proxy.response.size() + proxy.name.size());
    response.append_counted(proxy.response);
    response.append(proxy.name);
    call_guarded(packet, chap, response.finish(packet, "Proxy CHAP Response"), tree);
}

void show_pap(const Packet& packet, proto_tree* tree, const Proxy& proxy) {
    constexpr std::uint8_t request_code = 1;
    if (proxy.name.size() > most_counted || proxy.response.size() > most_counted) return;
    Builder request(packet, request_code, proxy.id, 2 + proxy.name.size() + proxy.response.size());
    request.append_counted(proxy.name);
    request.append_counted(proxy.response);
    call_guarded(packet, pap, request.finish(packet, "Proxy PAP request"), tree);
}

}  // namespace

void register_inner_protocols() {
    lcp_options = find_dissector("ppp_lcp_options");
    chap = find_dissector("chap");
    pap = find_dissector("pap");
    pppoe_discovery = dissector_get_uint_handle(find_dissector_table("ethertype"), ethertype_pppoe_discovery);
}

void show_lcp_options(const Packet& packet, proto_item* parent, tvbuff_t* tvb, int offset,
                      codec::Octets octets) {
    const std::size_t whole = whole_options(octets);
    if (lcp_options == nullptr || whole == 0) return;
    proto_tree* tree = proto_item_add_subtree(parent, subtrees().value);
    call_guarded(packet, lcp_options, tvb_new_subset_length(tvb, offset, static_cast<gint>(whole)), tree);
}

void show_pppoe(const Packet& packet, proto_tree* tree, tvbuff_t* tvb, int offset, codec::Octets message) {
    if (pppoe_discovery == nullptr || message.empty()) return;
    const auto size = static_cast<gint>(message.size());
    call_guarded(packet, pppoe_discovery, tvb_new_subset_length(tvb, offset, size), tree);
}

void show_proxy_authentication(const Packet& packet, proto_tree* tree) {
    constexpr std::uint64_t type_chap = 2;
    constexpr std::uint64_t type_pap = 3;
    constexpr std::uint64_t type_ms_chap = 5;
    const Proxy proxy = proxy_of(*packet.message);
    const bool is_chap = proxy.type == type_chap || proxy.type == type_ms_chap;
    if (is_chap && chap != nullptr && !proxy.challenge.empty()) show_chap(packet, tree, proxy);
    if (proxy.type == type_pap && pap != nullptr) show_pap(packet, tree, proxy);
}

}  // namespace l2tp::dissector
