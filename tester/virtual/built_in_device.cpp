// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/built_in_device.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

constexpr int failed = 1;

std::string value_of(const HookCall& call, std::string_view name) {
    const auto found = std::ranges::find(call.values, name, [](const auto& value) { return value.first; });
    return found != call.values.end() ? found->second : std::string();
}

}  // namespace

// HookAction carries out one row of hook_rows and returns its exit status.
struct BuiltInDevice::HookAction {
    std::string_view hook;
    int (*act)(BuiltInDevice& device, const HookCall& call, codec::Time now);
};

std::span<const BuiltInDevice::HookAction> BuiltInDevice::hook_actions() {
    using Device = BuiltInDevice;
    static constexpr std::array rows{
        HookAction{"open-tunnel",
                   [](Device& d, const HookCall&, codec::Time now) {
                       return d.party_->dial(d.settings_.tester, 0, now) ? 0 : failed;
                   }},
        HookAction{"dial",
                   [](Device& d, const HookCall&, codec::Time now) {
                       if (d.settings_.profile.role != Role::lac) return failed;
                       return d.party_->dial(d.settings_.tester, 1, now) ? 0 : failed;
                   }},
        HookAction{"outgoing-call",
                   [](Device& d, const HookCall&, codec::Time now) {
                       if (d.settings_.profile.role != Role::lns) return failed;
                       return d.party_->dial(d.settings_.tester, 1, now) ? 0 : failed;
                   }},
        HookAction{"hangup", [](Device& d, const HookCall&,
                                codec::Time now) { return d.party_->hang_up(now) ? 0 : failed; }},
        HookAction{"close-tunnel", [](Device& d, const HookCall&,
                                      codec::Time now) { return d.party_->close_tunnels(now) ? 0 : failed; }},
        HookAction{"client-traffic",
                   [](Device& d, const HookCall&, codec::Time now) {
                       return d.party_->send_traffic(now) ? 0 : failed;
                   }},
        HookAction{"reset",
                   [](Device& d, const HookCall&, codec::Time now) {
                       d.log_.say(now, "reset");
                       d.start();
                       return 0;
                   }},
        HookAction{"health", [](Device&, const HookCall&, codec::Time) { return 0; }},
        HookAction{"reconfigure",
                   [](Device& d, const HookCall& call, codec::Time) { return d.reconfigure(call); }},
        HookAction{"mark",
                   [](Device& d, const HookCall& call, codec::Time now) { return d.mark(call, now); }},
        HookAction{"collect-log", [](Device&, const HookCall&, codec::Time) { return 0; }},
    };
    static_assert(rows.size() == hook_rows.size());
    return rows;
}

BuiltInDevice::BuiltInDevice(DeviceSettings settings, codec::Time now)
    : settings_(std::move(settings)), log_(log_text_, ServeLog::Detail::events, now) {
    start();
}

void BuiltInDevice::start() {
    ReferenceSettings reference;
    reference.endpoint = configured_settings(settings_.profile, settings_.configuration);
    reference.endpoint.address = settings_.address;
    reference.endpoint.seed = settings_.seed + starts_++;
    reference.hiding_scope = HidingScope::all;
    reference.defect = settings_.defect;
    party_ = std::make_unique<ReferenceParty>(std::move(reference), log_);
}

int BuiltInDevice::reconfigure(const HookCall& call) {
    const std::string name = value_of(call, "configuration");
    settings_.configuration = find_configuration(name);
    if (settings_.configuration == nullptr && !is_default(name)) return failed;
    start();
    return 0;
}

int BuiltInDevice::mark(const HookCall& call, codec::Time now) {
    log_text_.str({});
    log_.say(now, printable(value_of(call, "scenario")));
    return 0;
}

HookEnd BuiltInDevice::carry_out(const HookCall& call, codec::Time now) {
    HookEnd end;
    end.number = call.number;
    const auto actions = hook_actions();
    const auto action = std::ranges::find(actions, call.hook, &HookAction::hook);
    if (action == actions.end()) return end;
    end.status = action->act(*this, call, now);
    if (call.hook == "collect-log") end.output = log();
    return end;
}

}  // namespace l2tp::tester
