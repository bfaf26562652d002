// SPDX-License-Identifier: GPL-2.0-or-later
// -z l2tpv2,tree and Statistics > L2TPv2: how often each message, AVP, Result Code and breach came.
#include <array>

#include "dissector/statistics.hpp"
#include "dissector/tap.hpp"

namespace l2tp::dissector {

namespace {

struct PivotRow {
    const char* title;
    const Names MessageRecord::*names;  // null: the message's own name
};

constexpr std::array pivots{
    PivotRow{"Messages", nullptr},
    PivotRow{"AVPs", &MessageRecord::avps},
    PivotRow{"Result Codes", &MessageRecord::result_codes},
    PivotRow{"Breaches", &MessageRecord::requirements},
};

std::array<int, pivots.size()> nodes;

void create_nodes(stats_tree* tree) {
    for (std::size_t i = 0; i < pivots.size(); ++i) {
        nodes[i] = stats_tree_create_pivot(tree, pivots[i].title, 0);
    }
}

tap_packet_status count_message(stats_tree* tree, packet_info*, epan_dissect_t*, const void* data,
                                tap_flags_t) {
    const MessageRecord& record = *static_cast<const MessageRecord*>(data);
    for (std::size_t i = 0; i < pivots.size(); ++i) {
        if (pivots[i].names == nullptr) {
            stats_tree_tick_pivot(tree, nodes[i], record.name);
            continue;
        }
        const Names& names = record.*pivots[i].names;
        for (std::size_t n = 0; n < names.count; ++n) {
            stats_tree_tick_pivot(tree, nodes[i], names.texts[n]);
        }
    }
    return TAP_PACKET_REDRAW;
}

}  // namespace

void register_statistics_tree() {
    stats_tree_register_plugin(message_tap_name, "l2tpv2", "L2TPv2", 0, count_message, create_nodes, nullptr);
}

}  // namespace l2tp::dissector
