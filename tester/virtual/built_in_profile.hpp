// SPDX-License-Identifier: GPL-2.0-or-later
// The built-in device's profile: what the reference endpoint implements in each role, and what an endpoint
// has to be told so that it is what a profile says.
#pragma once

#include <span>
#include <string_view>

#include "protocol/endpoint_settings.hpp"
#include "tester/suite/profile.hpp"

namespace l2tp::tester {

// built_in_profile is a complete profile. Its secret and password are made up: they protect nothing.
[[nodiscard]] Profile built_in_profile(Role role);

// built_in_settings derives an endpoint from a profile; address and seed are left to the caller.
[[nodiscard]] protocol::EndpointSettings built_in_settings(const Profile& profile);

// Configuration is one that the hook `reconfigure` brings about: another answer of the profile, or something
// that no profile says. Both are changes to the profile's own configuration.
struct Configuration {
    std::string_view name;
    std::string_view text;
    std::string_view item{};  // the feature whose answer changes; empty: none
    bool answer = false;
    void (*apply)(protocol::EndpointSettings& settings) = nullptr;  // null: the answer says it all
};

// configured returns the profile, and the endpoint, of a device in a configuration; null: in the profile's
// own.
[[nodiscard]] Profile configured(Profile profile, const Configuration* configuration);
[[nodiscard]] protocol::EndpointSettings configured_settings(const Profile& profile,
                                                             const Configuration* configuration);

[[nodiscard]] std::span<const Configuration> configurations() noexcept;
// find_configuration looks one up by name; null if there is none.
[[nodiscard]] const Configuration* find_configuration(std::string_view name) noexcept;
// is_default: the name means the profile's own configuration.
[[nodiscard]] bool is_default(std::string_view name) noexcept;

}  // namespace l2tp::tester
