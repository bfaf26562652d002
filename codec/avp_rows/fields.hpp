// SPDX-License-Identifier: GPL-2.0-or-later
// What rows of the AVP table are made of: the fields that many values have, and rows of which only the name
// is known.
#pragma once

#include "codec/avp_table.hpp"
#include "codec/requirement_rows.hpp"

namespace l2tp::codec {

namespace avp_fields {

using enum FieldKind;

inline constexpr RequirementId reserved_zero = requirement("rfc2661/6.0/reserved-fields-zero");

// The figure of 4.4 for a 32-bit mask: bits A and S (or D); everything else is reserved.
consteval Field mask32(std::string_view name, std::string_view slug, NameSet names, std::uint64_t defined,
                       std::uint64_t example) {
    return {.name = name,
            .slug = slug,
            .kind = bits,
            .octets = 4,
            .names = names,
            .display = Display::hexadecimal,
            .rule = ValueRule::only_bits,
            .operand = defined,
            .breaks = reserved_zero,
            .example = example};
}

consteval Field number_field(std::string_view name, std::string_view slug, std::uint8_t octets,
                             std::uint64_t example, std::string_view unit = {}) {
    return {.name = name, .slug = slug, .kind = number, .octets = octets, .unit = unit, .example = example};
}

consteval Field reserved_field(std::uint8_t octets, std::string_view slug = "reserved",
                               RequirementId breaks = reserved_zero) {
    return {.name = "Reserved",
            .slug = slug,
            .kind = reserved,
            .octets = octets,
            .display = Display::hexadecimal,
            .rule = ValueRule::equal,
            .operand = 0,
            .breaks = breaks};
}

consteval Field text_field(std::string_view name, std::string_view slug, FieldKind kind, RequirementId breaks,
                           std::string_view example, Presence presence = Presence::always) {
    return {.name = name,
            .slug = slug,
            .kind = kind,
            .presence = presence,
            .breaks = breaks,
            .example_text = example};
}

consteval Field octets_field(std::string_view name, std::string_view slug, std::uint16_t at_least,
                             RequirementId breaks_empty, std::string_view example) {
    return {.name = name,
            .slug = slug,
            .kind = octets,
            .min_octets = at_least,
            .display = Display::hexadecimal,
            .breaks_empty = breaks_empty,
            .example_text = example};
}

// options_field is the body of a CONFREQ; the example holds a Maximum Receive Unit of 1500 and a Magic
// Number.
consteval Field options_field() {
    return {.name = "LCP CONFREQ",
            .slug = "lcp_confreq",
            .kind = lcp_options,
            .breaks = requirement("rfc2661/4.4.5/lcp-options"),
            .example_text = std::string_view{"\x01\x04\x05\xdc\x05\x06\x11\x22\x33\x44", 10}};
}

consteval Field not_zero(Field field, RequirementId breaks) {
    field.rule = ValueRule::not_equal;
    field.operand = 0;
    field.breaks = breaks;
    return field;
}

consteval Field named(Field field, NameSet names, RequirementId breaks = RequirementId::none) {
    field.names = names;
    field.rule = breaks == RequirementId::none ? ValueRule::none : ValueRule::named;
    field.breaks = breaks;
    return field;
}

inline constexpr RequirementId ascii_number = requirement("rfc2661/4.4.4/number-ascii");

// A 20-octet NSAP address stands in these attributes when the bearer is ATM (RFC 3301, 5.3).
consteval Field nsap(std::string_view name, std::string_view slug) {
    return {
        .name = name,
        .slug = slug,
        .kind = octets,
        .octets = 20,
        .display = Display::hexadecimal,
        .example_text = "\x39\x24\x6f\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"};
}

// A connect speed of RFC 5515: 8 octets, bits per second.
consteval Field line_rate() {
    return number_field("Rate", "rate", 8, 20'000'000, "bps");
}
consteval Field line_delay() {
    return number_field("Delay", "delay", 4, 16, "ms");
}

// One of several bit fields of the same integer; the first of them does not share.
consteval Field bit_field(std::string_view name, std::string_view slug, std::uint8_t octets,
                          std::uint64_t mask, NameSet names = NameSet::none, std::uint64_t example = 0) {
    return {.name = name,
            .slug = slug,
            .octets = octets,
            .shares_octets = true,
            .mask = mask,
            .names = names,
            .example = example};
}

consteval Field reserved_bits(std::uint8_t octets, std::uint64_t mask) {
    Field field = reserved_field(octets);
    field.shares_octets = true;
    field.mask = mask;
    return field;
}

consteval Field first_of_its_integer(Field field) {
    field.shares_octets = false;
    return field;
}

// A PHB Code (RFC 3140, 2): the last bit tells a DSCP from a PHB ID, whose first six bits stand where the
// DSCP does.
consteval Layout phb_code() {
    return layout(
        first_of_its_integer(bit_field("DSCP, or PHB ID bits 0-5", "dscp", 2, 0xfc00, NameSet::dscp, 46)),
        bit_field("PHB ID bits 6-11", "phb_id_low", 2, 0x03f0), reserved_bits(2, 0x000c),
        bit_field("Extent", "extent", 2, 0x0002, NameSet::phb_extent),
        bit_field("Kind", "kind", 2, 0x0001, NameSet::phb_kind));
}

consteval Field mac_address(std::string_view name, std::string_view slug) {
    return {.name = name,
            .slug = slug,
            .kind = octets,
            .octets = 6,
            .display = Display::hexadecimal,
            .example_text = std::string_view{"\x02\0\0\0\0\x01", 6}};
}

// The value of PPP Disconnect Cause Code (RFC 3145, 2).
consteval Layout disconnect_cause() {
    return layout(
        named(number_field("Disconnect Code", "disconnect_code", 2, 16), NameSet::disconnect_code),
        Field{.name = "Control Protocol Number",
              .slug = "control_protocol",
              .octets = 2,
              .names = NameSet::control_protocol,
              .display = Display::hexadecimal,
              .example = 0xc223},
        named(number_field("Direction", "direction", 1, 1), NameSet::disconnect_direction),
        text_field("Message", "message", utf8, RequirementId::none, "bad password", Presence::optional));
}

// The value of Modem On-Hold Status (RFC 3573, 4.2).
consteval Layout modem_on_hold_status() {
    return layout(first_of_its_integer(bit_field("Hold", "hold", 2, 0x8000, NameSet::modem_hold, 1)),
                  reserved_bits(2, 0x7ff0),
                  bit_field("Timeout", "timeout", 2, 0x000f, NameSet::modem_on_hold_timeout, 5));
}

// A list of Session IDs (RFC 4045, 6.2).
consteval Layout session_ids(std::string_view slug) {
    return layout(Field{.name = "Session IDs",
                        .slug = slug,
                        .kind = FieldKind::id_list,
                        .min_octets = 2,
                        .example_text = std::string_view{"\x00\x01\x00\x02", 4}});
}

// LCP options as a Configure-Request lists them (RFC 3437, 2).
consteval Layout lcp_option_list(std::string_view slug) {
    Field options = options_field();
    options.slug = slug;
    options.breaks = RequirementId::none;
    return layout(options);
}

// named_only is the row of an attribute that has no meaning in version 2, or none that is published.
consteval AvpRow named_only(AvpKey key, std::string_view name, std::string_view slug,
                            std::uint16_t document = 0, std::string_view section = "") {
    return {.key = key,
            .standing = Standing::named,
            .name = name,
            .slug = slug,
            .document = document,
            .section = section,
            .mandatory = MandatoryRule::either,
            .value = layout(octets_field("Value", slug, 0, RequirementId::none, "value"))};
}

}  // namespace avp_fields

}  // namespace l2tp::codec
