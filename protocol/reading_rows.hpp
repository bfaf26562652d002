// SPDX-License-Identifier: GPL-2.0-or-later
// Reading rows: what the RFC's tables leave open, each with the outcomes that an implementation can choose
// and the verdict of each. The readings carry an A-number. The first outcome is what our own endpoint does.
#pragma once

#include <array>

#include "codec/requirement_rows.hpp"
#include "protocol/state_rows.hpp"

namespace l2tp::protocol {

template <typename... Outcomes>
[[nodiscard]] constexpr ReadingRow reading(std::string_view id, std::string_view number, Machine machine,
                                           Set<State> states, Set<Event> events,
                                           const Outcomes&... outcomes) {
    static_assert(sizeof...(Outcomes) >= 1 && sizeof...(Outcomes) <= ReadingRow::max_outcomes);
    return {id, number, machine, states, events, {outcomes...}, sizeof...(Outcomes)};
}

// breaking names the requirement that outcomes other than pass are about.
[[nodiscard]] constexpr ReadingRow breaking(codec::RequirementId requirement, ReadingRow row) {
    row.breaks = requirement;
    return row;
}

namespace outcome {

using enum Action;
using enum State;

inline constexpr Outcome keep{"keeps-state", actions(acknowledge), std::nullopt, Outlook::pass};
inline constexpr Outcome keep_warn{"keeps-state", actions(acknowledge), std::nullopt, Outlook::warn};
inline constexpr Outcome keep_fail{"keeps-state", actions(acknowledge), std::nullopt, Outlook::fail};
inline constexpr Outcome vanish{"cleans-up", actions(clean_up), idle, Outlook::pass};
inline constexpr Outcome vanish_warn{"cleans-up", actions(clean_up), idle, Outlook::warn};
inline constexpr Outcome stop{"sends-stopccn", actions(send_stopccn, clean_up), idle, Outlook::pass};
inline constexpr Outcome stop_warn{"sends-stopccn", actions(send_stopccn, clean_up), idle, Outlook::warn};
inline constexpr Outcome stop_fail{"sends-stopccn", actions(send_stopccn, clean_up), idle, Outlook::fail};
inline constexpr Outcome disconnect{"sends-cdn", actions(send_cdn, clean_up), idle, Outlook::pass};
inline constexpr Outcome disconnect_warn{"sends-cdn", actions(send_cdn, clean_up), idle, Outlook::warn};
inline constexpr Outcome disconnect_fail{"sends-cdn", actions(send_cdn, clean_up), idle, Outlook::fail};

}  // namespace outcome

inline constexpr auto reading_row_table = [] {
    using enum Machine;
    using enum State;
    using namespace outcome;
    using codec::requirement;
    using S = Set<State>;
    using E = Set<Event>;
    constexpr S control_open{wait_ctl_reply, wait_ctl_conn, State::established};
    constexpr S lac_in_open{wait_reply, State::established};
    constexpr S lns_in_open{wait_connect, State::established};
    constexpr S lac_out_open{wait_cs_answer, State::established};
    constexpr S lns_out_open{wait_reply, wait_connect, State::established};
    constexpr Set<Event> incoming = received::icrq | received::icrp | received::iccn;
    constexpr Set<Event> outgoing = received::ocrq | received::ocrp | received::occn;
    return std::array{
        // Control connection
        breaking(
            requirement("rfc2661/4.4.3/tie-is-resolved"),
            reading("control/wait-ctl-reply/sccrq-wins-tie", "A-04", control_connection, S{wait_ctl_reply},
                    E{Event::sccrq_wins_tie}, keep,
                    Outcome{"refuses-the-loser", actions(Action::send_stopccn), std::nullopt, Outlook::pass},
                    Outcome{"opens-both", actions(Action::send_sccrp), std::nullopt, Outlook::fail})),
        reading("control/wait-ctl-reply/sccrq-ties", "A-04", control_connection, S{wait_ctl_reply},
                E{Event::sccrq_ties}, vanish),
        // By its Tunnel ID it belongs to this connection: one with Tunnel ID 0 would open a second one.
        breaking(requirement("rfc2661/7.2.1/wait-ctl-conn-awaits-scccn"),
                 reading("control/wait-ctl-reply/sccrq", "A-03", control_connection, S{wait_ctl_reply},
                         received::sccrq, stop, keep_warn,
                         Outcome{"opens-both", actions(Action::send_sccrp), std::nullopt, Outlook::fail})),
        breaking(requirement("rfc2661/7.2.1/local-termination-sends-stopccn"),
                 reading("control/wait/local-close", "A-31", control_connection,
                         S{wait_ctl_reply, wait_ctl_conn}, E{Event::local_close}, stop, vanish_warn)),
        reading("control/wait/local-open", "A-31", control_connection, S{wait_ctl_reply, wait_ctl_conn},
                E{Event::local_open}, Outcome{"waits", actions(), std::nullopt, Outlook::pass}),
        breaking(requirement("rfc2661/6.5/hello-is-acknowledged"),
                 reading("control/established/hello", "A-33", control_connection, S{State::established},
                         E{Event::hello}, keep, stop_fail)),
        breaking(requirement("rfc2661/6.5/hello-is-acknowledged"),
                 reading("control/wait/hello", "A-33", control_connection, S{wait_ctl_reply, wait_ctl_conn},
                         E{Event::hello}, keep, stop_warn)),
        breaking(requirement("rfc2661/5.8/give-up"),
                 reading("control/open/channel-failed", "", control_connection, control_open,
                         E{Event::channel_failed}, vanish, stop_warn)),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-tunnel"),
                 reading("control/open/unknown-mandatory", "A-01", control_connection, control_open,
                         E{Event::unknown_mandatory}, stop, vanish_warn, keep_fail)),
        breaking(requirement("rfc2661/4.1/unknown-optional-avp-is-ignored"),
                 reading("control/open/unknown-optional", "A-02", control_connection, control_open,
                         E{Event::unknown_optional}, keep, stop_warn)),
        breaking(requirement("rfc2661/7.1/malformed-is-refused"),
                 reading("control/open/malformed", "A-39", control_connection, control_open,
                         E{Event::malformed}, stop, keep_warn)),

        // Incoming call, LAC
        breaking(
            requirement("rfc2661/7.4.1/lac-refuses-icrq"),
            reading("lac-incoming/idle/icrq", "A-31", lac_incoming_call, S{idle}, received::icrq, disconnect,
                    stop, keep_warn,
                    Outcome{"accepts", actions(Action::send_icrp), std::nullopt, Outlook::inconclusive})),
        reading("lac-incoming/any/tunnel-down", "", lac_incoming_call,
                S{wait_tunnel, wait_reply, State::established}, E{Event::tunnel_down}, vanish),
        breaking(requirement("rfc2661/7.4.1/messages-fit-the-state"),
                 reading("lac-incoming/open/outgoing-call-message", "A-05", lac_incoming_call, lac_in_open,
                         outgoing, disconnect, stop, keep_warn)),
        breaking(requirement("rfc2661/6.14/sli-is-informative"),
                 reading("lac-incoming/established/sli", "A-40", lac_incoming_call, S{State::established},
                         E{Event::sli}, keep, disconnect_fail, stop_fail)),
        reading("lac-incoming/open/wen", "A-31", lac_incoming_call, lac_in_open, E{Event::wen}, keep,
                disconnect, stop),
        reading("lac-incoming/wait-reply/sli", "A-31", lac_incoming_call, S{wait_reply}, E{Event::sli}, keep,
                disconnect, stop),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-session"),
                 reading("lac-incoming/open/unknown-mandatory", "A-01", lac_incoming_call, lac_in_open,
                         E{Event::unknown_mandatory}, disconnect, stop_warn, vanish_warn, keep_fail)),
        breaking(requirement("rfc2661/7.1/malformed-is-refused"),
                 reading("lac-incoming/open/malformed", "A-39", lac_incoming_call, lac_in_open,
                         E{Event::malformed}, disconnect, stop, vanish_warn, keep_warn)),

