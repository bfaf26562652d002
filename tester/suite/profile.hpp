// SPDX-License-Identifier: GPL-2.0-or-later
// The device profile: what the device under test implements, the values needed to test it (the PICS and PIXIT
// of ISO 9646), and the hooks that make it act.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tester/scenario/needs.hpp"
#include "tester/scenario/profile_items.hpp"
#include "tester/scenario/scenario.hpp"
#include "tester/text/json_place.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {

// Secret is a shared secret or a password. It is never printed: there is no way to stream or format it.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string text) : octets_(text.begin(), text.end()) {}

    [[nodiscard]] bool empty() const noexcept { return octets_.empty(); }
    [[nodiscard]] codec::Octets octets() const noexcept { return octets_; }

  private:
    codec::OctetString octets_;
};

// Hook is a command line, or a request to the operator where `arguments` is empty.
struct Hook {
    std::vector<std::string> arguments;
};

// Profile answers the rows of profile_items; what nobody said is answered by their fallbacks. To ask for an
// item that does not exist, or as what it is not, is a mistake of the program: std::logic_error.
class Profile {
  public:
    using Value = std::variant<bool, std::uint64_t, Time, std::string, std::vector<Endpoint>, Secret>;

    Profile();

    std::string device;
    Role role = Role::lns;
    std::map<std::string, Hook, std::less<>> hooks;

    [[nodiscard]] bool has(std::string_view feature) const { return get<bool>(feature); }
    [[nodiscard]] std::uint64_t number(std::string_view item) const { return get<std::uint64_t>(item); }
    [[nodiscard]] Time duration(std::string_view item) const { return get<Time>(item); }
    [[nodiscard]] const std::string& text(std::string_view item) const { return get<std::string>(item); }
    [[nodiscard]] const Secret& secret(std::string_view item = "secret") const { return get<Secret>(item); }
    // address returns the first of an item's addresses; nothing if there is none.
    [[nodiscard]] std::optional<Endpoint> address(std::string_view item) const;
    [[nodiscard]] std::span<const Endpoint> addresses(std::string_view item) const;

    // says tells whether the profile itself, and not a fallback, gives an item.
    [[nodiscard]] bool says(std::string_view item) const;
    void set(std::string_view item, Value value);

    // lookup is what `needs` of scenarios are asked against; the profile must outlive it. Features that take
    // a secret are absent where none is known.
    [[nodiscard]] ProfileLookup lookup() const;

  private:
    struct Answer {
        Value value;
        bool said = false;
    };

    [[nodiscard]] static std::size_t index_of(std::string_view item);
    template <typename T>
    [[nodiscard]] const T& get(std::string_view item) const {
        return std::get<T>(answers_[index_of(item)].value);
    }

    std::array<Answer, profile_items.size()> answers_;
};

// parse_profile reads a profile file. A secret is only named there ({ "env": NAME }); its value is looked up.
enum class SecretLookup : std::uint8_t { now, never };
[[nodiscard]] Profile parse_profile(const std::string& file, const Json& document, SecretLookup lookup);

// secret_from_environment reads an environment variable; a missing or empty one is a UsageError.
[[nodiscard]] Secret secret_from_environment(const std::string& name);

// looks_like_profile tells a profile from a scenario.
[[nodiscard]] bool looks_like_profile(const Json& document);

}  // namespace l2tp::tester
