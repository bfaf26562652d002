// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/scenario_parser.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "codec/requirements.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/families.hpp"
#include "tester/scenario/reading_outcomes.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"
#include "tester/text/errors.hpp"

namespace l2tp::tester {
namespace {

codec::RequirementId parse_requirement(const JsonPlace& place) {
    const auto id = codec::find_requirement(place.text());
    if (!id) place.fail("no such requirement");
    return *id;
}

void parse_metadata(Scenario& scenario, const JsonPlace& place) {
    scenario.title = place.at("title").non_empty_text();
    scenario.why = place.at("why").non_empty_text();
    for (const JsonPlace& item : place.at("requirements").items(1)) {
        scenario.requirements.push_back(parse_requirement(item));
    }
    scenario.level = codec::requirement_of(scenario.requirements.front()).level;
    if (const auto level = place.find("level")) {
        scenario.level = static_cast<codec::Level>(parse_word(*level, words::levels, "level"));
    }
    if (const auto reading = place.find("reading")) {
        scenario.reading = reading->text();
        if (find_reading(scenario.reading) == nullptr) {
            reading->fail("must be the number of a reading, such as \"A-01\"");
        }
    }
    if (const auto twin = place.find("twin")) scenario.twin = twin->non_empty_text();
    if (const auto interop = place.find("interop")) scenario.interop = interop->non_empty_text();
    if (const auto configuration = place.find("configuration")) {
        scenario.configuration = configuration->non_empty_text();
    }
    if (const auto needs = place.find("needs")) {
        std::string why;
        auto parsed = parse_needs(needs->text(), why);
        if (!parsed) needs->fail(why);
        scenario.needs = std::move(*parsed);
    }
}

}  // namespace

Scenario parse_scenario(const std::string& id, const std::string& file, const Json& document) {
    const JsonPlace place(file, document);
    place.expect_object({"$schema", "title", "why", "requirements", "level", "reading", "twin", "interop",
                         "configuration", "needs", "steps"});
    if (const auto schema = place.find("$schema")) static_cast<void>(schema->text());
    Scenario scenario;
    scenario.id = id;
    scenario.file = file;
    scenario.role = id.starts_with("lac/") ? Role::lac : Role::lns;
    parse_metadata(scenario, place);
    Names names;
    scenario.steps = parse_steps(place.at("steps"), names);
    return scenario;
}

std::vector<Scenario> parse_scenarios(const std::string& id, const std::string& file, const Json& document) {
    const std::vector<FamilyCase> cases = read_cases(file, document);
    if (cases.empty()) return {parse_scenario(id, file, document)};
    std::vector<Scenario> scenarios;
    for (const FamilyCase& one : cases) {
        try {
            scenarios.push_back(
                parse_scenario(fmt::format("{}/{}", id, one.slug), file, expand_case(file, document, one)));
        } catch (const InputError& error) {
            throw InputError(file, pointer_in_family(document, one, error.pointer()),
                             fmt::format("{} (case {})", error.reason(), one.slug));
        }
    }
    return scenarios;
}

}  // namespace l2tp::tester
