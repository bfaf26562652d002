// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of the five tables of RFC 2661: 7.2.1, 7.4.1, 7.4.2, 7.5.1 and 7.5.2, row for row and in the RFC's
// order.
#pragma once

#include <array>

#include "protocol/state_table.hpp"

namespace l2tp::protocol {

// received holds messages as the tables name them, acceptable or not.
namespace received {
inline constexpr Set<Event> sccrq{Event::sccrq_acceptable, Event::sccrq_unacceptable};
inline constexpr Set<Event> sccrp{Event::sccrp_acceptable, Event::sccrp_unacceptable};
inline constexpr Set<Event> scccn{Event::scccn_acceptable, Event::scccn_unacceptable};
inline constexpr Set<Event> icrq{Event::icrq_acceptable, Event::icrq_unacceptable};
inline constexpr Set<Event> icrp{Event::icrp_acceptable, Event::icrp_unacceptable};
inline constexpr Set<Event> iccn{Event::iccn_acceptable, Event::iccn_unacceptable};
inline constexpr Set<Event> ocrq{Event::ocrq_acceptable, Event::ocrq_unacceptable};
inline constexpr Set<Event> ocrp{Event::ocrp_acceptable, Event::ocrp_unacceptable};
inline constexpr Set<Event> occn{Event::occn_acceptable, Event::occn_unacceptable};
inline constexpr Set<Event> cdn{Event::cdn};
inline constexpr Set<Event> stopccn{Event::stopccn};
}  // namespace received

inline constexpr auto rfc_state_rows = [] {
    using enum Machine;
    using enum State;
    using enum Action;
    using S = Set<State>;
    using E = Set<Event>;
    return std::array{
        // 7.2.1 Control connection
        StateRow{"control/idle/local-open", control_connection, S{idle}, E{Event::local_open},
                 actions(send_sccrq), wait_ctl_reply, 3110},
        StateRow{"control/idle/sccrq-acceptable", control_connection, S{idle}, E{Event::sccrq_acceptable},
                 actions(send_sccrp), wait_ctl_conn, 3113},
        StateRow{"control/idle/sccrq-unacceptable", control_connection, S{idle}, E{Event::sccrq_unacceptable},
                 actions(send_stopccn, clean_up), idle, 3116},
        StateRow{"control/idle/sccrp", control_connection, S{idle}, received::sccrp,
                 actions(send_stopccn, clean_up), idle, 3119},
        StateRow{"control/idle/scccn", control_connection, S{idle}, received::scccn, actions(clean_up), idle,
                 3122},
        StateRow{"control/wait-ctl-reply/sccrp-acceptable", control_connection, S{wait_ctl_reply},
                 E{Event::sccrp_acceptable}, actions(send_scccn, open_waiting_sessions), established, 3124},
        StateRow{"control/wait-ctl-reply/sccrp-unacceptable", control_connection, S{wait_ctl_reply},
                 E{Event::sccrp_unacceptable}, actions(send_stopccn, clean_up), idle, 3129},
        StateRow{"control/wait-ctl-reply/sccrq-loses-tie", control_connection, S{wait_ctl_reply},
                 E{Event::sccrq_loses_tie}, actions(clean_up, requeue_sccrq), idle, 3132},
        StateRow{"control/wait-ctl-reply/scccn", control_connection, S{wait_ctl_reply}, received::scccn,
                 actions(send_stopccn, clean_up), idle, 3143},
        StateRow{"control/wait-ctl-conn/scccn-acceptable", control_connection, S{wait_ctl_conn},
                 E{Event::scccn_acceptable}, actions(open_waiting_sessions), established, 3146},
        StateRow{"control/wait-ctl-conn/scccn-unacceptable", control_connection, S{wait_ctl_conn},
                 E{Event::scccn_unacceptable}, actions(send_stopccn, clean_up), idle, 3150},
        StateRow{"control/wait-ctl-conn/sccrp-sccrq", control_connection, S{wait_ctl_conn},
                 received::sccrp | received::sccrq, actions(send_stopccn, clean_up), idle, 3153},
        StateRow{"control/established/local-open", control_connection, S{established}, E{Event::local_open},
                 actions(open_waiting_sessions), established, 3156},
        StateRow{"control/established/admin-close", control_connection, S{established}, E{Event::local_close},
                 actions(send_stopccn, clean_up), idle, 3160},
        StateRow{"control/established/sccrq-sccrp-scccn", control_connection, S{established},
                 received::sccrq | received::sccrp | received::scccn, actions(send_stopccn, clean_up), idle,
                 3163},
        StateRow{"control/any/stopccn", control_connection,
                 S{idle, wait_ctl_reply, wait_ctl_conn, established}, received::stopccn, actions(clean_up),
                 idle, 3166},

        // 7.4.1 Incoming call, LAC
        StateRow{"lac-incoming/idle/ring", lac_incoming_call, S{idle}, E{Event::local_open},
                 actions(initiate_tunnel_open), wait_tunnel, 3315},
        StateRow{"lac-incoming/idle/iccn-icrp-cdn", lac_incoming_call, S{idle},
                 received::iccn | received::icrp | received::cdn, actions(clean_up), idle, 3319},
        StateRow{"lac-incoming/wait-tunnel/drop-or-close", lac_incoming_call, S{wait_tunnel},
                 E{Event::bearer_drop, Event::local_close}, actions(clean_up), idle, 3322},
        StateRow{"lac-incoming/wait-tunnel/tunnel-open", lac_incoming_call, S{wait_tunnel},
                 E{Event::tunnel_open}, actions(send_icrq), wait_reply, 3326},
        StateRow{"lac-incoming/wait-reply/icrp-acceptable", lac_incoming_call, S{wait_reply},
                 E{Event::icrp_acceptable}, actions(send_iccn), established, 3328},
        StateRow{"lac-incoming/wait-reply/icrp-unacceptable", lac_incoming_call, S{wait_reply},
                 E{Event::icrp_unacceptable}, actions(send_cdn, clean_up), idle, 3331},
        StateRow{"lac-incoming/wait-reply/icrq", lac_incoming_call, S{wait_reply}, received::icrq,
                 actions(send_cdn, clean_up), idle, 3334},
        StateRow{"lac-incoming/wait-reply/cdn-iccn", lac_incoming_call, S{wait_reply},
                 received::cdn | received::iccn, actions(clean_up), idle, 3337},
        StateRow{"lac-incoming/wait-reply/close-or-drop", lac_incoming_call, S{wait_reply},
                 E{Event::local_close, Event::bearer_drop}, actions(send_cdn, clean_up), idle, 3340},
        StateRow{"lac-incoming/established/cdn", lac_incoming_call, S{established}, received::cdn,
                 actions(clean_up), idle, 3344},
        StateRow{"lac-incoming/established/icrq-icrp-iccn", lac_incoming_call, S{established},
                 received::icrq | received::icrp | received::iccn, actions(send_cdn, clean_up), idle, 3346},
        StateRow{"lac-incoming/established/drop-or-close", lac_incoming_call, S{established},
                 E{Event::bearer_drop, Event::local_close}, actions(send_cdn, clean_up), idle, 3349},

        // 7.4.2 Incoming call, LNS
        StateRow{"lns-incoming/idle/icrq-acceptable", lns_incoming_call, S{idle}, E{Event::icrq_acceptable},
                 actions(send_icrp), wait_connect, 3427},
        StateRow{"lns-incoming/idle/icrq-unacceptable", lns_incoming_call, S{idle},
                 E{Event::icrq_unacceptable}, actions(send_cdn, clean_up), idle, 3430},
        StateRow{"lns-incoming/idle/icrp", lns_incoming_call, S{idle}, received::icrp,
                 actions(send_cdn, clean_up), idle, 3433},
        StateRow{"lns-incoming/idle/iccn", lns_incoming_call, S{idle}, received::iccn, actions(clean_up),
                 idle, 3436},
        StateRow{"lns-incoming/wait-connect/iccn-acceptable", lns_incoming_call, S{wait_connect},
                 E{Event::iccn_acceptable}, actions(prepare_for_data), established, 3438},
        StateRow{"lns-incoming/wait-connect/iccn-unacceptable", lns_incoming_call, S{wait_connect},
                 E{Event::iccn_unacceptable}, actions(send_cdn, clean_up), idle, 3441},
        StateRow{"lns-incoming/wait-connect/icrq-icrp", lns_incoming_call, S{wait_connect},
                 received::icrq | received::icrp, actions(send_cdn, clean_up), idle, 3444},
        StateRow{"lns-incoming/any/cdn", lns_incoming_call, S{idle, wait_connect, established}, received::cdn,
                 actions(clean_up), idle, 3447},
        StateRow{"lns-incoming/wait-connect-established/local-close", lns_incoming_call,
                 S{wait_connect, established}, E{Event::local_close}, actions(send_cdn, clean_up), idle,
                 3451},
        StateRow{"lns-incoming/established/icrq-icrp-iccn", lns_incoming_call, S{established},
                 received::icrq | received::icrp | received::iccn, actions(send_cdn, clean_up), idle, 3454},

        // 7.5.1 Outgoing call, LAC
        StateRow{"lac-outgoing/idle/ocrq-acceptable", lac_outgoing_call, S{idle}, E{Event::ocrq_acceptable},
                 actions(send_ocrp, open_bearer), wait_cs_answer, 3539},
        StateRow{"lac-outgoing/idle/ocrq-unacceptable", lac_outgoing_call, S{idle},
                 E{Event::ocrq_unacceptable}, actions(send_cdn, clean_up), idle, 3542},
        StateRow{"lac-outgoing/idle/ocrp", lac_outgoing_call, S{idle}, received::ocrp,
                 actions(send_cdn, clean_up), idle, 3545},
        StateRow{"lac-outgoing/idle/occn-cdn", lac_outgoing_call, S{idle}, received::occn | received::cdn,
                 actions(clean_up), idle, 3548},
        StateRow{"lac-outgoing/wait-cs-answer/bearer-answer", lac_outgoing_call, S{wait_cs_answer},
                 E{Event::bearer_answer}, actions(send_occn), established, 3551},
        StateRow{"lac-outgoing/wait-cs-answer/bearer-failure", lac_outgoing_call, S{wait_cs_answer},
                 E{Event::bearer_failure}, actions(send_cdn, clean_up), idle, 3554},
        StateRow{"lac-outgoing/wait-cs-answer/ocrq-ocrp-occn", lac_outgoing_call, S{wait_cs_answer},
                 received::ocrq | received::ocrp | received::occn, actions(send_cdn, clean_up), idle, 3557},
        StateRow{"lac-outgoing/established/ocrq-ocrp-occn", lac_outgoing_call, S{established},
                 received::ocrq | received::ocrp | received::occn, actions(send_cdn, clean_up), idle, 3560},
        StateRow{"lac-outgoing/wait-cs-answer-established/cdn", lac_outgoing_call,
                 S{wait_cs_answer, established}, received::cdn, actions(clean_up), idle, 3563},
        StateRow{"lac-outgoing/established/drop-or-close", lac_outgoing_call, S{established},
                 E{Event::bearer_drop, Event::local_close}, actions(send_cdn, clean_up), idle, 3566},

        // 7.5.2 Outgoing call, LNS
        StateRow{"lns-outgoing/idle/local-open", lns_outgoing_call, S{idle}, E{Event::local_open},
                 actions(initiate_tunnel_open), wait_tunnel, 3651},
        StateRow{"lns-outgoing/idle/occn-ocrp-cdn", lns_outgoing_call, S{idle},
                 received::occn | received::ocrp | received::cdn, actions(clean_up), idle, 3654},
        StateRow{"lns-outgoing/wait-tunnel/tunnel-open", lns_outgoing_call, S{wait_tunnel},
                 E{Event::tunnel_open}, actions(send_ocrq), wait_reply, 3657},
        StateRow{"lns-outgoing/wait-reply/ocrp-acceptable", lns_outgoing_call, S{wait_reply},
                 E{Event::ocrp_acceptable}, actions(), wait_connect, 3659},
        StateRow{"lns-outgoing/wait-reply/ocrp-unacceptable", lns_outgoing_call, S{wait_reply},
                 E{Event::ocrp_unacceptable}, actions(send_cdn, clean_up), idle, 3662},
        StateRow{"lns-outgoing/wait-reply/occn-ocrq", lns_outgoing_call, S{wait_reply},
                 received::occn | received::ocrq, actions(send_cdn, clean_up), idle, 3665},
        StateRow{"lns-outgoing/wait-connect/occn", lns_outgoing_call, S{wait_connect},
                 E{Event::occn_acceptable}, actions(), established, 3668},
        StateRow{"lns-outgoing/wait-connect/ocrq-ocrp", lns_outgoing_call, S{wait_connect},
                 received::ocrq | received::ocrp, actions(send_cdn, clean_up), idle, 3670},
        StateRow{"lns-outgoing/any/cdn", lns_outgoing_call, S{idle, wait_reply, wait_connect, established},
                 received::cdn, actions(clean_up), idle, 3673},
        StateRow{"lns-outgoing/established/ocrq-ocrp-occn", lns_outgoing_call, S{established},
                 received::ocrq | received::ocrp | received::occn, actions(send_cdn, clean_up), idle, 3678},
        StateRow{"lns-outgoing/wait-reply-connect-established/local-close", lns_outgoing_call,
                 S{wait_reply, wait_connect, established}, E{Event::local_close}, actions(send_cdn, clean_up),
                 idle, 3681},
        StateRow{"lns-outgoing/wait-tunnel/local-close", lns_outgoing_call, S{wait_tunnel},
                 E{Event::local_close}, actions(clean_up), idle, 3685},
    };
}();

namespace state_rows_check {

constexpr bool same_reaction(const StateRow& a, const StateRow& b) {
    if (a.next != b.next || a.actions.count != b.actions.count) return false;
    for (std::size_t i = 0; i < a.actions.count; ++i) {
        if (a.actions.items[i] != b.actions.items[i]) return false;
    }
    return true;
}

// Where two rows share a cell (LNS idle + CDN stands twice, reading A-31) they say the same.
consteval bool deterministic() {
    for (std::size_t i = 0; i < rfc_state_rows.size(); ++i) {
        for (std::size_t j = i + 1; j < rfc_state_rows.size(); ++j) {
            const StateRow& a = rfc_state_rows[i];
            const StateRow& b = rfc_state_rows[j];
            if (a.machine == b.machine && a.states.overlaps(b.states) && a.events.overlaps(b.events) &&
                !same_reaction(a, b)) {
                return false;
            }
        }
    }
    return true;
}
static_assert(deterministic());

}  // namespace state_rows_check

}  // namespace l2tp::protocol
