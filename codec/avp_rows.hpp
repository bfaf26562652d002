// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of the AVP table, sorted by vendor, type and context. Adding a row to one of its parts adds its
// decoding, checks, requirements, Wireshark fields and JSON names.
#pragma once

#include <array>

#include "codec/avp_rows/attributes_0_to_12.hpp"
#include "codec/avp_rows/attributes_13_to_25.hpp"
#include "codec/avp_rows/attributes_26_to_39.hpp"
#include "codec/avp_rows/attributes_40_to_57.hpp"
#include "codec/avp_rows/attributes_58_to_103.hpp"
#include "codec/avp_rows/broadband_forum.hpp"
#include "codec/avp_rows/cablelabs.hpp"
#include "codec/avp_rows/vendors_below_3561.hpp"

namespace l2tp::codec {

namespace avp_parts {

template <std::size_t... Sizes>
[[nodiscard]] consteval auto joined(const std::array<AvpRow, Sizes>&... parts) {
    std::array<AvpRow, (Sizes + ...)> all{};
    std::size_t count = 0;
    const auto append = [&](const auto& part) {
        for (const AvpRow& row : part) all[count++] = row;
    };
    (append(parts), ...);
    return all;
}

}  // namespace avp_parts

inline constexpr auto avp_rows = avp_parts::joined(
    avp_parts::attributes_0_to_12, avp_parts::attributes_13_to_25, avp_parts::attributes_26_to_39,
    avp_parts::attributes_40_to_57, avp_parts::attributes_58_to_103, avp_parts::vendors_below_3561,
    avp_parts::broadband_forum, avp_parts::cablelabs);

namespace avp_rows_check {

consteval bool sorted() {
    for (std::size_t i = 1; i < avp_rows.size(); ++i) {
        const AvpRow& a = avp_rows[i - 1];
        const AvpRow& b = avp_rows[i];
        if (a.key > b.key || (a.key == b.key && a.context >= b.context)) return false;
    }
    return true;
}

// Only the last field may run to the end, and only optional fields may follow an optional one.
consteval bool layouts_are_decodable() {
    for (const AvpRow& row : avp_rows) {
        for (std::size_t i = 1; i < row.value.count; ++i) {
            const Field& before = row.value.fields[i - 1];
            const Field& field = row.value.fields[i];
            if (before.octets == 0) return false;
            if (before.presence == Presence::optional && field.presence != Presence::optional) return false;
            if (field.shares_octets && (before.octets != field.octets || field.mask == 0)) return false;
        }
    }
    return true;
}

static_assert(sorted());
static_assert(layouts_are_decodable());

}  // namespace avp_rows_check

}  // namespace l2tp::codec
