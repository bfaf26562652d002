// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/avp_table.hpp"

#include <algorithm>
#include <array>

#include "codec/avp_rows.hpp"

namespace l2tp::codec {

namespace {

constexpr std::size_t nowhere = avp_rows.size();

// ietf_places holds, by attribute of the IETF, where its first row is: most look-ups are of these.
constexpr auto ietf_places = [] {
    std::array<std::uint16_t, 128> places{};
    places.fill(static_cast<std::uint16_t>(nowhere));
    for (std::size_t i = avp_rows.size(); i-- > 0;) {
        const AvpKey key = avp_rows[i].key;
        if (key.vendor == 0 && key.type < places.size()) places[key.type] = static_cast<std::uint16_t>(i);
    }
    return places;
}();

// first_place returns where the rows of an attribute begin, if it has any.
std::size_t first_place(AvpKey key) noexcept {
    if (key.vendor == 0 && key.type < ietf_places.size()) return ietf_places[key.type];
    const auto row = std::ranges::lower_bound(avp_rows, key, {}, &AvpRow::key);
    return static_cast<std::size_t>(row - avp_rows.begin());
}

}  // namespace

std::span<const AvpRow> avp_table() noexcept {
    return avp_rows;
}

const AvpRow* find_avp(AvpKey key, Context context) noexcept {
    const AvpRow* always = nullptr;
    for (std::size_t i = first_place(key); i < avp_rows.size() && avp_rows[i].key == key; ++i) {
        if (avp_rows[i].context == context) return &avp_rows[i];
        if (avp_rows[i].context == Context::always) always = &avp_rows[i];
    }
    return always;
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
