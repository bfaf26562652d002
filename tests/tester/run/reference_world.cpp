// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tester/run/reference_world.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tester/scenario/scenario_parser.hpp"

namespace l2tp::tester::test {
namespace {

constexpr std::uint16_t first_port = 40000;

}  // namespace

codec::Endpoint address(std::uint8_t last, std::uint16_t port) {
    codec::Endpoint endpoint;
    endpoint.family = codec::Endpoint::Family::ipv4;
    endpoint.address = {192, 0, 2, last};
    endpoint.port = port;
    return endpoint;
}

codec::Endpoint RunParty::local(std::size_t socket) const {
    const auto port = static_cast<std::uint16_t>(first_port + socket);
    switch (run_.socket_kind(socket)) {
        case SocketKind::listening:
            return listen_;
        case SocketKind::other_address:
            return address(3, port);
        case SocketKind::own:
            break;
    }
    return address(2, port);
}

void RunParty::on_datagram(const codec::Datagram& datagram) {
    codec::Datagram recorded = datagram;
    recorded.reference = ++frames_;
    if (datagram.to == listen_) return run_.on_datagram(recorded, 0);
    const auto socket = sockets_.find(datagram.to);
    if (socket != sockets_.end()) run_.on_datagram(recorded, socket->second);
}

std::vector<protocol::OutgoingDatagram> RunParty::take_outgoing(Time now) {
    std::vector<protocol::OutgoingDatagram> all;
    for (const HookCall& call : run_.take_hooks()) run_.on_hook_end(on_hook_(call, now), now);
    for (const OutgoingDatagram& outgoing : run_.take_outgoing(now)) {
        const codec::Endpoint from = local(outgoing.socket);
        sockets_[from] = outgoing.socket;
        run_.on_sent(outgoing,
                     {outgoing.octets, outgoing.octets.size(), from, outgoing.to, now, ++frames_, {}});
        all.push_back({outgoing.octets, from, outgoing.to});
    }
    return all;
}

ReferenceWorld::ReferenceWorld(Role role) {
    profile.role = role;
    profile.set("outgoing-calls", true);
    for (const char* hook : {"dial", "open-tunnel", "hangup", "close-tunnel", "outgoing-call"}) {
        profile.hooks[hook] = Hook{{"builtin"}};
    }
    device.role = role == Role::lac ? protocol::Role::lac : protocol::Role::lns;
    device.address = address(1, 1701);
    settings.peer = device.address;
    settings.reached_before = true;
    settings.listen = address(2, 1701);
}

HookEnd ReferenceWorld::on_hook(protocol::SimulatedNetwork& net, protocol::Endpoint& endpoint,
                                const HookCall& call, Time now) {
    hooks.push_back(call.hook);
    if (!profile.hooks.contains(call.hook)) return {call.number, {}, ""};
    const codec::Endpoint tester = settings.listen;
    net.at(now, endpoint, [&endpoint, tester, hook = call.hook](Time at) {
        if (hook == "open-tunnel") endpoint.open_tunnel(tester, at);
        if (hook == "dial" || hook == "outgoing-call") endpoint.place_call(tester, at);
        if (hook == "hangup" && !endpoint.calls().empty()) endpoint.hang_up(endpoint.calls().front(), at);
        if (hook == "close-tunnel" && !endpoint.tunnels().empty()) {
            endpoint.close_tunnel(endpoint.tunnels().front(), at);
        }
    });
    return {call.number, 0, ""};
}

ScenarioResult ReferenceWorld::run(std::string_view steps, std::string_view requirement) {
    Json document{{"title", "t"}, {"why", "w"}, {"requirements", {requirement}}};
    document["steps"] = parse_json("steps", steps);
    const std::string id = std::string(role_name(profile.role)) + "/0/test";
    const Scenario scenario = parse_scenario(id, "test.json", document);

    protocol::SimulatedNetwork net(network);
    protocol::Endpoint endpoint(device);
    ScenarioRun scenario_run(scenario, settings, Identity{profile, random_, serial_});
    RunParty party(scenario_run, settings.listen,
                   [&](const HookCall& call, Time now) { return on_hook(net, endpoint, call, now); });
    net.attach(endpoint, device.address);
    net.attach(party, address(2, 0));
    net.attach(party, address(3, 0));
    net.at(Time{}, party, [&](Time now) { scenario_run.start(now); });
    net.run_until([&] { return scenario_run.finished(); }, limit);
    EXPECT_TRUE(scenario_run.finished()) << scenario_run.activity();
    left_open = scenario_run.open_tunnels();
    kept_tunnels = endpoint.kept_tunnels();
    open_tunnels = endpoint.tunnels().size();
    return scenario_run.result();
}

}  // namespace l2tp::tester::test
