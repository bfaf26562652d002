// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/scenario_schema.hpp"

#include <fmt/format.h>

#include "codec/avp_table.hpp"
#include "codec/message_table.hpp"
#include "codec/requirements.hpp"
#include "tester/scenario/avp_content_schema.hpp"
#include "tester/scenario/ppp_names.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

template <typename Range, typename Name>
Json words(const Range& range, Name name) {
    Json list = Json::array();
    for (const auto& row : range) list.push_back(name(row));
    return {{"enum", std::move(list)}};
}

template <typename Names>
Json words(const Names& names) {
    return words(names, [](std::string_view name) { return name; });
}

Json reference(std::string_view name) {
    return {{"$ref", fmt::format("#/$defs/{}", name)}};
}
Json number(std::uint64_t largest) {
    return {{"type", "integer"}, {"minimum", 0}, {"maximum", largest}};
}
Json text() {
    return {{"type", "string"}};
}
Json non_empty_text() {
    return {{"type", "string"}, {"minLength", 1}};
}
Json list_of(Json items) {
    return {{"type", "array"}, {"minItems", 1}, {"items", std::move(items)}};
}

Json object(Json properties, Json required) {
    return {{"type", "object"},
            {"additionalProperties", false},
            {"required", std::move(required)},
            {"properties", std::move(properties)}};
}

// by_avp is an object whose keys are AVP names, each with a definition of its own.
Json by_avp(std::string_view kind) {
    Json properties = Json::object();
    for (const codec::AvpRow& row : codec::avp_table()) {
        properties[std::string(row.name)] = reference(avp_definition_name(kind, row));
    }
    return object(std::move(properties), Json::array());
}

Json step(Json properties, std::string_view key) {
    properties["note"] = text();
    return object(std::move(properties), {key});
}

Json outcome(Json properties, std::string_view key) {
    properties["verdict"] = words(verdict_names);
    properties["because"] = non_empty_text();
    properties["then"] = {{"enum", {"go on", "end"}}};
    return object(std::move(properties), {key});
}

Json send_step() {
    return step({{"send", reference("message")},
                 {"set", reference("avp-values")},
                 {"with", list_of(reference("avp-to-send"))},
                 {"without", list_of(reference("avp-name"))},
                 {"hide", list_of(reference("avp-name"))},
                 {"header", object({{"Flags", {{"type", "string"}, {"pattern", flags_pattern}}},
                                    {"Length", number(0xffff)},
                                    {"Tunnel ID", number(0xffff)},
                                    {"Session ID", number(0xffff)}},
                                   Json::array())}},
                "send");
}

Json expect_step() {
    Json outcomes = list_of(reference("outcome"));
    outcomes["contains"] = {{"type", "object"}, {"required", {"silence"}}};
    outcomes["minContains"] = 0;
    outcomes["maxContains"] = 1;
    return step({{"expect", std::move(outcomes)},
                 {"within", reference("duration")},
                 {"otherwise", words(verdict_names)},
                 {"because", non_empty_text()}},
                "expect");
}

Json steps() {
    const auto use = [](std::string_view fragment, std::string_view until) {
        return step({{"use", {{"const", fragment}}}, {"until", {{"const", until}}}}, "use");
    };
    return {{"oneOf",
             {use("tunnel", "SCCRP"), use("session", "ICRP"), send_step(), expect_step(),
              step({{"send-again", reference("message")}}, "send-again"),
              step({{"send-data", reference("octets")},
                    {"again-every",
                     {{"allOf", {reference("duration"), {{"not", {{"pattern", "^0+(\\.0+)? "}}}}}}}}},
                   "send-data"),
              step({{"wait", reference("duration")}}, "wait")}}};
}

Json outcomes() {
    const Json header_value = {{"anyOf", {number(0xffff), reference("reference")}}};
    const auto name = [](const PppName& row) { return row.name; };
    return {
        {"oneOf",
         {outcome({{"message", reference("message")},
                   {"where", reference("avp-conditions")},
                   {"has", list_of(reference("avp-name"))},
                   {"lacks", list_of(reference("avp-name"))},
                   {"header", object({{"Tunnel ID", header_value},
                                      {"Session ID", header_value},
                                      {"Ns", header_value},
                                      {"Nr", header_value}},
                                     Json::array())},
                   {"copies", {{"enum", {"first only", "too"}}}}},
                  "message"),
          outcome({{"acknowledgement", reference("message")}}, "acknowledgement"),
          outcome({{"ppp", words(ppp_protocols, name)}, {"codes", list_of(words(ppp_codes, name))}}, "ppp"),
          outcome({{"silence", reference("duration")}}, "silence")}}};
}

Json definitions() {
    Json defs = Json::object();
    defs["duration"] = {{"type", "string"}, {"pattern", duration_pattern}};
    defs["octets"] = {{"type", "string"}, {"pattern", hex_pattern}};
    defs["message"] =
        words(codec::message_table(), [](const codec::MessageRow& row) { return row.abbreviation; });
    defs["avp-name"] = words(codec::avp_table(), [](const codec::AvpRow& row) { return row.name; });
    defs["reference"] = {{"type", "string"}, {"pattern", "^[{][a-z0-9. -]+[}]$"}};
    defs["avp-to-send"] = avp_to_send_schema();
    defs["avp-values"] = by_avp("value");
    defs["avp-conditions"] = by_avp("condition");
    defs["step"] = steps();
    defs["outcome"] = outcomes();
    add_avp_definitions(defs);
    return defs;
}

}  // namespace

Json scenario_schema() {
    Json schema =
        object({{"$schema", text()},
                {"title", non_empty_text()},
                {"why", non_empty_text()},
                {"requirements",
                 list_of(words(codec::requirements(), [](const codec::Requirement& row) { return row.id; }))},
                {"level", {{"enum", {"MUST", "SHOULD", "MAY"}}}},
                {"reading", {{"type", "string"}, {"pattern", reading_pattern}}},
                {"twin", non_empty_text()},
                {"needs", non_empty_text()},
                {"steps", list_of(reference("step"))}},
               {"title", "why", "requirements", "steps"});
    Json document{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                  {"title", "l2tpspec scenario"},
                  {"description", "Generated by `l2tpspec schema` from the codec's tables; do not edit."}};
    document.update(schema);
    document["$defs"] = definitions();
    return document;
}

}  // namespace l2tp::tester
