// SPDX-License-Identifier: GPL-2.0-or-later
// The forms that the parts of the scenario schema are made of.
#pragma once

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string_view>

#include "tester/text/json_place.hpp"

namespace l2tp::tester::schema {

// A name in braces that a family's cases replace: it may stand for any value, inside any text and in any key.
inline constexpr std::string_view variable_pattern = "[{][a-z][a-z0-9-]*[}]";

[[nodiscard]] inline Json reference(std::string_view name) {
    return {{"$ref", fmt::format("#/$defs/{}", name)}};
}

[[nodiscard]] inline Json number(std::uint64_t largest, std::uint64_t smallest = 0) {
    return {{"type", "integer"}, {"minimum", smallest}, {"maximum", largest}};
}

[[nodiscard]] inline Json text() {
    return {{"type", "string"}};
}

[[nodiscard]] inline Json non_empty_text() {
    return {{"type", "string"}, {"minLength", 1}};
}

[[nodiscard]] inline Json flag() {
    return {{"type", "boolean"}};
}

[[nodiscard]] inline Json pattern(std::string_view regular_expression) {
    return {{"type", "string"}, {"pattern", regular_expression}};
}

[[nodiscard]] inline Json any_of(Json forms) {
    return {{"anyOf", std::move(forms)}};
}

// or_variable lets a variable stand for the value.
[[nodiscard]] inline Json or_variable(Json form) {
    return any_of({std::move(form), reference("variable")});
}

[[nodiscard]] inline Json list_of(Json items) {
    return {{"type", "array"}, {"minItems", 1}, {"items", or_variable(std::move(items))}};
}

template <typename Range, typename Name>
[[nodiscard]] Json words(const Range& range, Name name) {
    Json list = Json::array();
    for (const auto& row : range) list.push_back(name(row));
    return {{"enum", std::move(list)}};
}

template <typename Names>
[[nodiscard]] Json words(const Names& names) {
    return words(names, [](std::string_view name) { return name; });
}

// object has these properties and no others, but for those whose names have a variable in them.
[[nodiscard]] inline Json object(Json properties, Json required = Json::array()) {
    for (auto& [key, property] : properties.items()) property = or_variable(std::move(property));
    return {{"type", "object"},
            {"additionalProperties", false},
            {"patternProperties", {{variable_pattern, true}}},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

}  // namespace l2tp::tester::schema
