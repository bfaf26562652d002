// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/suite/impairment.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

[[noreturn]] void refuse(std::string_view part) {
    throw UsageError(
        fmt::format("--impair takes loss=1%,dup=1%,reorder=1%,delay=10ms,seed=7 or some of these; not \"{}\"",
                    printable(part)));
}

template <typename Number>
std::optional<Number> read_number(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

double read_share(std::string_view part, std::string_view value) {
    if (!value.ends_with('%')) refuse(part);
    const auto percent = read_number<double>(value.substr(0, value.size() - 1));
    if (!percent || !(*percent >= 0 && *percent <= 100)) refuse(part);
    return *percent / 100;
}

codec::Time read_delay(std::string_view part, std::string_view value) {
    const std::size_t unit = value.find_first_not_of("0123456789.");
    if (unit == std::string_view::npos) refuse(part);
    const auto time = parse_duration(fmt::format("{} {}", value.substr(0, unit), value.substr(unit)));
    if (!time) refuse(part);
    return *time;
}

struct ShareName {
    std::string_view name;
    double Impairment::*share;
};
constexpr std::array share_names{ShareName{"loss", &Impairment::loss},
                                 ShareName{"dup", &Impairment::duplication},
                                 ShareName{"reorder", &Impairment::reordering}};

void read_part(Impairment& impairment, std::string_view part) {
    const std::size_t equal = part.find('=');
    if (equal == std::string_view::npos) refuse(part);
    const std::string_view name = part.substr(0, equal);
    const std::string_view value = part.substr(equal + 1);
    for (const ShareName& row : share_names) {
        if (row.name == name) {
            impairment.*row.share = read_share(part, value);
            return;
        }
    }
    if (name == "delay") {
        impairment.delay = read_delay(part, value);
    } else if (const auto seed = read_number<std::uint64_t>(value); name == "seed" && seed) {
        impairment.seed = *seed;
    } else {
        refuse(part);
    }
}

}  // namespace

Impairment parse_impairment(std::string_view text) {
    Impairment impairment;
    while (true) {
        const std::size_t comma = text.find(',');
        read_part(impairment, text.substr(0, comma));
        if (comma == std::string_view::npos) return impairment;
        text.remove_prefix(comma + 1);
    }
}

bool Impairer::happens(double share) {
    // Drawn for every datagram, so that one kind of impairment does not change where another one falls.
    constexpr double range = 9007199254740992.0;  // 2 to the 53rd
    return static_cast<double>(engine_() >> 11) / range < share;
}

Impairer::Fate Impairer::next() {
    const bool lost = happens(impairment_.loss);
    const bool doubled = happens(impairment_.duplication);
    const bool held = happens(impairment_.reordering);
    Fate fate{lost ? 0U : doubled ? 2U : 1U, impairment_.delay, lost || doubled || held};
    if (held) fate.delay += overtaken_within;
    return fate;
}

}  // namespace l2tp::tester
