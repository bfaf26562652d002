// SPDX-License-Identifier: GPL-2.0-or-later
// What Wireshark looks up in the module: version, and the two registration routines.
#include "dissector/channel_fields.hpp"
#include "dissector/field_registration.hpp"
#include "dissector/handoff.hpp"
#include "dissector/heuristic.hpp"
#include "dissector/statistics.hpp"
#include "dissector/tap.hpp"
#include "dissector/tracker.hpp"
#include "dissector/tracking_fields.hpp"
#include "dissector/wireshark.hpp"

namespace {

void register_all() {
    l2tp::dissector::register_protocol();
    l2tp::dissector::register_tracking_fields();
    l2tp::dissector::register_channel_fields();
    l2tp::dissector::register_tracker();
    l2tp::dissector::register_taps();
    l2tp::dissector::register_statistics_tree();
    l2tp::dissector::register_session_statistics();
    l2tp::dissector::register_conversations();
    l2tp::dissector::register_follow();
}

void hand_off_all() {
    l2tp::dissector::register_handoff();
    l2tp::dissector::register_heuristic();
}

}  // namespace

// Declared before they are defined: a const at namespace scope would otherwise have internal linkage, and
// Wireshark passes over a module that lacks these names without a word.
extern "C" {
WS_DLL_PUBLIC const gchar plugin_version[];
WS_DLL_PUBLIC const int plugin_want_major;
WS_DLL_PUBLIC const int plugin_want_minor;
WS_DLL_PUBLIC void plugin_register(void);
WS_DLL_PUBLIC guint32 plugin_describe(void);

const gchar plugin_version[] = L2TP_PLUGIN_VERSION;
const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

void plugin_register(void) {
    static const proto_plugin plugin{register_all, hand_off_all};
    proto_register_plugin(&plugin);
}

// From 4.4 on: the kind of plugin, here a dissector (WS_PLUGIN_DESC_DISSECTOR, whose header is not installed
// in 4.0).
guint32 plugin_describe(void) {
    return 1;
}
}
