// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/profile.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "tester/suite/profile_schema.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

using Kind = ProfileItem::Kind;

constexpr std::uint16_t l2tp_port = 1701;

// fallback_of makes the value of an item that no profile gave.
Profile::Value fallback_of(const ProfileItem& item) {
    switch (item.kind) {
        case Kind::feature:
            return item.fallback == "yes";
        case Kind::number: {
            const Json number = Json::parse(item.fallback);
            return number.get<std::uint64_t>();
        }
        case Kind::duration: {
            const auto time = parse_duration(item.fallback);
            if (!time) throw std::logic_error("a profile item has a bad fallback");
            return *time;
        }
        case Kind::text:
            return std::string(item.fallback);
        case Kind::address:
        case Kind::addresses:
            return std::vector<Endpoint>();
        case Kind::secret:
            break;
    }
    return Secret();
}

Endpoint parse_address(const JsonPlace& place, std::uint16_t default_port) {
    const auto endpoint = parse_endpoint(place.text(), default_port);
    if (!endpoint)
        place.fail("must be an address such as \"192.0.2.1\", \"192.0.2.1:1701\" or \"[2001:db8::1]:1701\"");
    return *endpoint;
}

std::vector<Endpoint> parse_addresses(const JsonPlace& place, const ProfileItem& item) {
    const std::uint16_t port = item.name == "peer" || item.name == "listen" ? l2tp_port : 0;
    std::vector<Endpoint> addresses;
    if (item.kind == Kind::addresses && place.value().is_array()) {
        for (const JsonPlace& each : place.items(1)) addresses.push_back(parse_address(each, port));
    } else {
        addresses.push_back(parse_address(place, port));
    }
    return addresses;
}

Secret parse_secret(const JsonPlace& place, SecretLookup lookup) {
    place.expect_object({"env"});
    const std::string variable = place.at("env").non_empty_text();
    return lookup == SecretLookup::now ? secret_from_environment(variable) : Secret();
}

Profile::Value parse_value(const JsonPlace& place, const ProfileItem& item, SecretLookup lookup) {
    switch (item.kind) {
        case Kind::feature:
            return place.boolean();
        case Kind::number:
            return place.number(largest_profile_number);
        case Kind::duration:
            return place.duration();
        case Kind::text:
            return place.text();
        case Kind::address:
        case Kind::addresses:
            return parse_addresses(place, item);
        case Kind::secret:
            break;
    }
    return parse_secret(place, lookup);
}

enum class Part : std::uint8_t { implements, values };

void parse_items(Profile& profile, const JsonPlace& place, Part part, SecretLookup lookup) {
    if (!place.value().is_object()) place.fail("must be an object");
    for (const auto& [name, value] : place.members()) {
        const ProfileItem* item = find_profile_item(name);
        const bool feature = item != nullptr && item->kind == Kind::feature;
        if (item == nullptr || feature != (part == Part::implements)) {
            value.fail(part == Part::implements ? "no such feature" : "no such value");
        }
        profile.set(item->name, parse_value(value, *item, lookup));
    }
}

void parse_hooks(Profile& profile, const JsonPlace& place) {
    if (!place.value().is_object()) place.fail("must be an object");
    for (const auto& [name, value] : place.members()) {
        if (std::ranges::none_of(hook_rows,
                                 [&hook = name](const HookRow& row) { return row.name == hook; })) {
            value.fail("no such hook");
        }
        Hook hook;
        if (value.value().is_string()) {
            if (value.text() != "ask") value.fail("must be a list of words (a command line), or \"ask\"");
        } else {
            for (const JsonPlace& word : value.items(1)) hook.arguments.push_back(word.text());
        }
        profile.hooks.insert_or_assign(name, std::move(hook));
    }
}

}  // namespace

Profile::Profile() {
    std::ranges::transform(profile_items, answers_.begin(), [](const ProfileItem& item) {
        return Answer{fallback_of(item), false};
    });
}

std::size_t Profile::index_of(std::string_view name) {
    const ProfileItem* item = find_profile_item(name);
    if (item == nullptr) throw std::logic_error(fmt::format("there is no profile item {}", name));
    return static_cast<std::size_t>(item - profile_items.data());
}

std::optional<Endpoint> Profile::address(std::string_view item) const {
    const std::span<const Endpoint> all = addresses(item);
    if (all.empty()) return std::nullopt;
    return all.front();
}

std::span<const Endpoint> Profile::addresses(std::string_view item) const {
    return get<std::vector<Endpoint>>(item);
}

bool Profile::says(std::string_view item) const {
    return answers_[index_of(item)].said;
}

void Profile::set(std::string_view item, Value value) {
    Answer& answer = answers_[index_of(item)];
    if (answer.value.index() != value.index()) throw std::logic_error("a profile item of another kind");
    answer = {std::move(value), true};
}

ProfileLookup Profile::lookup() const {
    return [this](std::string_view name) -> std::optional<std::uint64_t> {
        const ProfileItem* item = find_profile_item(name);
        if (item == nullptr) return std::nullopt;
        if (item->kind == Kind::number) return number(name);
        if (item->kind == Kind::duration) return says(name) ? 1 : 0;
        if (item->kind != Kind::feature) return std::nullopt;
        const bool takes_secret =
            name == "tunnel-authentication" || name == "hidden-avps" || name == "hides-avps";
        return has(name) && !(takes_secret && secret().empty()) ? 1 : 0;
    };
}

Secret secret_from_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0') {
        throw UsageError(fmt::format("the environment variable {} holds no secret", printable(name)));
    }
    return Secret(value);
}

bool looks_like_profile(const Json& document) {
    return document.is_object() && !document.contains("steps") &&
           (document.contains("device") || document.contains("values") || document.contains("implements"));
}

Profile parse_profile(const std::string& file, const Json& document, SecretLookup lookup) {
    const JsonPlace place(file, document);
    place.expect_object({"$schema", "device", "role", "implements", "values", "hooks"});
    Profile profile;
    profile.device = place.at("device").non_empty_text();
    const JsonPlace role = place.at("role");
    const auto found = std::find(role_names.begin(), role_names.end(), role.text());
    if (found == role_names.end()) role.fail("must be \"lac\" or \"lns\"");
    profile.role = static_cast<Role>(found - role_names.begin());
    if (const auto part = place.find("implements")) parse_items(profile, *part, Part::implements, lookup);
    if (const auto part = place.find("values")) parse_items(profile, *part, Part::values, lookup);
    if (const auto part = place.find("hooks")) parse_hooks(profile, *part);
    return profile;
}

}  // namespace l2tp::tester
