// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/step_schema.hpp"

#include <nlohmann/json.hpp>

#include "codec/message_table.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/names.hpp"
#include "tester/scenario/profile_items.hpp"
#include "tester/scenario/schema_forms.hpp"
#include "tester/scenario/words.hpp"
#include "tester/text/text_forms.hpp"
#include "tester/text/verdict.hpp"

namespace l2tp::tester {
namespace {

using namespace schema;

Json step(Json properties, std::string_view key, Json further_keys = Json::array()) {
    properties["note"] = text();
    further_keys.push_back(key);
    return object(std::move(properties), std::move(further_keys));
}

// A step that judges says what to do where nothing of what it names happens.
Json judging(Json properties, std::string_view key, Json further_keys = Json::array()) {
    properties["otherwise"] = schema::words(verdict_names);
    properties["because"] = non_empty_text();
    return step(std::move(properties), key, std::move(further_keys));
}

Json deviations() {
    return {{"set", reference("avp-values")},
            {"with", list_of(reference("avp-to-send"))},
            {"without", list_of(reference("avp-name"))},
            {"hide", list_of(reference("avp-name"))},
            {"header", object({{"Flags", pattern(flags_pattern)},
                               {"Length", number(0xffff)},
                               {"Tunnel ID", reference("number")},
                               {"Session ID", reference("number")},
                               {"Ns", reference("number")},
                               {"Nr", reference("number")}})},
            {"trailing", reference("octets")},
            {"cut-to", number(0xffff)},
            {"dropped", flag()},
            {"delayed", reference("span")},
            {"from", schema::words(words::from)},
            {"times", number(most_times, 1)}};
}

Json send() {
    Json unknown =
        object({{"type", number(0xffff)}, {"vendor", number(0xffff)}, {"mandatory", flag()}}, {"type"});
    Json properties = deviations();
    properties["send"] = any_of({reference("message"), std::move(unknown)});
    for (const std::string_view key : {"on", "as", "port-of"})
        properties[std::string(key)] = reference("name");
    return step(std::move(properties), "send");
}

Json send_data() {
    const Json more_than_0{{"not", {{"pattern", "^0+(\\.0+)? "}}}};
    return step({{"send-data", reference("octets")},
                 {"on", reference("name")},
                 {"again-every", {{"allOf", {pattern(duration_pattern), more_than_0}}}},
                 {"length-bit", flag()},
                 {"sequence-bit", flag()},
                 {"offset-size", number(0xffff)},
                 {"flags", pattern(flags_pattern)},
                 {"Tunnel ID", reference("number")},
                 {"Session ID", reference("number")},
                 {"Ns", number(0xffff)},
                 {"Nr", number(0xffff)},
                 {"from", schema::words(words::from)},
                 {"times", number(most_times, 1)}},
                "send-data");
}

// One form for each fragment and kind of call: they differ in their messages.
Json use(std::string_view fragment, Json properties, const words::FragmentMessages& messages) {
    Json names = Json::array();
    Json deviating = Json::object();
    for (const std::uint16_t type : messages) {
        const std::string_view name = codec::find_message(type)->abbreviation;
        names.push_back(name);
        deviating[std::string(name)] = object(deviations());
    }
    properties["use"] = {{"const", fragment}};
    properties["as"] = reference("name");
    properties["by"] = schema::words(words::openers);
    properties["until"] = {{"enum", std::move(names)}};
    properties["messages"] = object(std::move(deviating));
    return step(std::move(properties), "use");
}

Json uses() {
    Json outgoing = use("session", {{"in", reference("name")}, {"call", {{"const", "outgoing"}}}},
                        words::outgoing_call_messages);
    outgoing["required"].push_back("call");
    return any_of({use("tunnel", {{"port-of", reference("name")}}, words::tunnel_messages),
                   use("session", {{"in", reference("name")}, {"call", {{"const", "incoming"}}}},
                       words::incoming_call_messages),
                   std::move(outgoing),
                   step({{"use", {{"const", "close"}}}, {"on", reference("name")}}, "use")});
}

Json expect() {
    Json outcomes = list_of(reference("outcome"));
    outcomes["contains"] = {{"type", "object"}, {"required", {"silence"}}};
    outcomes["minContains"] = 0;
    outcomes["maxContains"] = 1;
    return judging({{"expect", any_of({std::move(outcomes), reference("cited-reading")})},
                    {"within", reference("span")}},
                   "expect");
}

Json events() {
    return list_of({{"allOf", {reference("outcome"), {{"not", {{"required", {"silence"}}}}}}}});
}

Json expectations() {
    return any_of({expect(),
                   judging({{"expect-all", events()},
                            {"order", schema::words(words::order)},
                            {"within", reference("span")}},
                           "expect-all"),
                   judging({{"expect-retransmissions", reference("message")},
                            {"on", reference("name")},
                            {"spacing", schema::words(words::spacing)},
                            {"copies", number(100, 1)},
                            {"until", schema::words(words::until)}},
                           "expect-retransmissions"),
                   step({{"never", events()}, {"while", reference("steps")}}, "never", {"while"})});
}

Json comparisons() {
    const std::span<const std::string_view> all = words::relations;
    const Json value =
        any_of({reference("computed"), number(~std::uint64_t{0}), pattern(hex_pattern), pattern("^text ")});
    return any_of({judging({{"compare", reference("computed")},
                            {"is", schema::words(all.first(words::relations_of_two))},
                            {"to", value}},
                           "compare", {"is", "to"}),
                   judging({{"compare", pattern("^[{][a-z][a-z0-9-]*[}]$")},
                            {"is", schema::words(all.subspan(words::relations_of_two))}},
                           "compare", {"is"})});
}

Json probes() {
    return any_of(
        {judging({{"probe", {{"enum", {"tunnel", "session"}}}},
                  {"on", reference("name")},
                  {"is", schema::words(words::fates)}},
                 "probe", {"is"}),
         judging({{"probe", {{"const", "device"}}}, {"is", schema::words(words::fates)}}, "probe", {"is"})});
}

Json controls() {
    Json channel = step({{"channel", reference("name")},
                         {"acknowledge", schema::words(words::automatism)},
                         {"retransmit", schema::words(words::automatism)},
                         {"next-ns", number(0xffff)},
                         {"peer-window", number(0xffff, 1)}},
                        "channel");
    channel["anyOf"] = Json::array();
    for (const std::string_view key : {"acknowledge", "retransmit", "next-ns", "peer-window"}) {
        channel["anyOf"].push_back({{"required", {key}}});
    }
    const Json hook = schema::words(hook_rows, [](const HookRow& row) { return row.name; });
    Json values{{"type", "object"},
                {"additionalProperties", false},
                {"patternProperties",
                 {{"^[a-z][a-z0-9-]*$", any_of({text(), reference("computed")})}, {variable_pattern, true}}}};
    return any_of(
        {std::move(channel),
         step({{"trigger", any_of({hook, list_of(hook)})}, {"values", std::move(values)}}, "trigger"),
         step({{"wait", reference("span")}}, "wait"),
         step({{"wait-until", reference("span")}, {"since", reference("name")}}, "wait-until"),
         step({{"repeat", number(most_times, 1)}, {"steps", reference("steps")}}, "repeat", {"steps"})});
}

Json ppp() {
    const std::span<const std::string_view> actions = words::ppp_actions;
    const Json common{
        {"on", reference("name")}, {"address-and-control", flag()}, {"within", reference("span")}};
    Json start = common;
    start["ppp"] = {{"const", "start"}};
    start["until"] = schema::words(words::ppp_phases);
    Json others = common;
    others["ppp"] = schema::words(actions.subspan(1));
    return any_of({judging(std::move(start), "ppp"), judging(std::move(others), "ppp")});
}

Json sends() {
    return any_of({send(), send_data(),
                   step({{"send-raw", reference("octets")},
                         {"on", reference("name")},
                         {"from", schema::words(words::from)}},
                        "send-raw"),
                   step({{"send-again", reference("message")},
                         {"on", reference("name")},
                         {"nr", schema::words(words::nr)},
                         {"from", schema::words(words::from)},
                         {"set", reference("avp-values")},
                         {"at", list_of(reference("span"))}},
                        "send-again")});
}

}  // namespace

void add_step_definitions(Json& definitions) {
    definitions["step"] =
        any_of({uses(), sends(), expectations(), comparisons(), probes(), controls(), ppp()});
    definitions["steps"] = list_of(reference("step"));
}

}  // namespace l2tp::tester
