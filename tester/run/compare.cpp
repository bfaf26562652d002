// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

using Relation = Compare::Relation;
using Octets = codec::OctetString;

constexpr std::array<std::string_view, 8> relation_names{"equal to",       "different from", "lower than",
                                                         "greater than",   "all different",  "increasing",
                                                         "not sequential", "not empty"};

// trimmed drops leading zeros, so that values of different widths compare as numbers.
Octets trimmed(const Octets& octets) {
    const auto first = std::ranges::find_if(octets, [](std::uint8_t octet) { return octet != 0; });
    return {first, octets.end()};
}

bool is_lower(const Octets& a, const Octets& b) {
    const Octets left = trimmed(a);
    const Octets right = trimmed(b);
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

bool are_equal(const Octets& a, const Octets& b) {
    return a == b || (a.size() != b.size() && trimmed(a) == trimmed(b));
}

bool holds(Relation relation, const Octets& left, const Octets& right) {
    switch (relation) {
        case Relation::equal_to:
            return are_equal(left, right);
        case Relation::different_from:
            return !are_equal(left, right);
        case Relation::lower_than:
            return is_lower(left, right);
        case Relation::greater_than:
            return is_lower(right, left);
        default:
            return !left.empty();  // not empty
    }
}

// are_sequential tells that identifiers follow each other in steps that a guess would find: all small, and
// all in the same direction.
bool are_sequential(const std::vector<Octets>& values) {
    if (values.size() < 3) return false;
    constexpr std::uint16_t small = 16;
    const auto number = [](const Octets& octets) {
        return octets.size() < 2 ? std::uint16_t{0} : codec::read_u16(octets, octets.size() - 2);
    };
    bool up = true;
    bool down = true;
    for (std::size_t i = 1; i < values.size(); ++i) {
        const auto step = static_cast<std::uint16_t>(number(values[i]) - number(values[i - 1]));
        up = up && step >= 1 && step <= small;
        down = down && static_cast<std::uint16_t>(-step) >= 1 && static_cast<std::uint16_t>(-step) <= small;
    }
    return up || down;
}

bool holds(Relation relation, const std::vector<Octets>& values) {
    switch (relation) {
        case Relation::all_different:
            return std::set<Octets>(values.begin(), values.end()).size() == values.size();
        case Relation::increasing:
            return std::ranges::adjacent_find(values, [](const Octets& a, const Octets& b) {
                       return !is_lower(a, b);
                   }) == values.end();
        case Relation::not_sequential:
            return !are_sequential(values);
        default:
            return !values.empty() && std::ranges::none_of(values, &Octets::empty);
    }
}

bool is_of_list(Relation relation) {
    return relation == Relation::all_different || relation == Relation::increasing ||
           relation == Relation::not_sequential;
}

std::string value_text(const std::vector<Octets>& values) {
    constexpr std::size_t most = 32;
    std::string text;
    for (std::size_t i = 0; i < std::min(values.size(), most); ++i) {
        text += (i == 0 ? "" : ", ") + to_hex(values[i]);
    }
    return values.size() > most ? text + ", ..." : text;
}

std::vector<Octets> list_of(const Computed& computed, Stage& stage) {
    std::vector<Octets> values;
    for (const Bound& bound : stage.bindings.list(computed.name)) values.push_back(bound.octets);
    return values;
}

}  // namespace

bool compare(const Compare& step, Stage& stage) {
    const std::string name(relation_names[static_cast<std::size_t>(step.relation)]);
    std::string expected = fmt::format("{} {}", step.left.name, name);
    bool right = false;
    std::string seen;
    const bool whole_list = is_of_list(step.relation) ||
                            (step.relation == Relation::not_empty && step.left.source == Source::bound);
    if (whole_list) {
        const std::vector<Octets> values = list_of(step.left, stage);
        right = holds(step.relation, values);
        seen = value_text(values);
    } else {
        ValueScope scope = stage.scope(stage.tunnels.on({}, codec::Scope::tunnel).tunnel);
        const auto left = resolve(Content(step.left), scope);
        const auto other = step.right ? resolve(*step.right, scope) : std::optional(Octets{});
        if (!left || !other) {
            stage.give_up(fmt::format("{}: a value was never seen", expected));
            return false;
        }
        if (step.right) expected += " " + to_hex(*other);
        right = holds(step.relation, *left, *other);
        seen = to_hex(*left);
    }
    stage.decide({right ? Verdict::pass : step.otherwise, std::move(expected), std::move(seen),
                  right ? std::string() : step.because});
    return right || step.otherwise == Verdict::pass;
}

}  // namespace l2tp::tester
