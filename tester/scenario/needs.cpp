// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/needs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "tester/scenario/profile_items.hpp"

namespace l2tp::tester {
namespace {

using Kind = Needs::Kind;

bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

// A timer holds where the profile says how long it is.
bool is_timer_item(std::string_view name) {
    const ProfileItem* item = find_profile_item(name);
    return item != nullptr && item->kind == ProfileItem::Kind::duration;
}

// Reader takes an expression apart: or binds less than and, and less than not.
class Reader {
  public:
    explicit Reader(std::string_view text) : rest_(text) { next(); }

    std::optional<Needs> read(std::string& why) {
        auto needs = read_list(Kind::any, "or");
        if (needs && !token_.empty()) needs = fail("\"{}\" was not expected", token_);
        why = why_;
        return needs;
    }

  private:
    static constexpr int deepest = 20;

    void next() {
        while (!rest_.empty() && rest_.front() == ' ') rest_.remove_prefix(1);
        std::size_t length = 0;
        while (length < rest_.size() && is_word(rest_[length])) ++length;
        if (length == 0 && !rest_.empty()) {
            const std::string_view two = rest_.substr(0, 2);
            length = two == ">=" || two == "<=" || two == "==" ? 2 : 1;
        }
        token_ = rest_.substr(0, length);
        rest_.remove_prefix(length);
    }

    template <typename... Values>
    std::nullopt_t fail(fmt::format_string<Values...> text, Values&&... values) {
        if (why_.empty()) why_ = fmt::format(text, std::forward<Values>(values)...);
        return std::nullopt;
    }

    std::optional<Needs> read_list(Kind kind, std::string_view joint) {
        Needs list{kind, {}, 0, {}};
        while (true) {
            auto part = kind == Kind::any ? read_list(Kind::all, "and") : read_one();
            if (!part) return std::nullopt;
            list.parts.push_back(std::move(*part));
            if (token_ != joint) break;
            next();
        }
        return list.parts.size() == 1 ? std::move(list.parts.front()) : std::move(list);
    }

    std::optional<Needs> read_one() {
        if (++depth_ > deepest) return fail("it is nested too deeply");
        if (token_ == "not") {
            next();
            auto part = read_one();
            if (!part) return std::nullopt;
            return Needs{Kind::not_, {}, 0, {std::move(*part)}};
        }
        if (token_ == "(") {
            next();
            auto inner = read_list(Kind::any, "or");
            if (!inner) return std::nullopt;
            if (token_ != ")") return fail("a parenthesis is not closed");
            next();
            return inner;
        }
        return read_condition();
    }

    std::optional<Needs> read_condition() {
        const std::string_view name = token_;
        if (name.empty()) return fail("it ends too early");
        const ProfileItem* item = find_profile_item(name);
        if (item == nullptr) return fail("the profile has no item \"{}\"", name);
        next();
        if (item->kind == ProfileItem::Kind::feature || is_timer_item(name))
            return Needs{Kind::feature, std::string(name), 1, {}};
        if (item->kind != ProfileItem::Kind::number) return fail("{} is no feature, timer or number", name);
        Needs needs{Kind::equal, std::string(name), 0, {}};
        if (token_ == ">=") {
            needs.kind = Kind::at_least;
        } else if (token_ == "<=") {
            needs.kind = Kind::at_most;
        } else if (token_ != "==") {
            return fail("after {} must come >=, <= or ==", name);
        }
        next();
        const char* end = token_.data() + token_.size();
        const auto [stop, error] = std::from_chars(token_.data(), end, needs.number);
        if (token_.empty() || error != std::errc() || stop != end)
            return fail("a number is missing after {}", name);
        next();
        return needs;
    }

    std::string_view rest_;
    std::string_view token_;
    std::string why_;
    int depth_ = 0;
};

std::string_view sign_of(Kind kind) {
    return kind == Kind::at_least ? ">=" : kind == Kind::at_most ? "<=" : "==";
}

std::string joined(const std::vector<Needs>& parts, std::string_view joint) {
    std::string text;
    for (const Needs& part : parts) {
        const bool list = part.kind == Kind::all || part.kind == Kind::any;
        if (!text.empty()) text += fmt::format(" {} ", joint);
        text += list ? fmt::format("({})", part.text()) : part.text();
    }
    return text;
}

}  // namespace

bool Needs::hold(const ProfileLookup& profile) const {
    const auto part_holds = [&](const Needs& part) { return part.hold(profile); };
    const std::uint64_t value = item.empty() ? 0 : profile(item).value_or(0);
    switch (kind) {
        case Kind::nothing:
            return true;
        case Kind::feature:
            return value != 0;
        case Kind::at_least:
            return value >= number;
        case Kind::at_most:
            return value <= number;
        case Kind::equal:
            return value == number;
        case Kind::all:
            return std::ranges::all_of(parts, part_holds);
        case Kind::any:
            return std::ranges::any_of(parts, part_holds);
        case Kind::not_:
            break;
    }
    return !part_holds(parts.front());
}

std::string Needs::why_not(const ProfileLookup& profile) const {
    if (hold(profile)) return {};
    switch (kind) {
        case Kind::feature:
            if (is_timer_item(item)) break;
            return fmt::format("the profile says that the device has no {}", item);
        case Kind::all:
            for (const Needs& part : parts) {
                if (!part.hold(profile)) return part.why_not(profile);
            }
            break;
        case Kind::not_:
            return fmt::format("the profile says that the device has {}", parts.front().text());
        default:
            break;
    }
    return fmt::format("the profile does not say {}", text());
}

std::vector<std::string> Needs::items() const {
    std::vector<std::string> all;
    if (!item.empty()) all.push_back(item);
    for (const Needs& part : parts) {
        for (std::string& inner : part.items()) all.push_back(std::move(inner));
    }
    return all;
}

std::string Needs::text() const {
    switch (kind) {
        case Kind::nothing:
            return {};
        case Kind::feature:
            return item;
        case Kind::all:
            return joined(parts, "and");
        case Kind::any:
            return joined(parts, "or");
        case Kind::not_:
            return fmt::format("not {}", joined(parts, ""));
        default:
            return fmt::format("{} {} {}", item, sign_of(kind), number);
    }
}

std::optional<Needs> parse_needs(std::string_view text, std::string& why) {
    return Reader(text).read(why);
}

}  // namespace l2tp::tester
