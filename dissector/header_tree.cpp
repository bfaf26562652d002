// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/header_tree.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <span>

#include "dissector/field_demand.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/field_registry.hpp"
#include "dissector/old_fields.hpp"

namespace l2tp::dissector {

namespace {

int reserved_bits = -1;  // all of them together

void add_flags(const Packet& packet, proto_tree* tree, int offset) {
    const int field = fields().header_fields[static_cast<std::size_t>(codec::HeaderField::flags)];
    const std::uint16_t flags = packet.message->header.flags();
    proto_item* item = add_number(tree, field, packet.tvb, offset, 2, flags);
    proto_tree* bits = proto_item_add_subtree(item, subtrees().flags);
    const std::span<const codec::HeaderBit> rows = codec::header_bits();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        // Reserved bits are one item; each stands alone where it is not 0, or where a filter or a column
        // names it.
        const bool quiet = (rows[i].mask & codec::header_bit::reserved) != 0 && (flags & rows[i].mask) == 0;
        if (quiet && !is_named(fields().header_bits[i])) continue;
        const auto add = std::has_single_bit(rows[i].mask) ? add_flag : add_number;
        add(bits, fields().header_bits[i], packet.tvb, offset, 2, flags);
    }
    add_number(bits, reserved_bits, packet.tvb, offset, 2, flags);
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

void register_header_tree() {
    static FieldRegistry registry(protocol());
    reserved_bits = registry.add(
        {"Reserved bits", "l2tpv2.reserved", FT_UINT16, BASE_HEX, nullptr, codec::header_bit::reserved});
}

void add_header(const Packet& packet, proto_tree* tree) {
    const codec::Header& header = packet.message->header;
    for (const codec::HeaderFieldRow& row : codec::header_fields()) {
        const std::optional<std::uint16_t> value = header.get(row.field);
        if (!value) continue;
        const int offset = static_cast<int>(header.offset_of(row.field));
        if (row.field == codec::HeaderField::flags) {
            add_flags(packet, tree, offset);
        } else {
            add_number(tree, fields().header_fields[static_cast<std::size_t>(row.field)], packet.tvb, offset,
                       2, *value);
        }
    }
    add_padding(packet, tree);
}

}  // namespace l2tp::dissector
