// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnels on other ports than 1701: known by their look.
#pragma once

namespace l2tp::dissector {

// register_heuristic comes after register_handoff. It can be switched off in Wireshark's list of protocols.
void register_heuristic();

}  // namespace l2tp::dissector
