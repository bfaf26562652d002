// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/virtual/built_in_device.hpp"

#include <gtest/gtest.h>

#include "protocol/simulated_network.hpp"
#include "tester/virtual/virtual_driver.hpp"

namespace l2tp::tester {
namespace {

using codec::Time;

// Pair is a device and the reference endpoint in the other role as its peer.
struct Pair {
    explicit Pair(Role role)
        : profile(built_in_profile(role)),
          lane(built_in_lane(profile)),
          device(device_settings(profile, lane), Time{}),
          peer(peer_settings(profile, lane)) {
        network.attach(device, lane.peer);
        network.attach(peer, dialled_address(lane));
    }

    static DeviceSettings device_settings(const Profile& profile, const Lane& lane) {
        return {profile, nullptr, nullptr, lane.peer, dialled_address(lane), 1};
    }

    static protocol::EndpointSettings peer_settings(const Profile& profile, const Lane& lane) {
        protocol::EndpointSettings settings =
            built_in_settings(built_in_profile(profile.role == Role::lns ? Role::lac : Role::lns));
        settings.address = dialled_address(lane);
        settings.seed = 2;
        return settings;
    }

    int hook(const char* name, std::vector<std::pair<std::string, std::string>> values = {}) {
        const HookEnd end = device.carry_out({1, name, std::move(values)}, network.now());
        network.run_until(network.now() + std::chrono::seconds(5));
        return end.status.value_or(-1);
    }

    Profile profile;
    Lane lane;
    BuiltInDevice device;
    protocol::Endpoint peer;
    protocol::SimulatedNetwork network;
};

TEST(BuiltInDevice, KnowsEveryHook) {
    Pair pair(Role::lac);
    for (const HookRow& row : hook_rows)
        EXPECT_TRUE(pair.device.carry_out({1, std::string(row.name), {}}, Time{}).status) << row.name;
    EXPECT_FALSE(pair.device.carry_out({1, "no such hook", {}}, Time{}).status);
}

TEST(BuiltInDevice, DialsAsLac) {
    Pair pair(Role::lac);
    EXPECT_EQ(pair.hook("dial"), 0);
    EXPECT_EQ(pair.peer.calls().size(), 1U);
    EXPECT_EQ(pair.hook("client-traffic"), 0);
    EXPECT_EQ(pair.hook("hangup"), 0);
    EXPECT_TRUE(pair.peer.calls().empty());
    EXPECT_EQ(pair.peer.tunnels().size(), 1U);
    EXPECT_EQ(pair.hook("close-tunnel"), 0);
    EXPECT_TRUE(pair.peer.tunnels().empty());
}

TEST(BuiltInDevice, PlacesOutgoingCallsAsLns) {
    Pair pair(Role::lns);
    EXPECT_NE(pair.hook("dial"), 0);
    EXPECT_EQ(pair.hook("outgoing-call"), 0);
    EXPECT_EQ(pair.peer.calls().size(), 1U);
}

TEST(BuiltInDevice, HasNothingToHangUpWithoutACall) {
    Pair pair(Role::lac);
    EXPECT_NE(pair.hook("hangup"), 0);
    EXPECT_NE(pair.hook("close-tunnel"), 0);
    EXPECT_NE(pair.hook("client-traffic"), 0);
}

TEST(BuiltInDevice, ForgetsEverythingInAReset) {
    Pair pair(Role::lac);
    pair.hook("dial");
    EXPECT_EQ(pair.hook("reset"), 0);
    EXPECT_EQ(pair.device.endpoint().kept_tunnels(), 0U);
}

TEST(BuiltInDevice, TakesEveryConfigurationThatItLists) {
    for (const Configuration& configuration : configurations()) {
        Pair pair(Role::lac);
        EXPECT_EQ(pair.hook("reconfigure", {{"configuration", std::string(configuration.name)}}), 0);
    }
    Pair pair(Role::lac);
    EXPECT_NE(pair.hook("reconfigure", {{"configuration", "no such configuration"}}), 0);
}

TEST(BuiltInDevice, LogsWhatHappenedSinceTheMark) {
    Pair pair(Role::lac);
    pair.hook("dial");
    pair.hook("mark", {{"scenario", "lac/5.2/example"}});
    pair.hook("close-tunnel");
    const std::string log = pair.device.carry_out({1, "collect-log", {}}, Time{}).output;
    EXPECT_NE(log.find("lac/5.2/example"), std::string::npos);
    EXPECT_EQ(log.find("wait-ctl-reply"), std::string::npos);
    EXPECT_NE(log.find("established -> idle"), std::string::npos) << log;
}

}  // namespace
}  // namespace l2tp::tester
