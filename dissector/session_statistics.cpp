// SPDX-License-Identifier: GPL-2.0-or-later
// -z l2tpv2,sessions and Statistics > L2TPv2 sessions: one row a session. Frames, octets and losses are those
// of the packets that pass the statistic's filter; the rest is what the judge knows.
#include <array>
#include <cinttypes>
#include <map>

#include "dissector/ending_words.hpp"
#include "dissector/statistics.hpp"
#include "dissector/tap.hpp"
#include "dissector/tracker.hpp"

namespace l2tp::dissector {

namespace {

enum Column : unsigned {
    session_column,
    tunnel_column,
    lac_column,
    lns_column,
    start_column,
    set_up_column,
    user_column,
    called_column,
    calling_column,
    lac_frames_column,
    lns_frames_column,
    lac_octets_column,
    lns_octets_column,
    lac_lost_column,
    lns_lost_column,
    end_column,
    column_count,
};

stat_tap_table_item columns[] = {
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Session", "%7u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Tunnel", "%8u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "LAC", "%-15s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "LNS", "%-15s"},
    {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, "Start", "%11.6f"},
    {TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Set-up time", "%9s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "User", "%-20s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Called", "%-12s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Calling", "%-12s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "LAC frames", "%8u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "LNS frames", "%8u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "LAC octets", "%10s"},
    {TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "LNS octets", "%10s"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "LAC lost", "%6u"},
    {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "LNS lost", "%6u"},
    {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "End", "%s"},
};
static_assert(std::size(columns) == column_count);

using protocol::SessionNumber;
using protocol::SessionRecord;
using protocol::TunnelRecord;

// Flow counts the data that one side sent.
struct Flow {
    std::uint32_t frames = 0;
    std::uint64_t octets = 0;
    std::uint32_t lost = 0;
};

struct Row {
    unsigned position = 0;
    std::array<Flow, 2> flows{};  // by side
};

using Rows = std::map<SessionNumber, Row>;

Rows& rows_of(const stat_tap_table* table) {
    static std::map<const stat_tap_table*, Rows> all;
    return all[table];
}

void set_text(stat_tap_table* table, const Row& row, Column column, char* text) {
    stat_tap_table_item_type* item = stat_tap_get_field_data(table, row.position, column);
    if (item->type == TABLE_ITEM_STRING) g_free(const_cast<char*>(item->value.string_value));
    item->type = TABLE_ITEM_STRING;
    item->value.string_value = text;
}

void set_number(stat_tap_table* table, const Row& row, Column column, unsigned number) {
    stat_tap_table_item_type* item = stat_tap_get_field_data(table, row.position, column);
    item->type = TABLE_ITEM_UINT;
    item->value.uint_value = number;
}

// lac_side is who sent the SCCRQ, or the first message that was seen, where roles are not known.
protocol::Side lac_side(const TunnelRecord& tunnel) {
    const auto& role = tunnel.ends[0].role;
    return role && *role == protocol::Role::lns ? 1 : 0;
}

char* host_text(const TunnelRecord& tunnel, protocol::Side side) {
    const codec::Endpoint& at = tunnel.ends[side].at;
    address host;
    const bool ipv4 = at.family == codec::Endpoint::Family::ipv4;
    if (at.family == codec::Endpoint::Family::none) return g_strdup("");
    set_address(&host, ipv4 ? AT_IPv4 : AT_IPv6, ipv4 ? 4 : 16, at.address.data());
    char* shown = address_to_str(nullptr, &host);
    char* text = g_strdup_printf("%s%s", tunnel.ends[side].role ? "" : "? ", shown);
    wmem_free(nullptr, shown);
    return text;
}

char* printable_text(std::string_view text) {
    const char* shown = printable(nullptr, text);
    char* kept = g_strdup(shown);
    wmem_free(nullptr, const_cast<char*>(shown));
    return kept;
}

void show_flows(stat_tap_table* table, const Row& row, protocol::Side lac) {
    const Flow& of_lac = row.flows[lac];
    const Flow& of_lns = row.flows[protocol::other(lac)];
    set_number(table, row, lac_frames_column, of_lac.frames);
    set_number(table, row, lns_frames_column, of_lns.frames);
    set_text(table, row, lac_octets_column, g_strdup_printf("%" PRIu64, of_lac.octets));
    set_text(table, row, lns_octets_column, g_strdup_printf("%" PRIu64, of_lns.octets));
    set_number(table, row, lac_lost_column, of_lac.lost);
    set_number(table, row, lns_lost_column, of_lns.lost);
}

// show_words writes down what messages of control tell.
void show_words(stat_tap_table* table, const Row& row, const SessionRecord& session,
                const TunnelRecord& tunnel, const Situation* situation) {
    const protocol::Side lac = lac_side(tunnel);
    set_text(table, row, lac_column, host_text(tunnel, lac));
    set_text(table, row, lns_column, host_text(tunnel, protocol::other(lac)));
    constexpr double second = 1e9;
    const auto& set_up = session.established_after;
    set_text(table, row, set_up_column,
             set_up ? g_strdup_printf("%.6f", static_cast<double>(set_up->count()) / second) : g_strdup("-"));
    const char* user = situation != nullptr ? situation->user : nullptr;
    if (user != nullptr) set_text(table, row, user_column, printable_text(user));
    set_text(table, row, called_column, printable_text(session.called.view()));
    set_text(table, row, calling_column, printable_text(session.calling.view()));
    char* words = ending_words(nullptr, session, tunnel);
    set_text(table, row, end_column, g_strdup(words));
    wmem_free(nullptr, words);
}

Row& add_row(stat_tap_table* table, Rows& rows, const packet_info* pinfo, const SessionRecord& session) {
    Row& row = rows[session.number];
    row.position = table->num_elements;
    std::array<stat_tap_table_item_type, column_count> items{};
    stat_tap_init_table_row(table, row.position, column_count, items.data());
    set_number(table, row, session_column, session.number);
    set_number(table, row, tunnel_column, session.tunnel);
    stat_tap_table_item_type* start = stat_tap_get_field_data(table, row.position, start_column);
    start->type = TABLE_ITEM_FLOAT;
    const double now = nstime_to_sec(&pinfo->abs_ts);
    const double begin = std::chrono::duration<double>(session.first_time).count();
    start->value.float_value = nstime_to_sec(&pinfo->rel_ts) - (now - begin);
    set_text(table, row, user_column, g_strdup(""));
    return row;
}

// show_sessions_of refreshes the sessions of a tunnel that are over by no message of their own.
void show_sessions_of(stat_tap_table* table, const Rows& rows, const protocol::Judge& judge,
                      protocol::TunnelNumber number) {
    const TunnelRecord& tunnel = judge.tunnels()[number - 1];
    for (const SessionNumber session : tunnel.sessions) {
        const auto row = rows.find(session);
        if (row != rows.end()) show_words(table, row->second, judge.sessions()[session - 1], tunnel, nullptr);
    }
}

void count_message(stat_tap_table* table, const packet_info* pinfo, const MessageRecord& record,
                   const protocol::Judge& judge) {
    const Situation& situation = *record.situation;
    if (situation.tunnel == 0 || situation.tunnel > judge.tunnels().size()) return;
    Rows& rows = rows_of(table);
    if (situation.session == 0 || situation.session > judge.sessions().size()) {
        if (record.closes_tunnel) show_sessions_of(table, rows, judge, situation.tunnel);
        return;
    }
    const SessionRecord& session = judge.sessions()[situation.session - 1];
    const TunnelRecord& tunnel = judge.tunnels()[session.tunnel - 1];
    const auto known = rows.find(session.number);
    Row& row = known != rows.end() ? known->second : add_row(table, rows, pinfo, session);
    const bool data = record.kind == codec::MessageKind::data;
    Flow& flow = row.flows[situation.sender];
    if (data) {
        ++flow.frames;
        flow.octets += record.octets;
        flow.lost += record.missing;
    }
    const bool words = !data || flow.frames + row.flows[1 - situation.sender].frames == 1 ||
                       (situation.user != nullptr &&
                        *stat_tap_get_field_data(table, row.position, user_column)->value.string_value == 0);
    if (words) show_words(table, row, session, tunnel, &situation);
    show_flows(table, row, lac_side(tunnel));
}

tap_packet_status on_message(void* data, packet_info* pinfo, epan_dissect_t*, const void* record,
                             tap_flags_t) {
    const auto& stat = *static_cast<const stat_data_t*>(data);
    stat_tap_table* table = g_array_index(stat.stat_tap_data->tables, stat_tap_table*, 0);
    const Tracker* known = tracker();
    if (table == nullptr || known == nullptr) return TAP_PACKET_DONT_REDRAW;
    try {
        count_message(table, pinfo, *static_cast<const MessageRecord*>(record), known->judge());
    } catch (...) {  // out of memory
        return TAP_PACKET_FAILED;
    }
    return TAP_PACKET_REDRAW;
}

void create_table(stat_tap_table_ui* ui) {
    stat_tap_table* table = stat_tap_find_table(ui, "L2TPv2 sessions");
    if (table != nullptr) return;
    table = stat_tap_init_table("L2TPv2 sessions", column_count, 0, nullptr);
    stat_tap_add_table(ui, table);
    rows_of(table).clear();
}

// reset_table keeps the rows: the window has pointers to them.
void reset_table(stat_tap_table* table) {
    for (auto& [number, row] : rows_of(table)) {
        row.flows = {};
        show_flows(table, row, 0);
    }
}

void free_item(stat_tap_table*, unsigned, unsigned, stat_tap_table_item_type* item) {
    if (item->type == TABLE_ITEM_STRING) g_free(const_cast<char*>(item->value.string_value));
    item->type = TABLE_ITEM_NONE;
}

}  // namespace

void register_session_statistics() {
    static tap_param parameters[] = {{PARAM_FILTER, "filter", "Filter", nullptr, TRUE}};
    static stat_tap_table_ui ui{REGISTER_PACKET_STAT_GROUP_UNSORTED,
                                "L2TPv2 sessions",
                                message_tap_name,
                                "l2tpv2,sessions",
                                create_table,
                                on_message,
                                reset_table,
                                free_item,
                                nullptr,
                                column_count,
                                columns,
                                std::size(parameters),
                                parameters,
                                nullptr,
                                0};
    register_stat_tap_table_ui(&ui);
}

}  // namespace l2tp::dissector
