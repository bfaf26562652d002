// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/computed_values.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>

#include "tester/scenario/profile_items.hpp"
#include "tester/scenario/words.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t most_random_octets = 1017;
constexpr std::uint32_t most_times_a_timer = 1000;

// Keyword is a value in braces that is no name.
struct Keyword {
    std::string_view word;
    Source source{};
};
constexpr std::array keywords{Keyword{"challenge-response.ours", Source::challenge_response},
                              Keyword{"challenge-response.theirs", Source::their_challenge_response},
                              Keyword{"random", Source::random_octets}};

// Affix is what stands beside a name in braces.
struct Affix {
    std::string_view prefix;
    std::string_view suffix;
    Source source{};
};
constexpr std::array affixes{Affix{"profile.", "", Source::profile_value}, Affix{"", ".ours", Source::ours},
                             Affix{"", ".theirs", Source::theirs}, Affix{"", "", Source::bound}};

constexpr std::string_view random_prefix = "random ";

bool is_timer(std::string_view name) {
    const ProfileItem* item = find_profile_item(name);
    return name == full_cycle || (item != nullptr && item->kind == ProfileItem::Kind::duration);
}

template <typename Integer>
bool read_whole(std::string_view text, Integer& number) {
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return !text.empty() && error == std::errc() && stop == end;
}

// "1.5" in thousandths: at most three decimals.
std::optional<std::uint32_t> read_permille(std::string_view text) {
    const std::size_t dot = text.find('.');
    std::uint32_t whole = 0;
    if (!read_whole(text.substr(0, dot), whole) || whole > most_times_a_timer) return std::nullopt;
    std::uint32_t thousandths = 0;
    if (dot != std::string_view::npos) {
        std::string decimals(text.substr(dot + 1));
        if (decimals.empty() || decimals.size() > 3) return std::nullopt;
        decimals.resize(3, '0');
        if (!read_whole(std::string_view(decimals), thousandths)) return std::nullopt;
    }
    return whole * 1000 + thousandths;
}

Computed parse_braces(const JsonPlace& place) {
    const std::string& whole = place.value().get_ref<const std::string&>();
    if (whole.size() < 3 || whole.back() != '}') {
        place.fail("must be a value in braces, such as \"{tunnel.theirs}\"");
    }
    const std::string_view text = std::string_view(whole).substr(1, whole.size() - 2);
    Computed computed;
    for (const Keyword& keyword : keywords) {
        if (text != keyword.word) continue;
        computed.source = keyword.source;
        return computed;
    }
    if (text.starts_with(random_prefix)) {
        computed.source = Source::random_octets;
        if (!read_whole(text.substr(random_prefix.size()), computed.length) ||
            computed.length > most_random_octets) {
            place.fail(fmt::format("must say how many octets, {} at most, such as {{random 16}}",
                                   most_random_octets));
        }
        return computed;
    }
    for (const Affix& affix : affixes) {
        if (!text.starts_with(affix.prefix) || !text.ends_with(affix.suffix)) continue;
        computed.source = affix.source;
        computed.name =
            text.substr(affix.prefix.size(), text.size() - affix.prefix.size() - affix.suffix.size());
        break;
    }
    return computed;
}

}  // namespace

bool is_computed(const Json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>().starts_with("{");
    return value.is_object() && value.size() == 1 &&
           std::ranges::find(words::changes, value.begin().key()) != words::changes.end();
}

Computed parse_computed(const JsonPlace& place, const Names& names) {
    if (!is_computed(place.value())) place.fail("must be a value in braces, such as \"{tunnel.theirs}\"");
    if (place.value().is_string()) {
        Computed computed = parse_braces(place);
        names.check(computed, place);
        return computed;
    }
    const auto [word, inner] = place.members().front();
    if (!inner.value().is_string()) inner.fail("must be a value in braces, such as \"{tunnel.theirs}\"");
    Computed computed = parse_computed(inner, names);
    const auto change = std::ranges::find(words::changes, word) - words::changes.begin();
    computed.change = static_cast<Computed::Change>(change + 1);
    return computed;
}

std::string computed_text(const Computed& computed) {
    const auto inner = [&]() -> std::string {
        if (computed.source == Source::random_octets && computed.length != Computed{}.length) {
            return fmt::format("{}{}", random_prefix, computed.length);
        }
        for (const Keyword& keyword : keywords) {
            if (keyword.source == computed.source) return std::string(keyword.word);
        }
        for (const Affix& affix : affixes) {
            if (affix.source == computed.source)
                return fmt::format("{}{}{}", affix.prefix, computed.name, affix.suffix);
        }
        return computed.name;
    };
    const std::string braces = fmt::format("{{{}}}", inner());
    if (computed.change == Computed::Change::none) return braces;
    return fmt::format("{} {}", words::changes[static_cast<std::size_t>(computed.change) - 1], braces);
}

Number parse_number(const JsonPlace& place, const Names& names) {
    if (is_computed(place.value())) return parse_computed(place, names);
    return static_cast<std::uint16_t>(place.number(0xffff));
}

std::string number_text(const Number& number) {
    if (const auto* computed = std::get_if<Computed>(&number)) return computed_text(*computed);
    return fmt::format("{}", std::get<std::uint16_t>(number));
}

Span parse_span(const JsonPlace& place) {
    const std::string text = place.text();
    if (const auto time = parse_duration(text)) return {*time, {}, 1000};
    const std::size_t times = text.find(" x ");
    const std::string_view whole = text;
    const std::string_view timer = times == std::string::npos ? whole : whole.substr(times + 3);
    const auto permille = times == std::string::npos ? std::optional<std::uint32_t>(1000)
                                                     : read_permille(whole.substr(0, times));
    if (!is_timer(timer) || !permille) {
        place.fail(
            "must be a duration such as \"300 ms\", \"4 s\" or \"2 min\", or a timer of the profile "
            "such as \"ack-within\" or \"1.5 x hello-interval\"");
    }
    return {Time{}, std::string(timer), *permille};
}

std::string span_text(const Span& span) {
    if (span.timer.empty()) return format_duration(span.fixed);
    if (span.permille == 1000) return span.timer;
    return fmt::format("{:g} x {}", span.permille / 1000.0, span.timer);
}

std::string span_pattern() {
    std::string timers(full_cycle);
    for (const ProfileItem& item : profile_items) {
        if (item.kind == ProfileItem::Kind::duration) timers += fmt::format("|{}", item.name);
    }
    std::string_view duration = duration_pattern;
    duration.remove_prefix(1);  // ^
    duration.remove_suffix(1);  // $
    return fmt::format("^({}|([0-9]{{1,4}}(\\.[0-9]{{1,3}})? x )?({}))$", duration, timers);
}

std::uint16_t parse_flags(const JsonPlace& place) {
    const std::string text = place.text();
    const auto octets = text.starts_with("0x") && text.size() == 6 && text.find(' ') == std::string::npos
                            ? parse_hex(std::string_view(text).substr(2))
                            : std::nullopt;
    if (!octets) place.fail("must be the header's first two octets, such as \"0xc802\"");
    return codec::read_u16(*octets, 0);
}

}  // namespace l2tp::tester
