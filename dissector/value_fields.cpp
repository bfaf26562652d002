// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/value_fields.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <utility>
#include <vector>

#include "codec/message_table.hpp"
#include "codec/value_names.hpp"
#include "dissector/outside_names.hpp"

namespace l2tp::dissector {

using codec::FieldKind;

namespace {

std::string avp_abbreviation(const codec::AvpRow& row) {
    return "l2tpv2.avp." + std::string(row.slug);
}

bool bears_avp_name(const codec::AvpRow& row, const codec::Field& field) {
    return row.value.count == 1 || field.slug == row.slug;
}

// An integer of 1 to 8 octets.
ftenum integer_type(std::size_t octets) {
    constexpr std::array types{FT_UINT8,  FT_UINT16, FT_UINT24, FT_UINT32,
                               FT_UINT40, FT_UINT48, FT_UINT56, FT_UINT64};
    return types[octets - 1];
}

bool is_integer(const codec::Field& field) {
    const bool kind =
        field.kind == FieldKind::number || field.kind == FieldKind::bits || field.kind == FieldKind::reserved;
    return kind && field.octets >= 1 && field.octets <= 8;
}

ftenum type_of(const codec::Field& field) {
    if (is_integer(field)) return integer_type(field.octets);
    switch (field.kind) {
        case FieldKind::ascii:
        case FieldKind::utf8:
            return FT_STRING;
        case FieldKind::id_list:
            return FT_UINT16;
        default:
            return FT_BYTES;
    }
}

int display_of(const codec::Field& field) {
    if (field.kind == FieldKind::id_list) return BASE_DEC;
    if (!is_integer(field)) return BASE_NONE;
    if (field.display == codec::Display::hexadecimal) return BASE_HEX;
    return field.unit.empty() ? static_cast<int>(BASE_DEC) : BASE_DEC | BASE_UNIT_STRING;
}

// Wireshark's tables of names hold 32-bit values; a wider field shows plain numbers.
bool can_have_names(const codec::Field& field) {
    return field.kind == FieldKind::number && is_integer(field) && field.octets <= 4 && field.unit.empty();
}

// Message Types take their names from the message table: those of the vendor whose Message Type AVP this is.
std::vector<value_string> message_names(FieldRegistry& registry, std::uint16_t vendor) {
    std::vector<value_string> names;
    for (const codec::MessageRow& row : codec::message_table()) {
        if (row.vendor != vendor) continue;
        names.push_back({row.type, registry.keep(row.abbreviation)});
    }
    return names;
}

std::vector<value_string> names_in(FieldRegistry& registry, codec::NameSet set, std::uint16_t message) {
    std::vector<value_string> names;
    for (const codec::ValueName& row : codec::value_names(set)) {
        if (row.message == message) names.push_back({row.value, registry.keep(row.name)});
    }
    return names;
}

// Names that depend on the message: a field for each message that has its own, beside `otherwise`.
VariedField register_by_message(FieldRegistry& registry, FieldRegistry::Description field,
                                codec::NameSet set) {
    std::vector<value_string> all;
    std::vector<std::uint16_t> messages;
    for (const codec::ValueName& row : codec::value_names(set)) {
        all.push_back({row.value, registry.keep(row.name)});
        if (row.message != codec::ValueName::any_message &&
            (messages.empty() || messages.back() != row.message)) {
            messages.push_back(row.message);
        }
    }
    if (!messages.empty()) registry.add_for_filters(field, std::move(all));
    field.strings = registry.keep_names(names_in(registry, set, codec::ValueName::any_message));
    VariedField handles{registry.add(field), {}};
    for (const std::uint16_t message : messages) {
        field.strings = registry.keep_names(names_in(registry, set, message));
        handles.variants.push_back({message, registry.add(field)});
    }
    return handles;
}

VariedField register_number(FieldRegistry& registry, FieldRegistry::Description field,
                            const codec::AvpRow& row, codec::NameSet set) {
    if (const OutsideNames outside = outside_names(set); outside.strings != nullptr) {
        field.strings = outside.strings;
        field.display |= outside.display;
        return {registry.add(field), {}};
    }
    if (set != codec::NameSet::message_type) return register_by_message(registry, std::move(field), set);
    field.strings = registry.keep_names(message_names(registry, row.key.vendor));
    return {registry.add(field), {}};
}

// One boolean for each bit with a name, and what is left of the mask as its reserved part.
std::vector<int> register_bits(FieldRegistry& registry, const codec::Field& field,
                               const std::string& parent) {
    const std::uint64_t width = field.octets * 8U;
    const std::uint64_t whole = field.mask != 0 ? field.mask : ~std::uint64_t{0} >> (64 - width);
    const int shift = std::countr_zero(whole);
    std::uint64_t rest = whole;
    std::vector<int> handles;
    for (const codec::ValueName& bit : codec::value_names(field.names)) {
        const std::uint64_t mask = std::uint64_t{bit.value} << shift;
        rest &= ~mask;
        handles.push_back(registry.add({bit.name, parent + "." + std::string(bit.slug), FT_BOOLEAN,
                                        static_cast<int>(width), &tfs_set_notset, mask}));
    }
    if (rest != 0) {
        handles.push_back(registry.add(
            {"Reserved", parent + ".reserved", integer_type(field.octets), BASE_HEX, nullptr, rest}));
    }
    return handles;
}

// A field that bears the AVP's own filter name also bears its name: "(Tx) Connect Speed" rather than "BPS".
ValueFields register_value(FieldRegistry& registry, const codec::AvpRow& row, const codec::Field& field) {
    const std::string avp = avp_abbreviation(row);
    const bool own = bears_avp_name(row, field);
    const std::string abbreviation = own ? avp : avp + "." + std::string(field.slug);
    FieldRegistry::Description description{
        own ? row.name : field.name, abbreviation, type_of(field),
        display_of(field),           nullptr,      is_integer(field) ? field.mask : 0};
    ValueFields handles;
    if (can_have_names(field)) {
        handles.value = register_number(registry, description, row, field.names);
        return handles;
    }
    if ((description.display & BASE_UNIT_STRING) != 0) description.strings = registry.keep_unit(field.unit);
    handles.value.otherwise = registry.add(description);
    if (field.kind == FieldKind::bits && is_integer(field)) {
        handles.bits = register_bits(registry, field, abbreviation);
    }
    return handles;
}

}  // namespace

AvpFields register_avp(FieldRegistry& registry, const codec::AvpRow& row) {
    const std::span<const codec::Field> layout = row.value.view();
    AvpFields handles;
    if (std::none_of(layout.begin(), layout.end(),
                     [&](const auto& field) { return bears_avp_name(row, field); })) {
        handles.group = registry.add({row.name, avp_abbreviation(row), FT_NONE});
    }
    for (std::size_t i = 0; i < layout.size(); ++i)
        handles.values[i] = register_value(registry, row, layout[i]);
    return handles;
}

}  // namespace l2tp::dissector
