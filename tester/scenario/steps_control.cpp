// SPDX-License-Identifier: GPL-2.0-or-later
// Steps that change how the tester behaves, make the device act, let time pass, or go round again.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/profile_items.hpp"
#include "tester/scenario/step_parser.hpp"
#include "tester/scenario/words.hpp"

namespace l2tp::tester {
namespace {

std::string parse_hook(const JsonPlace& place) {
    std::string name = place.text();
    if (std::ranges::find(hook_rows, name, &HookRow::name) == hook_rows.end()) place.fail("no such hook");
    return name;
}

// A value for a hook's command: text, octets or something that a run computes.
Content parse_hook_value(const JsonPlace& place, const Names& names) {
    if (is_computed(place.value())) return parse_computed(place, names);
    const std::string text = place.text();
    if (text == "hex" || text.starts_with("hex ")) return place.hex();
    return codec::OctetString(text.begin(), text.end());
}

}  // namespace

Action parse_channel(const JsonPlace& place, Names& names) {
    place.expect_object({"channel", "note", "acknowledge", "retransmit", "next-ns", "peer-window"});
    const JsonPlace tunnel = place.at("channel");
    ChannelControl control;
    control.on = tunnel.text();
    names.expect_open(Names::Kind::tunnel, control.on, tunnel);
    if (const auto acknowledge = place.find("acknowledge")) {
        control.acknowledge = static_cast<ChannelControl::Acknowledging>(
            parse_word(*acknowledge, words::automatism, "way to acknowledge"));
    }
    if (const auto retransmit = place.find("retransmit")) {
        control.retransmit = static_cast<ChannelControl::Retransmitting>(
            parse_word(*retransmit, words::automatism, "way to retransmit"));
    }
    if (const auto ns = place.find("next-ns")) {
        control.next_ns = static_cast<std::uint16_t>(ns->number(0xffff));
    }
    if (const auto window = place.find("peer-window")) {
        control.peer_window = static_cast<std::uint16_t>(parse_count(*window, 0xffff));
    }
    if (!control.acknowledge && !control.retransmit && !control.next_ns && !control.peer_window) {
        place.fail("must change something: acknowledge, retransmit, next-ns or peer-window");
    }
    return control;
}

Action parse_ppp(const JsonPlace& place, Names& names) {
    place.expect_object(
        {"ppp", "note", "on", "until", "address-and-control", "within", "otherwise", "because"});
    Ppp ppp;
    ppp.action = static_cast<Ppp::Action>(parse_word(place.at("ppp"), words::ppp_actions, "action of PPP"));
    const auto on = place.find("on");
    ppp.on = on ? on->text() : std::string(default_session);
    names.expect_open(Names::Kind::session, ppp.on, on ? *on : place.at("ppp"));
    if (const auto until = place.find("until")) {
        if (ppp.action != Ppp::Action::start) until->fail("only \"start\" goes on until something");
        ppp.until = static_cast<Ppp::Until>(parse_word(*until, words::ppp_phases, "phase of PPP") + 1);
    }
    if (const auto framing = place.find("address-and-control")) {
        ppp.framing = framing->boolean() ? Ppp::Framing::with_address : Ppp::Framing::without_address;
    }
    if (const auto within = place.find("within")) ppp.within = parse_span(*within);
    parse_otherwise(ppp, place);
    return ppp;
}

Action parse_trigger(const JsonPlace& place, Names& names) {
    place.expect_object({"trigger", "note", "values"});
    const JsonPlace hooks = place.at("trigger");
    Trigger trigger;
    if (hooks.value().is_array()) {
        for (const JsonPlace& hook : hooks.items(1)) trigger.hooks.push_back(parse_hook(hook));
    } else {
        trigger.hooks.push_back(parse_hook(hooks));
    }
    if (const auto values = place.find("values")) {
        for (const auto& [name, value] : values->members()) {
            check_new_name(name, value);
            trigger.values.emplace_back(name, parse_hook_value(value, names));
        }
    }
    return trigger;
}

Action parse_wait(const JsonPlace& place, Names& /*names*/) {
    place.expect_object({"wait", "note"});
    return Wait{parse_span(place.at("wait")), false, {}};
}

Action parse_wait_until(const JsonPlace& place, Names& names) {
    place.expect_object({"wait-until", "note", "since"});
    Wait wait{parse_span(place.at("wait-until")), true, {}};
    if (const auto since = place.find("since")) {
        wait.since = since->text();
        names.expect_time(wait.since, *since);
    }
    return wait;
}

Action parse_repeat(const JsonPlace& place, Names& names) {
    place.expect_object({"repeat", "note", "steps"});
    const JsonPlace times = place.at("repeat");
    Repeat repeat;
    repeat.times = parse_count(times, most_times);
    if (!names.enter_loop(repeat.times)) {
        times.fail(fmt::format("loops inside each other have more than {} turns together", most_times));
    }
    repeat.steps = parse_steps(place.at("steps"), names);
    names.leave_loop();
    return repeat;
}

}  // namespace l2tp::tester
