// SPDX-License-Identifier: GPL-2.0-or-later
// Needs: what a scenario asks of the device under test, as an expression over its profile.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace l2tp::tester {

// ProfileLookup returns the value of a profile item (profile_items.hpp): 1 or 0 for a feature, else its
// number; nothing where the profile does not say.
using ProfileLookup = std::function<std::optional<std::uint64_t>(std::string_view item)>;

// Needs is a conjunction, a disjunction, a negation, or one condition: a feature by its name, or an item
// compared with a number. Default-constructed it always holds.
struct Needs {
    enum class Kind : std::uint8_t { nothing, feature, at_least, at_most, equal, all, any, not_ };

    Kind kind = Kind::nothing;
    std::string item{};
    std::uint64_t number = 0;
    std::vector<Needs> parts{};

    [[nodiscard]] bool hold(const ProfileLookup& profile) const;
    // why_not is a clause that names the first condition that does not hold; empty if all do.
    [[nodiscard]] std::string why_not(const ProfileLookup& profile) const;
    // items lists the profile items that are named.
    [[nodiscard]] std::vector<std::string> items() const;
    [[nodiscard]] std::string text() const;
};

// parse_needs reads an expression such as "hidden-avps and (max-tunnels >= 2 or not tie-breaker)". On an
// error it returns nothing and puts a clause into `why`.
[[nodiscard]] std::optional<Needs> parse_needs(std::string_view text, std::string& why);

}  // namespace l2tp::tester
