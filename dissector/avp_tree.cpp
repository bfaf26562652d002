// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/avp_tree.hpp"

#include <type_traits>

#include "codec/fields.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/value_text.hpp"

namespace l2tp::dissector {

static_assert(std::is_trivially_destructible_v<codec::DecodedFields>,
              "it stands in frames that longjmp leaves");

namespace {

// The AVP's header as far as the capture holds it.
void add_avp_header(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp) {
    const CommonAvpFields& common = fields().avp;
    const int offset = static_cast<int>(avp.offset);
    if (avp.size >= 2) {
        for (int bit : {common.mandatory, common.hidden, common.reserved, common.length}) {
            proto_tree_add_item(tree, bit, packet.tvb, offset, 2, ENC_BIG_ENDIAN);
        }
    }
    if (avp.size >= 4) {
        proto_tree_add_item(tree, common.vendor_id, packet.tvb, offset + 2, 2, ENC_BIG_ENDIAN);
    }
    if (avp.size >= codec::avp_header_octets) {
        proto_tree_add_item(tree, common.type.select(avp.key.vendor), packet.tvb, offset + 4, 2,
                            ENC_BIG_ENDIAN);
    }
}

void add_id_list(const Packet& packet, proto_tree* tree, int field, int offset, std::size_t octets) {
    for (std::size_t i = 0; i + 2 <= octets; i += 2) {
        proto_tree_add_item(tree, field, packet.tvb, offset + static_cast<int>(i), 2, ENC_BIG_ENDIAN);
    }
}

guint encoding_of(const codec::Field& field) {
    if (field.kind == codec::FieldKind::utf8) return ENC_UTF_8;
    if (field.kind == codec::FieldKind::ascii) return ENC_ASCII;
    return field.octets >= 1 && field.octets <= 8 ? ENC_BIG_ENDIAN : ENC_NA;
}

void add_field(const Packet& packet, proto_tree* tree, const ValueFields& handles,
               const codec::DecodedField& decoded, int offset) {
    const codec::Field& field = *decoded.field;
    const int handle = handles.value.select(packet.message_type());
    const int octets = static_cast<int>(decoded.octets.size());
    if (field.kind == codec::FieldKind::id_list) {
        add_id_list(packet, tree, handle, offset, decoded.octets.size());
        return;
    }
    proto_item* item = proto_tree_add_item(tree, handle, packet.tvb, offset, octets, encoding_of(field));
    if (handles.bits.empty()) return;
    proto_tree* bits = proto_item_add_subtree(item, subtrees().bits);
    for (int bit : handles.bits) proto_tree_add_item(bits, bit, packet.tvb, offset, octets, ENC_BIG_ENDIAN);
}

void add_fields(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp,
                const codec::DecodedFields& decoded) {
    const AvpFields& handles = fields().avps[codec::position_of(*avp.row)];
    const int start = static_cast<int>(avp.offset + codec::avp_header_octets);
    if (handles.group != -1) {
        proto_item* item = proto_tree_add_item(tree, handles.group, packet.tvb, start,
                                               static_cast<int>(avp.value.size()), ENC_NA);
        tree = proto_item_add_subtree(item, subtrees().value);
    }
    const codec::Field* const first = avp.row->value.fields.data();
    for (const codec::DecodedField& field : decoded.view()) {
        const auto position = static_cast<std::size_t>(field.field - first);
        add_field(packet, tree, handles.values[position], field, start + static_cast<int>(field.offset));
    }
}

const char* note_of(const codec::DecodedAvp& avp) {
    if (avp.state == codec::AvpState::incomplete)
        return avp.hidden() ? " (hidden, incomplete)" : " (incomplete)";
    return avp.hidden() ? " (hidden)" : "";
}

// set_title names the AVP in its container's line: what an engineer reads without opening it.
void set_title(const Packet& packet, proto_item* item, const codec::DecodedAvp& avp, const char* text) {
    const char* const separator = *text != '\0' ? ": " : "";
    if (avp.row != nullptr) {
        proto_item_set_text(item, "AVP: %s%s%s%s", printable(packet.pinfo->pool, avp.row->name), note_of(avp),
                            separator, text);
    } else if (avp.size < codec::avp_header_octets) {
        proto_item_set_text(item, "AVP: incomplete header");
    } else {
        proto_item_set_text(item, "AVP: vendor %u, type %u%s, %u octets", avp.key.vendor, avp.key.type,
                            note_of(avp), static_cast<unsigned>(avp.wire_value.size()));
    }
}

}  // namespace

proto_item* add_avp(const Packet& packet, proto_tree* tree, const codec::DecodedAvp& avp) {
    proto_item* item = proto_tree_add_item(tree, fields().avp.container, packet.tvb,
                                           static_cast<int>(avp.offset), static_cast<int>(avp.size), ENC_NA);
    proto_tree* subtree = proto_item_add_subtree(item, subtrees().avp);
    add_avp_header(packet, subtree, avp);
    if (!avp.wire_value.empty()) {
        proto_tree_add_item(subtree, fields().avp.value, packet.tvb,
                            static_cast<int>(avp.offset + codec::avp_header_octets),
                            static_cast<int>(avp.wire_value.size()), ENC_NA);
    }
    const char* text = "";
    if (avp.row != nullptr && !avp.hidden()) {
        const codec::DecodedFields decoded = codec::decode_fields(*avp.row, avp.value);
        add_fields(packet, subtree, avp, decoded);
        text = value_text(packet, *avp.row, decoded);
    }
    set_title(packet, item, avp, text);
    return item;
}

}  // namespace l2tp::dissector