        // Incoming call, LNS
        reading("lns-incoming/any/tunnel-down", "", lns_incoming_call, lns_in_open, E{Event::tunnel_down},
                vanish),
        breaking(requirement("rfc2661/7.4.2/messages-fit-the-state"),
                 reading("lns-incoming/open/outgoing-call-message", "A-05", lns_incoming_call, lns_in_open,
                         outgoing, disconnect, stop, keep_warn)),
        breaking(requirement("rfc2661/6.13/wen-is-informative"),
                 reading("lns-incoming/established/wen", "A-40", lns_incoming_call, S{State::established},
                         E{Event::wen}, keep, disconnect_fail, stop_fail)),
        reading("lns-incoming/open/sli", "A-31", lns_incoming_call, lns_in_open, E{Event::sli}, keep,
                disconnect, stop),
        reading("lns-incoming/wait-connect/wen", "A-31", lns_incoming_call, S{wait_connect}, E{Event::wen},
                keep, disconnect, stop),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-session"),
                 reading("lns-incoming/open/unknown-mandatory", "A-01", lns_incoming_call, lns_in_open,
                         E{Event::unknown_mandatory}, disconnect, stop_warn, vanish_warn, keep_fail)),
        breaking(requirement("rfc2661/7.1/malformed-is-refused"),
                 reading("lns-incoming/open/malformed", "A-39", lns_incoming_call, lns_in_open,
                         E{Event::malformed}, disconnect, stop, vanish_warn, keep_warn)),

        // Outgoing call, LAC
        reading("lac-outgoing/any/tunnel-down", "", lac_outgoing_call, lac_out_open, E{Event::tunnel_down},
                vanish),
        reading("lac-outgoing/wait-cs-answer/close-or-drop", "A-31", lac_outgoing_call, S{wait_cs_answer},
                E{Event::local_close, Event::bearer_drop}, disconnect),
        breaking(requirement("rfc2661/7.5.1/messages-fit-the-state"),
                 reading("lac-outgoing/open/incoming-call-message", "A-05", lac_outgoing_call, lac_out_open,
                         incoming, disconnect, stop, keep_warn)),
        breaking(requirement("rfc2661/6.14/sli-is-informative"),
                 reading("lac-outgoing/established/sli", "A-40", lac_outgoing_call, S{State::established},
                         E{Event::sli}, keep, disconnect_fail, stop_fail)),
        reading("lac-outgoing/open/wen", "A-31", lac_outgoing_call, lac_out_open, E{Event::wen}, keep,
                disconnect, stop),
        reading("lac-outgoing/wait-cs-answer/sli", "A-31", lac_outgoing_call, S{wait_cs_answer},
                E{Event::sli}, keep, disconnect, stop),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-session"),
                 reading("lac-outgoing/open/unknown-mandatory", "A-01", lac_outgoing_call, lac_out_open,
                         E{Event::unknown_mandatory}, disconnect, stop_warn, vanish_warn, keep_fail)),
        breaking(requirement("rfc2661/7.1/malformed-is-refused"),
                 reading("lac-outgoing/open/malformed", "A-39", lac_outgoing_call, lac_out_open,
                         E{Event::malformed}, disconnect, stop, vanish_warn, keep_warn)),

        // Outgoing call, LNS
        breaking(
            requirement("rfc2661/7.5.2/messages-fit-the-state"),
            reading("lns-outgoing/idle/ocrq", "A-31", lns_outgoing_call, S{idle}, received::ocrq, disconnect,
                    stop, keep_warn,
                    Outcome{"accepts", actions(Action::send_ocrp), std::nullopt, Outlook::inconclusive})),
        reading("lns-outgoing/any/tunnel-down", "", lns_outgoing_call,
                S{wait_tunnel, wait_reply, wait_connect, State::established}, E{Event::tunnel_down}, vanish),
        breaking(requirement("rfc2661/7.1/malformed-is-refused"),
                 reading("lns-outgoing/wait-connect/occn-unacceptable", "A-09", lns_outgoing_call,
                         S{wait_connect}, E{Event::occn_unacceptable}, disconnect,
                         Outcome{"accepts", actions(), State::established, Outlook::warn})),
        breaking(requirement("rfc2661/7.5.2/messages-fit-the-state"),
                 reading("lns-outgoing/open/incoming-call-message", "A-05", lns_outgoing_call, lns_out_open,
                         incoming, disconnect, stop, keep_warn)),
        breaking(requirement("rfc2661/6.13/wen-is-informative"),
                 reading("lns-outgoing/established/wen", "A-40", lns_outgoing_call, S{State::established},
                         E{Event::wen}, keep, disconnect_fail, stop_fail)),
        reading("lns-outgoing/open/sli", "A-31", lns_outgoing_call, lns_out_open, E{Event::sli}, keep,
                disconnect, stop),
        reading("lns-outgoing/wait/wen", "A-31", lns_outgoing_call, S{wait_reply, wait_connect},
                E{Event::wen}, keep, disconnect, stop),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-session"),
                 reading("lns-outgoing/open/unknown-mandatory", "A-01", lns_outgoing_call, lns_out_open,
                         E{Event::unknown_mandatory}, disconnect, stop_warn, vanish_warn, keep_fail)),
        breaking(requirement("rfc2661/7.1/malformed-is-refused"),
                 reading("lns-outgoing/open/malformed", "A-39", lns_outgoing_call, lns_out_open,
                         E{Event::malformed}, disconnect, stop, vanish_warn, keep_warn)),
    };
}();

