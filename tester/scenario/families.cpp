// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/families.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

#include "tester/scenario/names.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

using Variables = std::vector<std::pair<std::string, Json>>;

constexpr std::string_view case_variable = "case";

const Json* find_variable(const Variables& variables, std::string_view name) {
    for (const auto& [variable, value] : variables) {
        if (variable == name) return &value;
    }
    return nullptr;
}

std::string text_of(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// in_braces returns the name of "{name}", or nothing where the text is not that alone.
std::string_view in_braces(std::string_view text) {
    if (text.size() < 3 || text.front() != '{' || text.back() != '}') return {};
    const std::string_view name = text.substr(1, text.size() - 2);
    return is_name(name) ? name : std::string_view();
}

std::string substitute_text(std::string_view text, const Variables& variables) {
    std::string out;
    while (!text.empty()) {
        const std::size_t open = text.find('{');
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        out += text.substr(0, open);
        const Json* value = find_variable(variables, text.substr(open + 1, close - open - 1));
        if (value == nullptr) {
            out += '{';
            text.remove_prefix(open + 1);
        } else {
            out += text_of(*value);
            text.remove_prefix(close + 1);
        }
    }
    return out += text;
}

Json substitute(const Json& value, const Variables& variables) {
    if (value.is_string()) {
        const std::string& text = value.get_ref<const std::string&>();
        const Json* whole = find_variable(variables, in_braces(text));
        return whole != nullptr ? *whole : Json(substitute_text(text, variables));
    }
    if (value.is_array()) {
        Json out = Json::array();
        for (const Json& item : value) out.push_back(substitute(item, variables));
        return out;
    }
    if (!value.is_object()) return value;
    Json out = Json::object();
    for (const auto& [key, member] : value.items()) {
        out[substitute_text(key, variables)] = substitute(member, variables);
    }
    return out;
}

bool uses(const Json& value, const std::string& braces) {
    if (value.is_string()) return value.get_ref<const std::string&>().find(braces) != std::string::npos;
    if (!value.is_structured()) return false;
    for (const auto& [key, member] : value.items()) {
        if (value.is_object() && key.find(braces) != std::string::npos) return true;
        if (uses(member, braces)) return true;
    }
    return false;
}

std::string parse_slug(const Json& value, const JsonPlace& place) {
    if (value.is_structured() || value.is_null())
        place.fail("must be text or a number; give such cases slugs");
    std::string slug = slug_of(text_of(value));
    if (slug.empty()) place.fail("has no letter and no digit; give such cases slugs");
    return slug;
}

// "cases": { "missing": ["Host Name", ...] }
std::vector<FamilyCase> read_list(const std::string& variable, const JsonPlace& place) {
    check_new_name(variable, place);
    std::vector<FamilyCase> cases;
    for (const JsonPlace& item : place.items(1)) {
        FamilyCase one{parse_slug(item.value(), item)};
        one.variables.emplace_back(variable, item.value());
        cases.push_back(std::move(one));
    }
    return cases;
}

// "cases": { "SLUG": { "VARIABLE": value, ... }, ... }
FamilyCase read_case(const std::string& slug, const JsonPlace& place) {
    if (slug_of(slug) != slug || slug.empty())
        place.fail("must be a slug: small letters, digits and hyphens");
    FamilyCase one{slug};
    for (const auto& [key, member] : place.members()) {
        if (std::ranges::find(case_overrides, key) != case_overrides.end()) {
            one.overrides[key] = member.value();
        } else {
            check_new_name(key, member);
            one.variables.emplace_back(key, member.value());
        }
    }
    return one;
}

void check_variables(const std::vector<FamilyCase>& cases, const Json& document, const JsonPlace& place) {
    Json others = document;
    others.erase("cases");
    const Variables& first = cases.front().variables;
    for (const auto& [name, value] : first) {
        if (name == case_variable) continue;
        const std::string braces = fmt::format("{{{}}}", name);
        const bool used = uses(others, braces) || std::ranges::any_of(cases, [&](const FamilyCase& one) {
                              return uses(one.overrides, braces);
                          });
        if (!used) place.fail(fmt::format("nothing uses {}", braces));
    }
    for (const FamilyCase& one : cases) {
        for (const auto& [name, value] : first) {
            if (find_variable(one.variables, name) == nullptr)
                place.fail(fmt::format("the case {} does not say {}", one.slug, name));
        }
        for (const auto& [name, value] : one.variables) {
            if (find_variable(first, name) == nullptr)
                place.fail(fmt::format("the case {} alone says {}", one.slug, name));
        }
    }
}

void check_slugs(const std::vector<FamilyCase>& cases, const JsonPlace& place) {
    std::set<std::string_view> slugs;
    for (const FamilyCase& one : cases) {
        if (!slugs.insert(one.slug).second)
            place.fail(fmt::format("two cases have the slug \"{}\"", one.slug));
    }
    if (cases.size() > most_cases) place.fail(fmt::format("has more than {} cases", most_cases));
}

std::string escaped(std::string_view token) {
    std::string out;
    for (const char c : token) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

// step_into goes from a value of the family to the one that a token of the case's pointer names.
const Json* step_into(const Json& value, const std::string& token, const Variables& variables,
                      std::string& pointer) {
    if (value.is_array()) {
        pointer += "/" + token;
        const std::size_t index = static_cast<std::size_t>(std::strtoul(token.c_str(), nullptr, 10));
        return index < value.size() ? &value[index] : nullptr;
    }
    if (!value.is_object()) return nullptr;
    for (const auto& [key, member] : value.items()) {
        if (escaped(substitute_text(key, variables)) != token) continue;
        pointer += "/" + escaped(key);
        return &member;
    }
    return nullptr;
}

}  // namespace

std::string slug_of(std::string_view text) {
    std::string slug;
    for (const char c : text) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
            slug += lower;
        } else if (!slug.empty() && slug.back() != '-') {
            slug += '-';
        }
    }
    while (!slug.empty() && slug.back() == '-') slug.pop_back();
    return slug;
}

