// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/avp_tree.hpp"

#include <type_traits>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "dissector/challenges.hpp"
#include "dissector/field_demand.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/hidden_avps.hpp"
#include "dissector/inner_protocols.hpp"
#include "dissector/old_fields.hpp"
#include "dissector/value_text.hpp"

namespace l2tp::dissector {

static_assert(std::is_trivially_destructible_v<codec::DecodedFields>,
              "it stands in frames that longjmp leaves");

namespace {

constexpr codec::AvpKey pppoe_relay{0, 55};

// Source is where the octets of a value lie: in the datagram, or in a buffer of their own if they were
// hidden.
struct Source {
    tvbuff_t* tvb = nullptr;
    int offset = 0;
};

// The AVP's header as far as the capture holds it.
void add_avp_header(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp) {
    const CommonAvpFields& common = fields().avp;
    const int offset = static_cast<int>(avp.offset);
    if (avp.size >= 2) {
        add_flag(tree, common.mandatory, packet.tvb, offset, 2, avp.bits);
        add_flag(tree, common.hidden, packet.tvb, offset, 2, avp.bits);
        // Bits that are 0, as they have to be, show only where a filter or a column names them.
        if (avp.reserved() != 0 || is_named(common.reserved))
            add_number(tree, common.reserved, packet.tvb, offset, 2, avp.bits);
        add_number(tree, common.length, packet.tvb, offset, 2, avp.bits);
    }
    if (avp.size >= 4) {
        add_number(tree, common.vendor_id, packet.tvb, offset + 2, 2, avp.key.vendor);
    }
    if (avp.size >= codec::avp_header_octets) {
        add_number(tree, common.type.select(avp.key.vendor), packet.tvb, offset + 4, 2, avp.key.type);
    }
}

// shows_all tells that the fields of an AVP show every octet of its value, as it was sent.
bool shows_all(const codec::DecodedAvp& avp) {
    return avp.row != nullptr && avp.row->value.count != 0 && avp.state == codec::AvpState::clear;
}

// The value's octets: as they were sent, and if they were hidden also in clear. Where fields show them all
// they stand there for filters only.
Source add_value(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp) {
    const Source sent{packet.tvb, static_cast<int>(avp.offset + codec::avp_header_octets)};
    if (!avp.wire_value.empty()) {
        proto_item* item = add_item(tree, fields().avp.value, sent.tvb, sent.offset,
                                    static_cast<int>(avp.wire_value.size()), ENC_NA);
        if (avp.hidden()) proto_item_append_text(item, " (hidden, as sent)");
        if (shows_all(avp)) proto_item_set_hidden(item);
    }
    if (avp.state != codec::AvpState::revealed) return sent;
    return {add_clear_value(packet, tree, avp), 0};
}

void add_id_list(proto_tree* tree, int field, tvbuff_t* tvb, int offset, std::size_t octets) {
    for (std::size_t i = 0; i + 2 <= octets; i += 2) {
        add_item(tree, field, tvb, offset + static_cast<int>(i), 2, ENC_BIG_ENDIAN);
    }
}

guint encoding_of(const codec::Field& field) {
    if (field.kind == codec::FieldKind::utf8) return ENC_UTF_8;
    if (field.kind == codec::FieldKind::ascii) return ENC_ASCII;
    return field.octets >= 1 && field.octets <= 8 ? ENC_BIG_ENDIAN : ENC_NA;
}

// is_small_number tells that Wireshark keeps a field as an unsigned integer of 8 to 32 bits.
bool is_small_number(const codec::Field& field) {
    const bool numeric = field.kind == codec::FieldKind::number || field.kind == codec::FieldKind::bits ||
                         field.kind == codec::FieldKind::reserved;
    return numeric && field.octets >= 1 && field.octets <= 4;
}

void add_field(const Packet& packet, proto_tree* tree, const ValueFields& handles,
               const codec::DecodedField& decoded, Source source) {
    const codec::Field& field = *decoded.field;
    const int handle = handles.value.select(packet.message_type());
    const int octets = static_cast<int>(decoded.octets.size());
    const int offset = source.offset + static_cast<int>(decoded.offset);
    if (field.kind == codec::FieldKind::id_list) {
        add_id_list(tree, handle, source.tvb, offset, decoded.octets.size());
        return;
    }
    proto_item* item =
        is_small_number(field)
            ? add_number(tree, handle, source.tvb, offset, octets,
                         static_cast<std::uint32_t>(codec::read_number(decoded.octets, field.octets)))
            : add_item(tree, handle, source.tvb, offset, octets, encoding_of(field));
    if (field.kind == codec::FieldKind::lcp_options)
        show_lcp_options(packet, item, source.tvb, offset, decoded.octets);
    if (handles.bits.empty()) return;
    proto_tree* bits = proto_item_add_subtree(item, subtrees().bits);
    for (int bit : handles.bits) add_item(bits, bit, source.tvb, offset, octets, ENC_BIG_ENDIAN);
}

void add_fields(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp,
                const codec::DecodedFields& decoded, Source source) {
    const AvpFields& handles = fields().avps[codec::position_of(*avp.row)];
    if (handles.group != -1) {
        proto_item* item = add_item(tree, handles.group, source.tvb, source.offset,
                                    static_cast<int>(avp.value.size()), ENC_NA);
        tree = proto_item_add_subtree(item, subtrees().value);
    }
    const codec::Field* const first = avp.row->value.fields.data();
    for (const codec::DecodedField& field : decoded.view()) {
        const auto position = static_cast<std::size_t>(field.field - first);
        add_field(packet, tree, handles.values[position], field, source);
    }
    if (decoded.rest.empty()) return;
    proto_tree_add_item(tree, fields().avp.rest, source.tvb,
                        source.offset + static_cast<int>(decoded.rest_offset),
                        static_cast<int>(decoded.rest.size()), ENC_NA);
}

// The Ethernet frame of a PPPoE Relay AVP (RFC 3817, 4) as far as its own fields leave it octets.
void add_pppoe(const Packet& packet, proto_tree* tree, const codec::DecodedFields& decoded, Source source) {
    constexpr std::uint64_t discovery = 0x8863;
    const codec::DecodedField* ethertype = decoded.find("ethertype");
    const codec::DecodedField* message = decoded.find("pppoe");
    if (message == nullptr || ethertype->number != discovery) return;
    show_pppoe(packet, tree, source.tvb, source.offset + static_cast<int>(message->offset), message->octets);
}

// What other AVPs and messages, and other protocols say about the value.
void add_conclusions(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp,
                     const codec::DecodedFields& decoded, Source source) {
    if (avp.key == pppoe_relay) add_pppoe(packet, tree, decoded, source);
    if (avp.key == codec::attribute::challenge_response) show_response_check(packet, tree, avp);
    if (avp.key == codec::attribute::proxy_authen_response) show_proxy_authentication(packet, tree);
}

const char* note_of(const codec::DecodedAvp& avp) {
    switch (avp.state) {
        case codec::AvpState::clear:
            return "";
        case codec::AvpState::hidden:
            return " (hidden)";
        case codec::AvpState::revealed:
            return " (un-hidden)";
        case codec::AvpState::undecodable:
            return " (hidden, unreadable)";
        case codec::AvpState::incomplete:
            break;
    }
    return avp.hidden() ? " (hidden, incomplete)" : " (incomplete)";
}

void append(wmem_strbuf_t* out, std::string_view text) {
    wmem_strbuf_append_len(out, text.data(), text.size());
}

// set_title names the AVP in its container's line: what an engineer reads without opening it.
void set_title(const Packet& packet, proto_item* item, const codec::DecodedAvp& avp,
               const codec::DecodedFields* decoded) {
    if (avp.row == nullptr) {
        if (avp.size < codec::avp_header_octets) {
            proto_item_set_text(item, "AVP: incomplete header");
        } else {
            proto_item_set_text(item, "AVP: vendor %u, type %u%s, %u octets", avp.key.vendor, avp.key.type,
                                note_of(avp), static_cast<unsigned>(avp.wire_value.size()));
        }
        return;
    }
    wmem_strbuf_t* title = wmem_strbuf_new(packet.pinfo->pool, "AVP: ");
    append(title, avp.row->name);
    append(title, note_of(avp));
    if (decoded != nullptr) {
        const std::size_t bare = wmem_strbuf_get_len(title);
        append(title, ": ");
        append_value(packet, title, *avp.row, *decoded);
        if (wmem_strbuf_get_len(title) == bare + 2) wmem_strbuf_truncate(title, bare);
    }
    proto_item_set_text(item, "%s", wmem_strbuf_get_str(title));
}

}  // namespace

proto_item* add_avp(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp) {
    proto_item* item = proto_tree_add_item(tree, fields().avp.container, packet.tvb,
                                           static_cast<int>(avp.offset), static_cast<int>(avp.size), ENC_NA);
    proto_tree* subtree = proto_item_add_subtree(item, subtrees().avp);
    add_avp_header(packet, subtree, avp);
    const Source source = add_value(packet, subtree, avp);
    if (avp.hidden()) hint_at_secret(packet, item, avp);
    if (avp.row == nullptr || (!avp.readable() && avp.hidden())) {
        set_title(packet, item, avp, nullptr);
        return item;
    }
    const codec::DecodedFields decoded = codec::decode_fields(*avp.row, avp.value);
    add_fields(packet, subtree, avp, decoded, source);
    set_title(packet, item, avp, &decoded);
    add_conclusions(packet, subtree, avp, decoded, source);
    return item;
}

void add_avp_remarks(const Packet& packet, proto_item* message) {
    for (const codec::DecodedAvp& avp : packet.message->avps) {
        if (avp.hidden()) hint_at_secret(packet, message, avp);
        if (avp.key == codec::attribute::challenge_response)
            show_response_check(packet, proto_item_get_subtree(message), avp);
    }
}

}  // namespace l2tp::dissector