namespace reading_rows_check {

// A reading never speaks where a table of the RFC does, and no two readings share a cell.
consteval bool beside_the_tables() {
    for (std::size_t i = 0; i < reading_row_table.size(); ++i) {
        const ReadingRow& a = reading_row_table[i];
        for (const StateRow& row : rfc_state_rows) {
            if (row.machine == a.machine && row.states.overlaps(a.states) && row.events.overlaps(a.events))
                return false;
        }
        for (std::size_t j = i + 1; j < reading_row_table.size(); ++j) {
            const ReadingRow& b = reading_row_table[j];
            if (a.machine == b.machine && a.states.overlaps(b.states) && a.events.overlaps(b.events))
                return false;
        }
    }
    return true;
}
static_assert(beside_the_tables());

// What is not a pass names what it breaks.
consteval bool breaches_are_named() {
    for (const ReadingRow& row : reading_row_table) {
        for (const Outcome& outcome : row.view()) {
            if (outcome.verdict != Outlook::pass && row.breaks == codec::RequirementId::none) return false;
        }
    }
    return true;
}
static_assert(breaches_are_named());

// What our endpoint does by default is never a breach.
consteval bool defaults_pass() {
    for (const ReadingRow& row : reading_row_table) {
        if (row.outcomes[0].verdict != Outlook::pass) return false;
    }
    return true;
}
static_assert(defaults_pass());

}  // namespace reading_rows_check

}  // namespace l2tp::protocol
