// SPDX-License-Identifier: GPL-2.0-or-later
// Fields of a value: an AVP's value taken apart by its layout, and put together again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "codec/avp_table.hpp"

namespace l2tp::codec {

// DecodedField is one field that is present. `offset` counts from the start of the value.
struct DecodedField {
    const Field* field = nullptr;
    std::uint32_t offset = 0;
    Octets octets;
    std::uint64_t number = 0;  // for numbers and bits, masked and shifted down to the mask's lowest bit
};

// DecodedFields holds the fields found in one value; `rest` is what follows the last of them.
struct DecodedFields {
    std::array<DecodedField, Layout::capacity> fields{};
    std::size_t count = 0;
    Octets rest;
    std::uint32_t rest_offset = 0;

    // view borrows the fields, so a temporary has none: range-for would outlive it.
    [[nodiscard]] std::span<const DecodedField> view() const& noexcept { return {fields.data(), count}; }
    std::span<const DecodedField> view() const&& = delete;
    // find returns the field with this slug or RFC name, or null.
    [[nodiscard]] const DecodedField* find(std::string_view name) const noexcept;
};

// decode_fields takes a value apart. A value that is too short gives the fields that fit whole.
[[nodiscard]] DecodedFields decode_fields(const AvpRow& row, Octets value) noexcept;

// FieldValue gives one field for encode_fields: a number, or octets.
struct FieldValue {
    std::string_view name;  // RFC name or slug
    std::uint64_t number = 0;
    Octets octets{};
};

// encode_fields builds a value. Fields not given take their example if they are always present (reserved ones
// 0) and are left out if optional. It returns nothing when a given name is not a field of the row, or a
// number does not fit its field, or an optional field is given without the one before it.
[[nodiscard]] std::optional<OctetString> encode_fields(const AvpRow& row, std::span<const FieldValue> values);

// example_value returns a sound value made of the fields' examples, optional fields included.
[[nodiscard]] OctetString example_value(const AvpRow& row);

}  // namespace l2tp::codec
