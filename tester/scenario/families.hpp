// SPDX-License-Identifier: GPL-2.0-or-later
// Families: one file that stands for several scenarios, its cases. They are made of the JSON before it is
// parsed, so that a variable may stand anywhere.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// FamilyCase is one case of a family: its slug, which ends the scenario's id, its variables, and the keys of
// the file that it replaces (case_overrides).
struct FamilyCase {
    std::string slug;
    std::vector<std::pair<std::string, Json>> variables{};  // {case}, the slug, among them
    Json overrides = Json::object();
};

// case_overrides are the keys of a file that a case may give itself.
inline constexpr std::array<std::string_view, 5> case_overrides{"requirements", "level", "reading", "twin",
                                                                "needs"};
inline constexpr std::size_t most_cases = 1000;

// read_cases returns the cases of a document; none where it is no family. Each variable must be used.
[[nodiscard]] std::vector<FamilyCase> read_cases(const std::string& file, const Json& document);

// expand_case returns the document of one case, without "cases" and without variables.
[[nodiscard]] Json expand_case(const std::string& file, const Json& document, const FamilyCase& one);

// pointer_in_family translates a JSON Pointer into the document of a case to one into the family's.
[[nodiscard]] std::string pointer_in_family(const Json& document, const FamilyCase& one,
                                            const std::string& pointer);

// slug_of makes "host-name" of "Host Name".
[[nodiscard]] std::string slug_of(std::string_view text);

}  // namespace l2tp::tester
