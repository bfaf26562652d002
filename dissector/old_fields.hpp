// SPDX-License-Identifier: GPL-2.0-or-later
// The fields of the built-in dissector l2tp go on working in filters, columns and taps: beside each of our
// fields stands the built-in's like of it, hidden, wherever somebody asks for it by name. What asks for whole
// packets (tshark -T fields and -T json) names nothing to a dissector: there a preference has to be set.
#pragma once

#include "dissector/field_registry.hpp"

namespace l2tp::dissector {

// register_old_field_preference registers the preference l2tpv2.old_fields.
void register_old_field_preference(module_t* preferences);

// register_old_fields looks the built-in's fields up. All protocols have to be registered before.
void register_old_fields(const FieldRegistry& registry);

// add_item does what proto_tree_add_item does, for a field of ours and for its like.
proto_item* add_item(proto_tree* tree, int field, tvbuff_t* tvb, int offset, int length, guint encoding);

// add_number and add_flag do so for unsigned integers of up to four octets and for bits, and spare Wireshark
// to read them anew: `octets` are the field's, as a number, with all bits that the field's mask leaves out.
proto_item* add_number(proto_tree* tree, int field, tvbuff_t* tvb, int offset, int length,
                       std::uint32_t octets);
proto_item* add_flag(proto_tree* tree, int field, tvbuff_t* tvb, int offset, int length,
                     std::uint32_t octets);

}  // namespace l2tp::dissector
