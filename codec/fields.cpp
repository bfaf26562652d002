// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/fields.hpp"

#include <algorithm>
#include <bit>

namespace l2tp::codec {
namespace {

bool is_numeric(const Field& field) noexcept {
    return field.kind == FieldKind::number || field.kind == FieldKind::bits ||
           field.kind == FieldKind::reserved;
}

std::uint64_t extract(const Field& field, Octets octets) noexcept {
    if (!is_numeric(field) || octets.size() > 8) return 0;
    const std::uint64_t whole = read_number(octets, octets.size());
    return field.mask == 0 ? whole : (whole & field.mask) >> std::countr_zero(field.mask);
}

bool named(const Field& field, std::string_view name) noexcept {
    return field.name == name || field.slug == name;
}

Octets octets_of(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

const FieldValue* given(const Field& field, std::span<const FieldValue> values) noexcept {
    const auto value =
        std::ranges::find_if(values, [&](const FieldValue& v) { return named(field, v.name); });
    return value != values.end() ? &*value : nullptr;
}

bool fits(const Field& field, std::uint64_t number) noexcept {
    const unsigned width =
        field.mask != 0 ? static_cast<unsigned>(std::popcount(field.mask)) : field.octets * 8u;
    return width >= 64 || number >> width == 0;
}

// put writes one field at the end of `out`, or over the octets that it shares with the field before it.
bool put(OctetString& out, const Field& field, const FieldValue* value) {
    if (!is_numeric(field)) {
        const Octets octets = value != nullptr ? value->octets : octets_of(field.example_text);
        if (field.octets != 0 && octets.size() != field.octets) return false;
        append_octets(out, octets);
        return true;
    }
    const std::uint64_t number = value != nullptr ? value->number : field.example;
    if (!fits(field, number)) return false;
    const std::uint64_t bits = field.mask != 0 ? number << std::countr_zero(field.mask) : number;
    if (!field.shares_octets) {
        append_number(out, bits, field.octets);
        return true;
    }
    const std::size_t start = out.size() - field.octets;
    const std::uint64_t before = read_number(Octets(out).subspan(start), field.octets);
    out.resize(start);
    append_number(out, before | bits, field.octets);
    return true;
}

bool all_names_known(const AvpRow& row, std::span<const FieldValue> values) noexcept {
    return std::ranges::all_of(values, [&](const FieldValue& value) {
        return std::ranges::any_of(row.value.view(),
                                   [&](const Field& field) { return named(field, value.name); });
    });
}

}  // namespace

const DecodedField* DecodedFields::find(std::string_view name) const noexcept {
    const auto found =
        std::ranges::find_if(view(), [&](const DecodedField& f) { return named(*f.field, name); });
    return found != view().end() ? &*found : nullptr;
}

DecodedFields decode_fields(const AvpRow& row, Octets value) noexcept {
    DecodedFields result;
    std::size_t at = 0;
    std::size_t start = 0;
    for (const Field& field : row.value.view()) {
        if (!field.shares_octets) start = at;
        const std::size_t left = value.size() - start;
        if (left < field.octets || (field.presence == Presence::optional && left == 0)) break;
        const std::size_t size = field.octets != 0 ? field.octets : left;
        const Octets octets = value.subspan(start, size);
        result.fields[result.count++] = {&field, static_cast<std::uint32_t>(start), octets,
                                         extract(field, octets)};
        at = start + size;
    }
    result.rest = value.subspan(at);
    result.rest_offset = static_cast<std::uint32_t>(at);
    return result;
}

std::optional<OctetString> encode_fields(const AvpRow& row, std::span<const FieldValue> values) {
    if (!all_names_known(row, values)) return std::nullopt;
    OctetString out;
    bool left_out = false;
    for (const Field& field : row.value.view()) {
        const FieldValue* value = given(field, values);
        if (value == nullptr && field.presence == Presence::optional) {
            left_out = true;
            continue;
        }
        if (left_out || !put(out, field, value)) return std::nullopt;
    }
    return out;
}

OctetString example_value(const AvpRow& row) {
    OctetString out;
    for (const Field& field : row.value.view()) put(out, field, nullptr);
    return out;
}

}  // namespace l2tp::codec
