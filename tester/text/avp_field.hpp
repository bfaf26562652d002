// SPDX-License-Identifier: GPL-2.0-or-later
// What kind of value a scenario may give for a field of an AVP: parser and schema agree on it here.
#pragma once

#include <cstdint>

#include "codec/avp_table.hpp"

namespace l2tp::tester {

[[nodiscard]] constexpr bool is_text(const codec::Field& field) noexcept {
    return field.kind == codec::FieldKind::ascii || field.kind == codec::FieldKind::utf8;
}

[[nodiscard]] constexpr bool is_number(const codec::Field& field) noexcept {
    return field.octets != 0 && field.octets <= 8 &&
           (field.kind == codec::FieldKind::number || field.kind == codec::FieldKind::bits ||
            field.kind == codec::FieldKind::reserved);
}

// first_field is the field that a bare number stands for: the first that is not reserved; null: there is
// none.
[[nodiscard]] constexpr const codec::Field* first_field(const codec::AvpRow& row) noexcept {
    for (const codec::Field& field : row.value.view()) {
        if (field.kind != codec::FieldKind::reserved) return &field;
    }
    return nullptr;
}

[[nodiscard]] constexpr std::uint64_t largest_number(const codec::Field& field) noexcept {
    std::uint64_t mask = field.mask;
    while (mask != 0 && (mask & 1) == 0) mask >>= 1;
    if (mask != 0) return mask;
    return field.octets >= 8 ? UINT64_MAX : (std::uint64_t{1} << (8 * field.octets)) - 1;
}

}  // namespace l2tp::tester
