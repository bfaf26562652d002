// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/field_registration.hpp"

#include <bit>
#include <string>

#include "codec/message_table.hpp"
#include "codec/value_names.hpp"
#include "dissector/breaches.hpp"
#include "dissector/challenges.hpp"
#include "dissector/field_registry.hpp"
#include "dissector/header_tree.hpp"
#include "dissector/hidden_avps.hpp"
#include "dissector/inner_protocols.hpp"
#include "dissector/old_fields.hpp"
#include "dissector/secrets.hpp"
#include "dissector/tracking_fields.hpp"
#include "dissector/value_fields.hpp"
#include "dissector/wireshark.hpp"

namespace l2tp::dissector {

namespace {

int protocol_handle = -1;

const true_false_string control_or_data{"control message", "data message"};

// Bits 8 and 9 on data, between peers that agreed on them (RFC 4623, 4.1 and 5.6).
const value_string fragments[] = {{0, "none"},
                                  {1, "first fragment by RFC 4623"},
                                  {2, "last fragment by RFC 4623"},
                                  {3, "fragment between by RFC 4623"},
                                  {0, nullptr}};

const value_string response_checks[] = {
    {static_cast<guint32>(ResponseCheck::wrong), "wrong: not the digest of the Challenge and the secret"},
    {static_cast<guint32>(ResponseCheck::right), "right"},
    {static_cast<guint32>(ResponseCheck::no_secret), "not checked: the secret is not known"},
    {static_cast<guint32>(ResponseCheck::no_challenge), "not checked: the Challenge was not seen"},
    {0, nullptr}};

Fields filled_fields;

FieldRegistry& field_registry() {
    static FieldRegistry registry(protocol_handle);
    return registry;
}

Subtrees filled_subtrees;

extern "C" void show_vendor(char* text, guint32 vendor) {
    if (vendor == 0) {
        g_strlcpy(text, "IETF (0)", ITEM_LABEL_LENGTH);
    } else {
        enterprises_base_custom(text, vendor);
    }
}

int register_header_bit(FieldRegistry& registry, const codec::HeaderBit& bit) {
    FieldRegistry::Description field{bit.name, "l2tpv2." + std::string(bit.slug)};
    field.mask = bit.mask;
    if (std::has_single_bit(bit.mask)) {
        field.type = FT_BOOLEAN;
        field.display = 16;
        field.strings = bit.mask == codec::header_bit::type ? &control_or_data : &tfs_set_notset;
    } else {
        field.type = FT_UINT16;
        field.display = bit.mask == codec::header_bit::version_mask ? BASE_DEC : BASE_HEX;
        if (bit.mask == codec::header_bit::fragment) field.strings = fragments;
    }
    return registry.add(field);
}

void register_header(FieldRegistry& registry, Fields& fields) {
    for (const codec::HeaderBit& bit : codec::header_bits()) {
        fields.header_bits.push_back(register_header_bit(registry, bit));
    }
    for (const codec::HeaderFieldRow& row : codec::header_fields()) {
        const int display = row.field == codec::HeaderField::flags ? BASE_HEX : BASE_DEC;
        fields.header_fields[static_cast<std::size_t>(row.field)] =
            registry.add({row.name, "l2tpv2." + std::string(row.slug), FT_UINT16, display});
    }
    fields.offset_padding = registry.add({"Offset Padding", "l2tpv2.offset_padding", FT_BYTES});
    fields.zlb = registry.add({"Zero-Length Body (an acknowledgement)", "l2tpv2.zlb", FT_NONE});
    fields.trailing = registry.add({"Trailing octets", "l2tpv2.trailing", FT_BYTES});
    fields.cut = registry.add(
        {"Octets on the wire that the capture does not hold", "l2tpv2.cut", FT_UINT32, BASE_DEC});
    fields.requirement = registry.add({"Requirement broken", "l2tpv2.requirement", FT_STRING});
    fields.response_check =
        registry.add({"Check", "l2tpv2.avp.challenge_response.check", FT_UINT8, BASE_DEC, response_checks});
}

std::vector<value_string> attribute_names(FieldRegistry& registry, std::span<const codec::AvpRow> rows) {
    std::vector<value_string> names;
    for (const codec::AvpRow& row : rows) {
        if (row.context == codec::Context::always) names.push_back({row.key.type, registry.keep(row.name)});
    }
    return names;
}

// Names of attributes, one table for each vendor that the AVP table knows.
VariedField register_avp_type(FieldRegistry& registry) {
    FieldRegistry::Description field{"Attribute Type", "l2tpv2.avp.type", FT_UINT16, BASE_DEC};
    const std::span<const codec::AvpRow> table = codec::avp_table();
    registry.add_for_filters(field, attribute_names(registry, table));
    VariedField type{registry.add(field), {}};
    for (std::size_t first = 0, next = 0; first < table.size(); first = next) {
        const std::uint16_t vendor = table[first].key.vendor;
        while (next < table.size() && table[next].key.vendor == vendor) ++next;
        field.strings = registry.keep_names(attribute_names(registry, table.subspan(first, next - first)));
        type.variants.push_back({vendor, registry.add(field)});
    }
    return type;
}

void register_common_avp(FieldRegistry& registry, CommonAvpFields& avp) {
    avp.container = registry.add({"AVP", "l2tpv2.avp", FT_NONE});
    avp.mandatory =
        registry.add({"Mandatory", "l2tpv2.avp.mandatory", FT_BOOLEAN, 16, &tfs_set_notset, 0x8000});
    avp.hidden = registry.add({"Hidden", "l2tpv2.avp.hidden", FT_BOOLEAN, 16, &tfs_set_notset, 0x4000});
    avp.reserved = registry.add({"Reserved", "l2tpv2.avp.reserved", FT_UINT16, BASE_HEX, nullptr, 0x3c00});
    avp.length = registry.add({"Length", "l2tpv2.avp.length", FT_UINT16, BASE_DEC, nullptr, 0x03ff});
    avp.vendor_id = registry.add({"Vendor ID", "l2tpv2.avp.vendor_id", FT_UINT16, BASE_CUSTOM,
                                  reinterpret_cast<const void*>(&show_vendor)});
    avp.type = register_avp_type(registry);
    avp.value = registry.add({"Value", "l2tpv2.avp.value", FT_BYTES});
    avp.clear_value = registry.add({"Un-hidden value", "l2tpv2.avp.clear_value", FT_BYTES});
    avp.rest = registry.add({"Octets that no field of the value has", "l2tpv2.avp.rest", FT_BYTES});
}

}  // namespace

int protocol() noexcept {
    return protocol_handle;
}
const Fields& fields() noexcept {
    return filled_fields;
}
const Subtrees& subtrees() noexcept {
    return filled_subtrees;
}

void register_protocol() {
    protocol_handle = proto_register_protocol("Layer Two Tunneling Protocol version 2", "L2TPv2", "l2tpv2");
    FieldRegistry& registry = field_registry();

    Fields& fields = filled_fields;
    register_header(registry, fields);
    register_common_avp(registry, fields.avp);
    for (const codec::AvpRow& row : codec::avp_table()) fields.avps.push_back(register_avp(registry, row));

    static Subtrees& trees = filled_subtrees;
    static int* const handles[] = {&trees.message, &trees.flags, &trees.avp, &trees.value, &trees.bits};
    proto_register_subtree_array(handles, static_cast<int>(std::size(handles)));
    register_header_tree();
    register_breaches(protocol_handle);
    register_hidden_avps(protocol_handle);
    register_challenges(protocol_handle);
    module_t* preferences = prefs_register_protocol(protocol_handle, nullptr);
    register_secrets(preferences);
    register_old_field_preference(preferences);
    register_tracking_preference(preferences);
}

void register_outside() {
    register_old_fields(field_registry());
    register_inner_protocols();
}

}  // namespace l2tp::dissector
