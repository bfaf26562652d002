// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tester/scenario/profile_items.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

constexpr std::string_view turn = "turn";
// Words that mean something else in braces.
constexpr std::array<std::string_view, 4> reserved_names{"profile", "random", "challenge-response", turn};

std::string_view kind_name(Names::Kind kind) {
    return kind == Names::Kind::tunnel ? "tunnel" : "session";
}

}  // namespace

bool is_name(std::string_view text) noexcept {
    const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto further = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && letter(text.front()) && std::ranges::all_of(text, further);
}

void check_new_name(std::string_view name, const JsonPlace& place) {
    if (!is_name(name)) place.fail("must be a name of small letters, digits and hyphens");
    if (std::ranges::find(reserved_names, name) != reserved_names.end()) {
        place.fail(fmt::format("\"{}\" means something else in braces", name));
    }
}

std::string parse_new_name(const JsonPlace& place) {
    std::string name = place.text();
    check_new_name(name, place);
    return name;
}

bool Names::enter_loop(std::uint64_t turns) {
    turns_.push_back(turns_.empty() ? turns : turns_.back() * turns);
    return turns_.back() <= most_times;
}

void Names::open(Kind kind, const std::string& name, const JsonPlace& place) {
    if (!opened_.emplace(name, kind).second) {
        place.fail(fmt::format("there is a {} \"{}\" already; name the new one with \"as\"",
                               kind_name(opened_.find(name)->second), name));
    }
}

bool Names::is_open(std::string_view name, Kind kind) const {
    const auto found = opened_.find(name);
    return found != opened_.end() && found->second == kind;
}

void Names::expect_open(const std::string& name, const JsonPlace& place) const {
    if (!is_open(name)) {
        place.fail(fmt::format("no tunnel and no session has the name \"{}\" before this", printable(name)));
    }
}

void Names::expect_open(Kind kind, const std::string& name, const JsonPlace& place) const {
    if (!is_open(name, kind)) {
        place.fail(fmt::format("no {} has the name \"{}\" before this", kind_name(kind), printable(name)));
    }
}

void Names::bind(const Remember& remember, const JsonPlace& place) {
    const bool list = remember.name.ends_with("[]");
    const std::string name = list ? remember.name.substr(0, remember.name.size() - 2) : remember.name;
    const Bound bound{list ? Shape::list : Shape::one, remember.what};
    const auto [found, is_new] = bound_.emplace(name, bound);
    if (!is_new && found->second.shape != bound.shape) {
        place.fail(fmt::format("\"{}\" is remembered both as one value and as a list", name));
    }
}

void Names::expect_bound(std::string_view name, const JsonPlace& place) const {
    if (bound_.contains(name) || (name == turn && !turns_.empty())) return;
    place.fail(fmt::format("nothing is remembered under the name \"{}\" before this", printable(name)));
}

void Names::expect_bound(std::string_view name, Shape shape, const JsonPlace& place) const {
    expect_bound(name, place);
    const auto found = bound_.find(name);
    const Shape has = found == bound_.end() ? Shape::one : found->second.shape;
    if (has != shape) {
        place.fail(shape == Shape::list ? "must be a list, remembered under a name that ends in []"
                                        : "must be one value, not a list");
    }
}

void Names::expect_time(std::string_view name, const JsonPlace& place) const {
    expect_bound(name, place);
    const auto found = bound_.find(name);
    if (found == bound_.end() || found->second.what != Remember::What::time ||
        found->second.shape != Shape::one) {
        place.fail("must be a remembered time");
    }
}

void Names::check(const Computed& computed, const JsonPlace& place) const {
    switch (computed.source) {
        case Source::bound:
            expect_bound(computed.name, Shape::one, place);
            return;
        case Source::ours:
        case Source::theirs:
            expect_open(computed.name, place);
            return;
        case Source::profile_value: {
            const ProfileItem* item = find_profile_item(computed.name);
            if (item == nullptr || item->kind != ProfileItem::Kind::text) {
                place.fail(fmt::format("the profile has no text \"{}\"", printable(computed.name)));
            }
            return;
        }
        case Source::challenge_response:
        case Source::their_challenge_response:
        case Source::random_octets:
            return;
    }
}

}  // namespace l2tp::tester
