// SPDX-License-Identifier: GPL-2.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "codec/avp_table.hpp"
#include "codec/message_table.hpp"
#include "tester/scenario/ppp_names.hpp"
#include "tester/scenario/reading_outcomes.hpp"
#include "tester/scenario/schema_forms.hpp"
#include "tester/scenario/step_schema.hpp"
#include "tester/scenario/words.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

using namespace schema;

Json outcome(Json properties, std::string_view key) {
    properties["verdict"] = schema::words(verdict_names);
    properties["because"] = non_empty_text();
    properties["then"] = schema::words(words::then);
    return object(std::move(properties), {key});
}

Json header_conditions() {
    const Json value =
        any_of({number(0xffff), reference("computed"), object({{"not", reference("number")}}, {"not"})});
    Json properties = Json::object();
    for (const words::HeaderWord& word : words::header_fields) properties[std::string(word.name)] = value;
    return object(std::move(properties));
}

// What can be remembered: fields of the header, or an AVP, or one of its fields.
Json remembered(std::string_view avps) {
    return {{"type", "object"},
            {"minProperties", 1},
            {"additionalProperties", false},
            {"patternProperties",
             {{"^[a-z][a-z0-9-]*(\\[\\])?$", or_variable(reference(avps))}, {variable_pattern, true}}}};
}

Json arrival_parts() {
    Json names = Json::array();
    for (const words::HeaderWord& word : words::header_fields) names.push_back(word.name);
    for (const std::string_view name : {"source port", "source address", "time"}) names.push_back(name);
    return {{"enum", std::move(names)}};
}

Json avp_parts() {
    Json names = Json::array();
    for (const codec::AvpRow& row : codec::avp_table()) {
        names.push_back(row.name);
        for (const codec::Field& field : row.value.view()) {
            names.push_back(fmt::format("{} / {}", row.name, field.name));
            if (field.slug != field.name) names.push_back(fmt::format("{} / {}", row.name, field.slug));
        }
    }
    return {{"enum", std::move(names)}};
}

Json message_outcome() {
    Json flags = Json::object();
    Json one = object({{"mandatory", flag()}, {"hidden", flag()}});
    one["minProperties"] = 1;
    for (const codec::AvpRow& row : codec::avp_table()) flags[std::string(row.name)] = one;
    return outcome({{"message", reference("message")},
                    {"on", reference("name")},
                    {"as", reference("name")},
                    {"where", reference("avp-conditions")},
                    {"has", list_of(reference("avp-name"))},
                    {"lacks", list_of(reference("avp-name"))},
                    {"flags", object(std::move(flags))},
                    {"header", reference("header-conditions")},
                    {"bits", reference("bits")},
                    {"from-port", reference("number")},
                    {"remember", remembered("part-of-message")},
                    {"copies", schema::words(words::copies)}},
                   "message");
}

Json ppp_outcome() {
    const auto name = [](const PppName& row) { return row.name; };
    return outcome({{"ppp", schema::words(ppp_protocols, name)},
                    {"codes", list_of(schema::words(ppp_codes, name))},
                    {"on", reference("name")},
                    {"bits", reference("bits")},
                    {"header", reference("header-conditions")},
                    {"remember", remembered("part-of-arrival")}},
                   "ppp");
}

// Each case with the readings that have it would be long: a reading and a case that do not belong together
// are found by the parser.
Json reading() {
    Json numbers = Json::array();
    Json cases = Json::array();
    for (const Reading& one : readings()) {
        const auto stimuli = stimuli_of(one.number);
        if (!stimuli.empty()) numbers.push_back(one.number);
        for (const std::string_view stimulus : stimuli) {
            if (std::find(cases.begin(), cases.end(), stimulus) == cases.end()) cases.push_back(stimulus);
        }
    }
    return object({{"reading", {{"enum", std::move(numbers)}}}, {"case", {{"enum", std::move(cases)}}}},
                  {"reading", "case"});
}

}  // namespace

void add_outcome_definitions(Json& definitions) {
    const Json flags = pattern(flags_pattern);
    Json acknowledged = Json::array({"any"});
    for (const codec::MessageRow& row : codec::message_table()) acknowledged.push_back(row.abbreviation);
    definitions["bits"] = object({{"mask", flags}, {"are", flags}}, {"mask", "are"});
    definitions["header-conditions"] = header_conditions();
    definitions["part-of-arrival"] = arrival_parts();
    definitions["part-of-message"] = any_of({reference("part-of-arrival"), avp_parts()});
    definitions["cited-reading"] = reading();
    definitions["outcome"] = any_of({message_outcome(),
                                     outcome({{"acknowledgement", {{"enum", std::move(acknowledged)}}},
                                              {"on", reference("name")},
                                              {"which", schema::words(words::which)}},
                                             "acknowledgement"),
                                     ppp_outcome(), outcome({{"silence", reference("span")}}, "silence")});
}

}  // namespace l2tp::tester
