// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/avp_content_schema.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/avp_content_parser.hpp"
#include "tester/scenario/schema_forms.hpp"
#include "tester/text/avp_field.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::string_view text_pattern = "^text ";
// Text that is neither "hex .." nor "text .."; where references may stand it does not start with a brace
// either.
constexpr std::string_view plain_pattern = "^(?!hex$|hex |text )";
constexpr std::string_view plain_pattern_or_reference = "^(?!hex$|hex |text |\\{)";

using namespace schema;

Json field_number(const codec::Field& field) {
    return number(largest_number(field));
}

Json at_least_one(Json properties) {
    Json form = object(std::move(properties));
    form["minProperties"] = 1;
    return form;
}

Json field_schema(const codec::Field& field) {
    if (is_number(field)) return field_number(field);
    Json forms = {pattern(hex_pattern), pattern(text_pattern)};
    if (is_text(field)) forms.push_back(pattern(plain_pattern));
    return {{"anyOf", std::move(forms)}};
}

Json value_schema(const codec::AvpRow& row) {
    Json forms = {reference("computed"), pattern(hex_pattern), pattern(text_pattern)};
    if (row.value.count == 1 && is_text(row.value.fields[0])) {
        forms.push_back(pattern(plain_pattern_or_reference));
    }
    const codec::Field* first = first_field(row);
    if (first != nullptr && is_number(*first)) forms.push_back(field_number(*first));
    Json fields = Json::object();
    for (const codec::Field& field : row.value.view()) {
        for (const std::string_view name : {field.name, field.slug}) {
            if (!fields.contains(name)) fields[std::string(name)] = field_schema(field);
        }
    }
    if (!fields.empty()) forms.push_back(at_least_one(std::move(fields)));
    return {{"anyOf", std::move(forms)}};
}

Json condition_schema(const codec::AvpRow& row) {
    Json negated = object({{"not", reference(avp_definition_name("condition", row))}}, {"not"});
    return {{"anyOf", {reference(avp_definition_name("value", row)), std::move(negated)}}};
}

Json flags() {
    return {{"mandatory", flag()},    {"hidden", flag()},       {"hiding-padding", reference("octets")},
            {"reserved", number(15)}, {"length", number(1023)}, {"at", number(last_place_of_avp)}};
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
             {"then",
              {{"properties", {{"value", or_variable(reference(avp_definition_name("value", row)))}}}}}});
    }
    Json known_form = object(std::move(known), {"avp"});
    known_form["allOf"] = std::move(by_name);

    Json unknown = flags();
    const Json sixteen_bits = number(0xffff);
    unknown["vendor"] = sixteen_bits;
    unknown["type"] = sixteen_bits;
    unknown["value"] = {{"anyOf", {reference("computed"), pattern(hex_pattern), pattern(text_pattern)}}};
    Json unknown_form = object(std::move(unknown), {"type"});
    return {{"oneOf", {std::move(known_form), std::move(unknown_form)}}};
}

}  // namespace l2tp::tester
