// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

constexpr std::uint16_t l2tp_port = 1701;

Endpoint parse_address(const JsonPlace& place, std::uint16_t default_port) {
    const auto endpoint = parse_endpoint(place.text(), default_port);
    if (!endpoint)
        place.fail("must be an address such as \"192.0.2.1\", \"192.0.2.1:1701\" or \"[2001:db8::1]:1701\"");
    return *endpoint;
}

void parse_implements(Profile& profile, const JsonPlace& place) {
    place.expect_object({feature_names[0], feature_names[1], feature_names[2], feature_names[3]});
    for (std::size_t i = 0; i < feature_names.size(); ++i) {
        if (const auto answer = place.find(feature_names[i])) profile.implements[i] = answer->boolean();
    }
}

void parse_values(Profile& profile, const JsonPlace& place, SecretLookup lookup) {
    place.expect_object({"peer", "source", "secret", "host-name", "vendor-name", "ack-within",
                         "answer-within", "reachable-within", "settle"});
    if (const auto peer = place.find("peer")) profile.peer = parse_address(*peer, l2tp_port);
    if (const auto source = place.find("source")) profile.source = parse_address(*source, 0);
    if (const auto name = place.find("host-name")) profile.host_name = name->non_empty_text();
    if (const auto name = place.find("vendor-name")) profile.vendor_name = name->text();
    if (const auto secret = place.find("secret")) {
        secret->expect_object({"env"});
        const std::string variable = secret->at("env").non_empty_text();
        if (lookup == SecretLookup::now) profile.secret = secret_from_environment(variable);
    }
    const auto duration = [&](std::string_view key, Time& time) {
        if (const auto value = place.find(key)) time = value->duration();
    };
    duration("ack-within", profile.timing.ack_within);
    duration("answer-within", profile.timing.answer_within);
    duration("reachable-within", profile.timing.reachable_within);
    duration("settle", profile.timing.settle);
}

}  // namespace

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
    place.expect_object({"$schema", "device", "role", "implements", "values"});
    Profile profile;
    profile.device = place.at("device").non_empty_text();
    const JsonPlace role = place.at("role");
    const auto found = std::find(role_names.begin(), role_names.end(), role.text());
    if (found == role_names.end()) role.fail("must be \"lac\" or \"lns\"");
    profile.role = static_cast<Role>(found - role_names.begin());
    if (const auto implements = place.find("implements")) parse_implements(profile, *implements);
    if (const auto values = place.find("values")) parse_values(profile, *values, lookup);
    return profile;
}

}  // namespace l2tp::tester