std::vector<FamilyCase> read_cases(const std::string& file, const Json& document) {
    const JsonPlace whole(file, document);
    if (!document.is_object() || !document.contains("cases")) return {};
    const JsonPlace place = whole.at("cases");
    const auto members = place.members();
    if (members.empty()) place.fail("must have at least one case");
    std::vector<FamilyCase> cases;
    if (members.front().second.value().is_array()) {
        if (members.size() > 1) place.fail("must be one list of values, or one object a case");
        cases = read_list(members.front().first, members.front().second);
    } else {
        for (const auto& [slug, member] : members) cases.push_back(read_case(slug, member));
    }
    for (FamilyCase& one : cases) one.variables.emplace_back(case_variable, one.slug);
    check_slugs(cases, place);
    check_variables(cases, document, place);
    return cases;
}

Json expand_case(const std::string& file, const Json& document, const FamilyCase& one) {
    Json whole = document;
    whole.erase("cases");
    for (const auto& [key, value] : one.overrides.items()) whole[key] = value;
    Json expanded = substitute(whole, one.variables);
    for (const std::string_view key : {"title", "why"}) {
        const auto found = expanded.find(key);
        if (found == expanded.end() || !found->is_string()) continue;
        const std::string& text = found->get_ref<const std::string&>();
        if (text.find('{') != std::string::npos) {
            throw InputError(file, fmt::format("/{}", key),
                             fmt::format("no case says what stands in braces: {}", printable(text)));
        }
    }
    return expanded;
}

std::string pointer_in_family(const Json& document, const FamilyCase& one, const std::string& pointer) {
    std::string translated;
    const Json* value = &document;
    for (std::size_t at = 0; at < pointer.size();) {
        const std::size_t end = std::min(pointer.find('/', at + 1), pointer.size());
        const std::string token = pointer.substr(at + 1, end - at - 1);
        if (at == 0 && one.overrides.contains(token)) return fmt::format("/cases/{}{}", one.slug, pointer);
        const Json* next = step_into(*value, token, one.variables, translated);
        if (next == nullptr) break;
        value = next;
        at = end;
    }
    return translated;
}

}  // namespace l2tp::tester
