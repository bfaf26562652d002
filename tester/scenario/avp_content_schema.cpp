// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/avp_content_schema.hpp"

#include <fmt/format.h>

#include "tester/text/avp_field.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::string_view text_pattern = "^text ";
// Text that is neither "hex .." nor "text .."; where references may stand it does not start with a brace
// either.
constexpr std::string_view plain_pattern = "^(?!hex$|hex |text )";
constexpr std::string_view plain_pattern_or_reference = "^(?!hex$|hex |text |\\{)";

Json reference(std::string_view name) {
    return {{"$ref", fmt::format("#/$defs/{}", name)}};
}
Json string_like(std::string_view pattern) {
    return {{"type", "string"}, {"pattern", pattern}};
}
Json number(const codec::Field& field) {
    return {{"type", "integer"}, {"minimum", 0}, {"maximum", largest_number(field)}};
}
Json closed_object(Json properties) {
    return {{"type", "object"},
            {"additionalProperties", false},
            {"minProperties", 1},
            {"properties", std::move(properties)}};
}

Json corrupt() {
    Json schema = closed_object({{"corrupt", reference("reference")}});
    schema["required"] = {"corrupt"};
    return schema;
}

Json field_schema(const codec::Field& field) {
    if (is_number(field)) return number(field);
    Json forms = {string_like(hex_pattern), string_like(text_pattern)};
    if (is_text(field)) forms.push_back(string_like(plain_pattern));
    return {{"anyOf", std::move(forms)}};
}

Json value_schema(const codec::AvpRow& row) {
    Json forms = {reference("reference"), corrupt(), string_like(hex_pattern), string_like(text_pattern)};
    if (row.value.count == 1 && is_text(row.value.fields[0])) {
        forms.push_back(string_like(plain_pattern_or_reference));
    }
    const codec::Field* first = first_field(row);
    if (first != nullptr && is_number(*first)) forms.push_back(number(*first));
    Json fields = Json::object();
    for (const codec::Field& field : row.value.view()) {
        for (const std::string_view name : {field.name, field.slug}) {
            if (!fields.contains(name)) fields[std::string(name)] = field_schema(field);
        }
    }
    if (!fields.empty()) forms.push_back(closed_object(std::move(fields)));
    return {{"anyOf", std::move(forms)}};
}

Json condition_schema(const codec::AvpRow& row) {
    Json negated = closed_object({{"not", reference(avp_definition_name("condition", row))}});
    negated["required"] = {"not"};
    return {{"anyOf", {reference(avp_definition_name("value", row)), std::move(negated)}}};
}

Json flags() {
    return {{"mandatory", {{"type", "boolean"}}},
            {"hidden", {{"type", "boolean"}}},
            {"hiding-padding", reference("octets")},
            {"reserved", {{"type", "integer"}, {"minimum", 0}, {"maximum", 15}}},
            {"length", {{"type", "integer"}, {"minimum", 0}, {"maximum", 1023}}}};
}

}  // namespace

std::string avp_definition_name(std::string_view kind, const codec::AvpRow& row) {
    return fmt::format("{}-of-{}", kind, row.slug);
}

void add_avp_definitions(Json& definitions) {
    for (const codec::AvpRow& row : codec::avp_table()) {
        definitions[avp_definition_name("value", row)] = value_schema(row);
        definitions[avp_definition_name("condition", row)] = condition_schema(row);
    }
}

Json avp_to_send_schema() {
    Json known = flags();
    known["avp"] = reference("avp-name");
    known["value"] = Json::object();
    Json by_name = Json::array();
    for (const codec::AvpRow& row : codec::avp_table()) {
        by_name.push_back(
            {{"if", {{"properties", {{"avp", {{"const", row.name}}}}}}},
             {"then", {{"properties", {{"value", reference(avp_definition_name("value", row))}}}}}});
    }
    Json known_form = closed_object(std::move(known));
    known_form["required"] = {"avp"};
    known_form["allOf"] = std::move(by_name);

    Json unknown = flags();
    const Json sixteen_bits{{"type", "integer"}, {"minimum", 0}, {"maximum", 0xffff}};
    unknown["vendor"] = sixteen_bits;
    unknown["type"] = sixteen_bits;
    unknown["value"] = {
        {"anyOf", {reference("reference"), corrupt(), string_like(hex_pattern), string_like(text_pattern)}}};
    Json unknown_form = closed_object(std::move(unknown));
    unknown_form["required"] = {"type"};
    return {{"oneOf", {std::move(known_form), std::move(unknown_form)}}};
}

}  // namespace l2tp::tester
