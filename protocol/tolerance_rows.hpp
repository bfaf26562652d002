// SPDX-License-Identifier: GPL-2.0-or-later
// Tolerance rows: reactions that a reading allows beside a row of the RFC's tables, where the text around the
// table contradicts it or the cell cannot be reached as it is meant. Our own endpoint follows the table; the
// judge reckons with these too.
#pragma once

#include <array>

#include "protocol/reading_rows.hpp"

namespace l2tp::protocol {

inline constexpr auto tolerance_rows = [] {
    using enum Machine;
    using enum State;
    using namespace outcome;
    using codec::requirement;
    using S = Set<State>;
    using E = Set<Event>;
    constexpr Outcome silence{"is-silent", actions(), State::idle, Outlook::pass};
    constexpr Set<Event> incoming = received::icrq | received::icrp | received::iccn;
    constexpr Set<Event> outgoing = received::ocrq | received::ocrp | received::occn;
    return std::array{
        // A fresh message in the wrong state, only acknowledged.
        breaking(requirement("rfc2661/7.2.1/wait-ctl-reply-awaits-sccrp"),
                 reading("control/wait-ctl-reply/scccn-tolerated", "A-03", control_connection,
                         S{wait_ctl_reply}, received::scccn, keep_warn)),
        breaking(requirement("rfc2661/7.2.1/wait-ctl-conn-awaits-scccn"),
                 reading("control/wait-ctl-conn/sccrp-sccrq-tolerated", "A-03", control_connection,
                         S{wait_ctl_conn}, received::sccrp | received::sccrq, keep_warn)),
        breaking(
            requirement("rfc2661/7.2.1/established-refuses-opening-messages"),
            reading("control/established/opening-message-tolerated", "A-03", control_connection,
                    S{State::established}, received::sccrq | received::sccrp | received::scccn, keep_warn)),
        // There is nothing to send StopCCN or CDN with.
        reading("control/idle/sccrp-tolerated", "A-07", control_connection, S{idle}, received::sccrp,
                silence),
        reading("lns-incoming/idle/icrp-tolerated", "A-07", lns_incoming_call, S{idle}, received::icrp,
                silence, disconnect),
        reading("lac-outgoing/idle/ocrp-tolerated", "A-07", lac_outgoing_call, S{idle}, received::ocrp,
                silence, disconnect),
        reading("lac-incoming/idle/message-tolerated", "A-07", lac_incoming_call, S{idle},
                received::icrp | received::iccn, disconnect),
        reading("lns-incoming/idle/iccn-tolerated", "A-07", lns_incoming_call, S{idle}, received::iccn,
                disconnect),
        reading("lac-outgoing/idle/occn-tolerated", "A-07", lac_outgoing_call, S{idle}, received::occn,
                disconnect),
        reading("lns-outgoing/idle/message-tolerated", "A-07", lns_outgoing_call, S{idle},
                received::ocrp | received::occn, disconnect),
        // To a receiver in idle such a request is not acceptable; whether it took it for that shows.
        breaking(
            requirement("rfc2661/4.1/unknown-mandatory-avp-clears-tunnel"),
            reading("control/idle/unknown-mandatory", "A-01", control_connection, S{idle},
                    E{Event::unknown_mandatory}, stop, Outcome{"is-silent", actions(), idle, Outlook::warn},
                    Outcome{"accepts", actions(Action::send_sccrp), wait_ctl_conn, Outlook::fail})),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-session"),
                 reading("lns-incoming/idle/unknown-mandatory", "A-01", lns_incoming_call, S{idle},
                         E{Event::unknown_mandatory}, disconnect, stop_warn,
                         Outcome{"is-silent", actions(), idle, Outlook::warn},
                         Outcome{"accepts", actions(Action::send_icrp), wait_connect, Outlook::fail})),
        breaking(requirement("rfc2661/4.1/unknown-mandatory-avp-clears-session"),
                 reading("lac-outgoing/idle/unknown-mandatory", "A-01", lac_outgoing_call, S{idle},
                         E{Event::unknown_mandatory}, disconnect, stop_warn,
                         Outcome{"is-silent", actions(), idle, Outlook::warn},
                         Outcome{"accepts", actions(Action::send_ocrp), wait_cs_answer, Outlook::fail})),
        // The tables want CDN, section 7.1 wants the control connection cleared.
        breaking(requirement("rfc2661/7.4.1/wait-reply-awaits-icrp"),
                 reading("lac-incoming/wait-reply/icrq-tolerated", "A-05", lac_incoming_call, S{wait_reply},
                         received::icrq, stop, keep_warn)),
        breaking(requirement("rfc2661/7.4.1/wait-reply-awaits-icrp"),
                 reading("lac-incoming/wait-reply/iccn-tolerated", "A-31", lac_incoming_call, S{wait_reply},
                         received::iccn, disconnect, stop, keep_warn)),
        breaking(requirement("rfc2661/7.4.1/established-refuses-call-messages"),
                 reading("lac-incoming/established/message-tolerated", "A-05", lac_incoming_call,
                         S{State::established}, incoming, stop, keep_warn)),
        breaking(requirement("rfc2661/7.4.2/wait-connect-awaits-iccn"),
                 reading("lns-incoming/wait-connect/message-tolerated", "A-05", lns_incoming_call,
                         S{wait_connect}, received::icrq | received::icrp, stop, keep_warn)),
        breaking(requirement("rfc2661/7.4.2/established-refuses-call-messages"),
                 reading("lns-incoming/established/message-tolerated", "A-05", lns_incoming_call,
                         S{State::established}, incoming, stop, keep_warn)),
        breaking(requirement("rfc2661/7.5.1/wait-cs-answer-refuses-call-messages"),
                 reading("lac-outgoing/open/message-tolerated", "A-05", lac_outgoing_call,
                         S{wait_cs_answer, State::established}, outgoing, stop, keep_warn)),
        breaking(requirement("rfc2661/7.5.2/wait-reply-awaits-ocrp"),
                 reading("lns-outgoing/wait-reply/message-tolerated", "A-05", lns_outgoing_call,
                         S{wait_reply}, received::occn | received::ocrq, stop, keep_warn)),
        breaking(
            requirement("rfc2661/7.5.2/messages-fit-the-state"),
            reading("lns-outgoing/open/message-tolerated", "A-05", lns_outgoing_call,
                    S{wait_connect, State::established}, received::ocrq | received::ocrp, stop, keep_warn)),
        breaking(requirement("rfc2661/7.5.2/messages-fit-the-state"),
                 reading("lns-outgoing/established/occn-tolerated", "A-05", lns_outgoing_call,
                         S{State::established}, received::occn, stop, keep_warn)),
    };
}();

namespace tolerance_rows_check {

// A tolerance stands only where a table of the RFC speaks (of a request with something unknown, as one that
// is not acceptable): elsewhere it would be a reading.
consteval bool beside_rows_of_the_rfc() {
    for (const ReadingRow& tolerance : tolerance_rows) {
        bool found = tolerance.events == Set<Event>(Event::unknown_mandatory);
        for (const StateRow& row : rfc_state_rows) {
            found = found || (row.machine == tolerance.machine && row.states.overlaps(tolerance.states) &&
                              row.events.overlaps(tolerance.events));
        }
        if (!found) return false;
        for (const Outcome& outcome : tolerance.view()) {
            if (outcome.verdict != Outlook::pass && tolerance.breaks == codec::RequirementId::none)
                return false;
        }
    }
    return true;
}
static_assert(beside_rows_of_the_rfc());

}  // namespace tolerance_rows_check

}  // namespace l2tp::protocol
