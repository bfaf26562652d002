// SPDX-License-Identifier: GPL-2.0-or-later
// run_virtually: one scenario run against a fresh built-in device, on a network of their own, in virtual
// time.
#pragma once

#include <string>

#include "protocol/simulated_network.hpp"
#include "tester/virtual/built_in_device.hpp"
#include "tester/virtual/run_party.hpp"

namespace l2tp::tester {

struct VirtualRunSettings {
    DeviceSettings device;  // its address is the lane's peer
    protocol::NetworkSettings network;
    Lane lane;
    codec::Time start{};
};

struct VirtualRunEnd {
    codec::Time time{};
    std::string log;  // the device's
};

// run_virtually returns when the run has finished. `next_port` is the next port of the tester's.
[[nodiscard]] VirtualRunEnd run_virtually(ScenarioRun& run, const VirtualRunSettings& settings,
                                          std::uint16_t& next_port, const OnWire& on_wire);

// virtual_epoch is when virtual time begins: 1 August 1999, the month of RFC 2661.
inline constexpr codec::Time virtual_epoch = std::chrono::seconds(933'465'600);

}  // namespace l2tp::tester
