// SPDX-License-Identifier: GPL-2.0-or-later
// The AVP table (RFC 2661, 4.1 to 4.4): the form of a row, and how to look one up. The rows stand in
// avp_rows.hpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "codec/octets.hpp"
#include "codec/requirement.hpp"
#include "codec/value_names.hpp"

namespace l2tp::codec {

enum class FieldKind : std::uint8_t {
    number,       // unsigned integer, 1 to 8 octets
    bits,         // a mask whose bits have names
    reserved,     // sent as 0 (RFC 2661, 6.0)
    octets,       // opaque
    ascii,        // text, ASCII
    utf8,         // text, UTF-8
    lcp_options,  // PPP LCP options: type, length, data (RFC 1661, 6)
    id_list,      // 2-octet numbers up to the end of the value
};

enum class Presence : std::uint8_t { always, optional };

enum class Display : std::uint8_t { decimal, hexadecimal };

// What the value of a field must be, beyond its kind.
enum class ValueRule : std::uint8_t {
    none,
    equal,      // to the operand
    not_equal,  // to the operand
    named,      // has a row in the field's name set
    only_bits,  // no bit outside the operand
};

// Field is one field of an AVP's value. Fields follow each other; one with `shares_octets` starts again where
// the field before it started (bit fields of one integer, told apart by `mask`).
struct Field {
    std::string_view name{};
    std::string_view slug{};
    FieldKind kind = FieldKind::number;
    std::uint8_t octets = 0;  // width; 0: all that is left of the value
    Presence presence = Presence::always;
    std::uint16_t min_octets = 0;  // of a field with width 0
    std::uint16_t max_octets = 1017;
    bool shares_octets = false;
    std::uint64_t mask = 0;  // 0: the whole field
    NameSet names = NameSet::none;
    Display display = Display::decimal;
    std::string_view unit{};
    ValueRule rule = ValueRule::none;
    std::uint64_t operand = 0;
    RequirementId breaks = RequirementId::none;  // named by a finding when rule or kind is broken
    RequirementId breaks_empty =
        RequirementId::none;    // when shorter than min_octets, if not the AVP's length
    std::uint64_t example = 0;  // a sound value, for templates, samples and fuzz seeds
    std::string_view example_text{};
};

// Layout is the fields of a value in order; their widths give the lengths that an AVP may have.
struct Layout {
    static constexpr std::size_t capacity = 8;

    std::array<Field, capacity> fields{};
    std::size_t count = 0;

    [[nodiscard]] constexpr std::span<const Field> view() const noexcept { return {fields.data(), count}; }
};

template <typename... Fields>
[[nodiscard]] consteval Layout layout(const Fields&... fields) {
    static_assert(sizeof...(Fields) <= Layout::capacity);
    return Layout{{fields...}, sizeof...(Fields)};
}

enum class MandatoryRule : std::uint8_t { must_be_0, must_be_1, should_be_0, either };
enum class HiddenRule : std::uint8_t { must_be_0, either };
enum class Repeat : std::uint8_t { once, many };

// Standing is how much of an attribute is known.
enum class Standing : std::uint8_t {
    decoded,  // its layout and its rules
    named,    // its name: it belongs to version 3, or its layout is not published. Nothing is asked of it
};

// When the same attribute has several layouts, which other fact of the message selects this one.
enum class Context : std::uint8_t {
    always,
    broadband_bearer,  // Bearer Type in the same message has the B bit (RFC 3301, 5.3)
};

// AvpKey names an attribute: Vendor ID (0: IETF) and Attribute Type.
struct AvpKey {
    std::uint16_t vendor = 0;
    std::uint16_t type = 0;

    friend constexpr auto operator<=>(const AvpKey&, const AvpKey&) = default;
};

// AvpRow is one row of the table.
struct AvpRow {
    AvpKey key{};
    Context context = Context::always;
    Standing standing = Standing::decoded;
    std::string_view name{};        // the RFC's
    std::string_view slug{};        // unique; the name of its Wireshark field
    std::uint16_t document = 2661;  // an RFC; 0: none
    std::string_view section{};
    std::uint16_t line = 0;  // where its definition starts in the RFC's text
    Lines rules{};           // where it says what M, H and Length are; none: at its start
    MandatoryRule mandatory = MandatoryRule::must_be_1;
    HiddenRule hidden = HiddenRule::either;
    Repeat repeat = Repeat::once;
    Layout value{};

    // Shortest and longest value in octets, before hiding.
    [[nodiscard]] constexpr std::size_t min_value() const noexcept;
    [[nodiscard]] constexpr std::size_t max_value() const noexcept;
    // allows_value tells whether a value of `octets` octets ends at the end of a field where it may end.
    [[nodiscard]] constexpr bool allows_value(std::size_t octets) const noexcept;
};

inline constexpr std::size_t avp_header_octets = 6;
inline constexpr std::size_t max_avp_value = 1023 - avp_header_octets;

constexpr std::size_t AvpRow::min_value() const noexcept {
    std::size_t sum = 0;
    for (const Field& field : value.view()) {
        if (field.presence == Presence::optional) break;
        if (!field.shares_octets) sum += field.octets != 0 ? field.octets : field.min_octets;
    }
    return sum;
}

constexpr std::size_t AvpRow::max_value() const noexcept {
    std::size_t sum = 0;
    for (const Field& field : value.view()) {
        if (field.shares_octets) continue;
        if (field.octets == 0)
            return sum + field.max_octets < max_avp_value ? sum + field.max_octets : max_avp_value;
        sum += field.octets;
    }
    return sum;
}

constexpr bool AvpRow::allows_value(std::size_t octets) const noexcept {
    std::size_t end = 0;
    for (const Field& field : value.view()) {
        if (field.shares_octets) continue;
        if (field.presence == Presence::optional && octets == end) return true;
        if (field.octets == 0) {
            return octets >= end + field.min_octets && octets <= end + field.max_octets &&
                   octets <= max_avp_value && (field.kind != FieldKind::id_list || (octets - end) % 2 == 0);
        }
        end += field.octets;
    }
    return octets == end;
}

// avp_table returns all rows, sorted by key and context.
[[nodiscard]] std::span<const AvpRow> avp_table() noexcept;

// find_avp returns the row of an attribute in a context, falling back to Context::always, or null.
[[nodiscard]] const AvpRow* find_avp(AvpKey key, Context context = Context::always) noexcept;

// find_avp_by_name returns the row with this RFC name or slug, or null.
[[nodiscard]] const AvpRow* find_avp_by_name(std::string_view name) noexcept;

// position_of returns the row's index in avp_table(): a key for arrays that run beside the table.
[[nodiscard]] std::size_t position_of(const AvpRow& row) noexcept;

}  // namespace l2tp::codec
