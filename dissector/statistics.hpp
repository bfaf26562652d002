// SPDX-License-Identifier: GPL-2.0-or-later
// Statistics, for tshark -z and for the menus of the window.
#pragma once

namespace l2tp::dissector {

void register_statistics_tree();     // -z l2tpv2,tree
void register_session_statistics();  // -z l2tpv2,sessions
void register_conversations();       // -z conv,l2tpv2 and -z endpoints,l2tpv2
void register_follow();              // -z follow,l2tpv2,MODE,SESSION

}  // namespace l2tp::dissector
