// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/avp_table.hpp"

#include <algorithm>
#include <tuple>

#include "codec/avp_rows.hpp"

namespace l2tp::codec {

std::span<const AvpRow> avp_table() noexcept {
    return avp_rows;
}

const AvpRow* find_avp(AvpKey key, Context context) noexcept {
    const auto place = [](const AvpRow& row) { return std::tuple(row.key, row.context); };
    const auto row = std::ranges::lower_bound(avp_rows, std::tuple(key, context), {}, place);
    if (row != avp_rows.end() && row->key == key && row->context == context) return &*row;
    return context == Context::always ? nullptr : find_avp(key, Context::always);
}

const AvpRow* find_avp_by_name(std::string_view name) noexcept {
    const auto row = std::ranges::find_if(avp_rows, [name](const AvpRow& candidate) {
        return candidate.name == name || candidate.slug == name;
    });
    return row != avp_rows.end() ? &*row : nullptr;
}

std::size_t position_of(const AvpRow& row) noexcept {
    return static_cast<std::size_t>(&row - avp_rows.data());
}

}  // namespace l2tp::codec
