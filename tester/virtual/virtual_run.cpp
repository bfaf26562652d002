// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/virtual_run.hpp"

#include <stdexcept>

namespace l2tp::tester {
namespace {

// A hook is a command, and takes a moment.
constexpr codec::Time hook_delay = std::chrono::milliseconds(10);
// No scenario takes longer; one that does is interrupted.
constexpr codec::Time longest_run = std::chrono::hours(6);
constexpr codec::Time interruption_limit = std::chrono::minutes(1);

}  // namespace

VirtualRunEnd run_virtually(ScenarioRun& run, const VirtualRunSettings& settings, std::uint16_t& next_port,
                            const OnWire& on_wire) {
    protocol::SimulatedNetwork network(settings.network);
    network.run_until(settings.start);
    BuiltInDevice device(settings.device, settings.start);
    RunParty tester(run, settings.lane, next_port, on_wire, [&](const HookCall& call) {
        network.at(network.now() + hook_delay, [&device, &run, call](codec::Time now) {
            run.on_hook_end(device.carry_out(call, now), now);
        });
    });
    network.attach(device, settings.lane.peer);
    for (const codec::Endpoint& own :
         {settings.lane.source, settings.lane.other_source, settings.lane.listen}) {
        if (own.family != codec::Endpoint::Family::none) network.attach(tester, own);
    }
    const auto finished = [&run] { return run.finished(); };
    network.at(settings.start, [&run](codec::Time now) { run.start(now); });
    protocol::RunEnd end = network.run_until(finished, settings.start + longest_run);
    for (int again = 0; again < 2 && !run.finished() && end != protocol::RunEnd::error; ++again) {
        run.interrupt(network.now());
        end = network.run_until(finished, network.now() + interruption_limit);
    }
    if (!run.finished()) throw std::logic_error("a run in virtual time does not come to its end");
    return {network.now(), device.log()};
}

}  // namespace l2tp::tester
