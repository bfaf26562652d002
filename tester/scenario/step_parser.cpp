// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/scenario/step_parser.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

struct StepKind {
    std::string_view key;
    Action (*parse)(const JsonPlace&, Names&);
};

constexpr std::array step_kinds{
    StepKind{"use", parse_use},
    StepKind{"send", parse_send},
    StepKind{"send-again", parse_send_again},
    StepKind{"send-data", parse_send_data},
    StepKind{"send-raw", parse_send_raw},
    StepKind{"expect", parse_expect},
    StepKind{"expect-all", parse_expect_all},
    StepKind{"expect-retransmissions", parse_expect_retransmissions},
    StepKind{"never", parse_never},
    StepKind{"compare", parse_compare},
    StepKind{"probe", parse_probe},
    StepKind{"channel", parse_channel},
    StepKind{"ppp", parse_ppp},
    StepKind{"trigger", parse_trigger},
    StepKind{"wait", parse_wait},
    StepKind{"wait-until", parse_wait_until},
    StepKind{"repeat", parse_repeat},
};

Step parse_step(const JsonPlace& place, Names& names) {
    if (!place.value().is_object()) place.fail("must be an object");
    for (const StepKind& kind : step_kinds) {
        if (!place.find(kind.key)) continue;
        Step step{kind.parse(place, names), {}, place.pointer()};
        if (const auto note = place.find("note")) step.note = note->text();
        return step;
    }
    place.fail(fmt::format("must have one of the keys {}", fmt::join(step_keys(), ", ")));
}

}  // namespace

std::vector<std::string_view> step_keys() {
    std::vector<std::string_view> keys;
    for (const StepKind& kind : step_kinds) keys.push_back(kind.key);
    return keys;
}

std::vector<Step> parse_steps(const JsonPlace& place, Names& names) {
    std::vector<Step> steps;
    for (const JsonPlace& item : place.items(1)) steps.push_back(parse_step(item, names));
    return steps;
}

std::string default_name(const codec::MessageRow* message) {
    const bool session = message != nullptr && message->scope == codec::Scope::session;
    return std::string(session ? default_session : default_tunnel);
}

std::string parse_on(const JsonPlace& place, const codec::MessageRow* message, Names& names) {
    if (const auto on = place.find("on")) {
        names.expect_open(on->text(), *on);
        return on->text();
    }
    std::string name = default_name(message);
    names.open_quietly(Names::Kind::tunnel, std::string(default_tunnel));
    if (name == default_session) names.open_quietly(Names::Kind::session, name);
    return name;
}

From parse_from(const JsonPlace& place) {
    const auto from = place.find("from");
    if (!from) return From::own_port;
    return static_cast<From>(parse_word(*from, words::from, "origin") + 1);
}

std::uint32_t parse_count(const JsonPlace& place, std::uint64_t largest) {
    const std::uint64_t count = place.number(largest);
    if (count == 0) place.fail("must be 1 at least");
    return static_cast<std::uint32_t>(count);
}

}  // namespace l2tp::tester
