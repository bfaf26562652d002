// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/text_forms.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>
#include <ctime>

namespace l2tp::tester {
namespace {

constexpr bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr std::array units{Unit{"ms", 1'000'000}, Unit{"s", 1'000'000'000}, Unit{"min", 60'000'000'000}};

std::optional<std::uint8_t> hex_digit(char c) {
    if (is_digit(c)) return static_cast<std::uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
    return std::nullopt;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

}  // namespace

std::optional<Time> parse_duration(std::string_view text) {
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    std::string_view whole = text.substr(0, space);
    std::string_view fraction;
    if (const std::size_t dot = whole.find('.'); dot != std::string_view::npos) {
        fraction = whole.substr(dot + 1);
        whole = whole.substr(0, dot);
        if (fraction.empty() || fraction.size() > 3) return std::nullopt;
    }
    if (whole.empty() || whole.size() > 6) return std::nullopt;
    std::int64_t thousandths = 0;
    for (std::size_t i = 0; i < whole.size() + 3; ++i) {
        const std::size_t decimal = i - whole.size();
        const char c = i < whole.size() ? whole[i] : decimal < fraction.size() ? fraction[decimal] : '0';
        if (!is_digit(c)) return std::nullopt;
        thousandths = thousandths * 10 + (c - '0');
    }
    for (const Unit& unit : units) {
        if (unit.name == text.substr(space + 1)) return Time(thousandths * (unit.nanoseconds / 1000));
    }
    return std::nullopt;
}

std::string format_duration(Time time) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
    if (milliseconds % 1000 == 0) return fmt::format("{} s", milliseconds / 1000);
    return fmt::format("{} ms", milliseconds);
}

std::string seconds_text(Time time) {
    return fmt::format("{:.3f} s", std::chrono::duration<double>(time).count());
}

std::optional<codec::OctetString> parse_hex(std::string_view digits) {
    codec::OctetString octets;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        if (digits[i] == ' ') ++i;
        if (i + 1 >= digits.size()) return std::nullopt;
        const auto high = hex_digit(digits[i]);
        const auto low = hex_digit(digits[i + 1]);
        if (!high || !low) return std::nullopt;
        octets.push_back(static_cast<std::uint8_t>(*high << 4 | *low));
    }
    return octets;
}

std::optional<Endpoint> parse_endpoint(std::string_view text, std::uint16_t default_port) {
    Endpoint endpoint;
    endpoint.port = default_port;
    std::string_view address = text;
    std::string_view port;
    if (!text.empty() && text.front() == '[') {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return std::nullopt;
        address = text.substr(1, close - 1);
        const std::string_view rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':') return std::nullopt;
        if (rest.size() == 1) return std::nullopt;
        if (!rest.empty()) port = rest.substr(1);
    } else if (const std::size_t colon = text.find(':');
               colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        address = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) return std::nullopt;
    }
    if (!port.empty()) {
        const auto number = parse_port(port);
        if (!number) return std::nullopt;
        endpoint.port = *number;
    }
    const std::string zero_ended(address);
    if (inet_pton(AF_INET, zero_ended.c_str(), endpoint.address.data()) == 1) {
        endpoint.family = Endpoint::Family::ipv4;
    } else if (inet_pton(AF_INET6, zero_ended.c_str(), endpoint.address.data()) == 1) {
        endpoint.family = Endpoint::Family::ipv6;
    } else {
        return std::nullopt;
    }
    return endpoint;
}

std::string format_address(const Endpoint& endpoint) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (endpoint.family == Endpoint::Family::none) return "none";
    const int family = endpoint.family == Endpoint::Family::ipv4 ? AF_INET : AF_INET6;
    inet_ntop(family, endpoint.address.data(), text.data(), text.size());
    return text.data();
}

std::string format_endpoint(const Endpoint& endpoint) {
    const bool brackets = endpoint.family == Endpoint::Family::ipv6;
    return fmt::format("{}{}{}:{}", brackets ? "[" : "", format_address(endpoint), brackets ? "]" : "",
                       endpoint.port);
}

std::string utc_text(Time since_epoch) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(since_epoch);
    const std::time_t seconds = whole.count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    const auto rest = std::chrono::duration_cast<std::chrono::microseconds>(since_epoch - whole).count();
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, rest);
}

std::optional<Time> parse_utc(std::string_view text) {
    constexpr std::string_view form = "0000-00-00T00:00:00.000000Z";
    const auto fits = [](char wanted, char c) { return wanted == '0' ? c >= '0' && c <= '9' : c == wanted; };
    if (!std::ranges::equal(form, text, fits)) return std::nullopt;
    const auto number = [text](std::size_t first, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(first, count)) value = value * 10 + (c - '0');
        return value;
    };
    const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(number(8, 2)))};
    // A year beyond these does not fit into nanoseconds.
    if (!day.ok() || number(0, 4) < 1700 || number(0, 4) > 2200) return std::nullopt;
    if (number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 60) return std::nullopt;
    return std::chrono::sys_days(day).time_since_epoch() + std::chrono::hours(number(11, 2)) +
           std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2)) +
           std::chrono::microseconds(number(20, 6));
}

}  // namespace l2tp::tester
