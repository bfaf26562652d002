// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/header_tree.hpp"

#include <algorithm>

#include "dissector/field_registration.hpp"
#include "dissector/old_fields.hpp"

namespace l2tp::dissector {

namespace {

void add_flags(const Packet& packet, proto_tree* tree, int offset) {
    const int field = fields().header_fields[static_cast<std::size_t>(codec::HeaderField::flags)];
    proto_item* item = add_item(tree, field, packet.tvb, offset, 2, ENC_BIG_ENDIAN);
    proto_tree* bits = proto_item_add_subtree(item, subtrees().flags);
    for (int bit : fields().header_bits) {
        add_item(bits, bit, packet.tvb, offset, 2, ENC_BIG_ENDIAN);
    }
}

void add_padding(const Packet& packet, proto_tree* tree) {
    const codec::Header& header = packet.message->header;
    const std::uint32_t captured = tvb_captured_length(packet.tvb);
    const std::uint32_t start = header.fixed_size();
    const std::uint32_t end = std::min(header.size(), captured);
    if (!header.complete() || start >= end) return;
    add_item(tree, fields().offset_padding, packet.tvb, static_cast<int>(start),
             static_cast<int>(end - start), ENC_NA);
}

}  // namespace

void add_header(const Packet& packet, proto_tree* tree) {
    const codec::Header& header = packet.message->header;
    for (const codec::HeaderFieldRow& row : codec::header_fields()) {
        if (!header.get(row.field)) continue;
        const int offset = static_cast<int>(header.offset_of(row.field));
        if (row.field == codec::HeaderField::flags) {
            add_flags(packet, tree, offset);
        } else {
            add_item(tree, fields().header_fields[static_cast<std::size_t>(row.field)], packet.tvb, offset, 2,
                     ENC_BIG_ENDIAN);
        }
    }
    add_padding(packet, tree);
}

}  // namespace l2tp::dissector
