// SPDX-License-Identifier: GPL-2.0-or-later
// Cleaning up after a run that ended early: StopCCN for each tunnel that its journal leaves open.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tester/run/scenario_run.hpp"

namespace l2tp::tester {

struct Closed {
    enum class How : std::uint8_t {
        acknowledged,
        silent,       // no answer: the device may have forgotten the tunnel by itself
        unreachable,  // nothing listens there
        not_sent,     // the address that the tunnel belongs to cannot be used here any more
    };

    OpenTunnel tunnel;
    How how = How::silent;
    std::string text;  // a clause
};

// close_tunnels closes the tunnels side by side, from the addresses and ports that they belong to. `done` is
// called for each.
void close_tunnels(const std::vector<OpenTunnel>& tunnels, const std::function<void(const Closed&)>& done);

// stopccn makes the StopCCN that closes a tunnel, with the next Ns. While the DUT's ID is not known, the
// header's is 0 (4.4.3).
[[nodiscard]] codec::OctetString stopccn(const OpenTunnel& tunnel);

}  // namespace l2tp::tester
