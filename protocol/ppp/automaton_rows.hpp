// SPDX-License-Identifier: GPL-2.0-or-later
// The rows of the option negotiation automaton (RFC 1661, 4.1), event by event in the RFC's order. Cells in
// which the same happens share a row. The passive option [p] and the restart option [r] are not taken.
#pragma once

#include <array>

#include "protocol/ppp/automaton_table.hpp"

namespace l2tp::protocol::ppp {

inline constexpr auto automaton_row_table = [] {
    using enum AutomatonState;
    using enum AutomatonAction;
    using S = Set<AutomatonState>;
    using E = Set<AutomatonEvent>;
    using Event = AutomatonEvent;
    using Row = AutomatonRow;
    constexpr auto act = [](auto... as) { return AutomatonActions{{as...}, sizeof...(as)}; };
    constexpr S negotiating{req_sent, ack_rcvd, ack_sent};
    constexpr S ending{closing, stopping};
    constexpr S lower_layer_up = S{closed, stopped} | ending | negotiating | S{opened};
    return std::array{
        Row{"initial/up", S{initial}, E{Event::up}, act(), closed},
        Row{"starting/up", S{starting}, E{Event::up}, act(irc, scr), req_sent},

        Row{"closed/down", S{closed, closing}, E{Event::down}, act(), initial},
        Row{"stopped/down", S{stopped}, E{Event::down}, act(tls), starting},
        Row{"stopping/down", S{stopping} | negotiating, E{Event::down}, act(), starting},
        Row{"opened/down", S{opened}, E{Event::down}, act(tld), starting},

        Row{"initial/open", S{initial}, E{Event::open}, act(tls), starting},
        Row{"closed/open", S{closed}, E{Event::open}, act(irc, scr), req_sent},
        Row{"closing/open", S{closing}, E{Event::open}, act(), stopping},
        Row{"any/open", S{starting, stopped, stopping, opened} | negotiating, E{Event::open}, act(), {}},

        Row{"starting/close", S{starting}, E{Event::close}, act(tlf), initial},
        Row{"stopped/close", S{stopped}, E{Event::close}, act(), closed},
        Row{"stopping/close", S{stopping}, E{Event::close}, act(), closing},
        Row{"req-sent/close", negotiating, E{Event::close}, act(irc, str), closing},
        Row{"opened/close", S{opened}, E{Event::close}, act(tld, irc, str), closing},
        Row{"any/close", S{initial, closed, closing}, E{Event::close}, act(), {}},

        Row{"closing/to+", ending, E{Event::to_plus}, act(str), {}},
        Row{"req-sent/to+", S{req_sent, ack_rcvd}, E{Event::to_plus}, act(scr), req_sent},
        Row{"ack-sent/to+", S{ack_sent}, E{Event::to_plus}, act(scr), {}},
        Row{"closing/to-", S{closing}, E{Event::to_minus}, act(tlf), closed},
        Row{"stopping/to-", S{stopping} | negotiating, E{Event::to_minus}, act(tlf), stopped},

        Row{"closed/rcr", S{closed}, E{Event::rcr_plus, Event::rcr_minus}, act(sta), {}},
        Row{"closing/rcr", ending, E{Event::rcr_plus, Event::rcr_minus}, act(), {}},
        Row{"stopped/rcr+", S{stopped}, E{Event::rcr_plus}, act(irc, scr, sca), ack_sent},
        Row{"stopped/rcr-", S{stopped}, E{Event::rcr_minus}, act(irc, scr, scn), req_sent},
        Row{"req-sent/rcr+", S{req_sent, ack_sent}, E{Event::rcr_plus}, act(sca), ack_sent},
        Row{"ack-rcvd/rcr+", S{ack_rcvd}, E{Event::rcr_plus}, act(sca, tlu), opened},
        Row{"opened/rcr+", S{opened}, E{Event::rcr_plus}, act(tld, scr, sca), ack_sent},
        Row{"req-sent/rcr-", S{req_sent, ack_sent}, E{Event::rcr_minus}, act(scn), req_sent},
        Row{"ack-rcvd/rcr-", S{ack_rcvd}, E{Event::rcr_minus}, act(scn), {}},
        Row{"opened/rcr-", S{opened}, E{Event::rcr_minus}, act(tld, scr, scn), req_sent},

        Row{"closed/rca", S{closed, stopped}, E{Event::rca, Event::rcn}, act(sta), {}},
        Row{"closing/rca", ending, E{Event::rca, Event::rcn}, act(), {}},
        Row{"req-sent/rca", S{req_sent}, E{Event::rca}, act(irc), ack_rcvd},
        Row{"ack-sent/rca", S{ack_sent}, E{Event::rca}, act(irc, tlu), opened},
        Row{"req-sent/rcn", S{req_sent, ack_sent}, E{Event::rcn}, act(irc, scr), {}},
        Row{"ack-rcvd/rca", S{ack_rcvd}, E{Event::rca, Event::rcn}, act(scr), req_sent},
        Row{"opened/rca", S{opened}, E{Event::rca, Event::rcn}, act(tld, scr), req_sent},

        Row{"any/rtr", S{closed, stopped, req_sent} | ending, E{Event::rtr}, act(sta), {}},
        Row{"ack-rcvd/rtr", S{ack_rcvd, ack_sent}, E{Event::rtr}, act(sta), req_sent},
        Row{"opened/rtr", S{opened}, E{Event::rtr}, act(tld, zrc, sta), stopping},
        Row{"any/rta", S{closed, stopped, req_sent, ack_sent}, E{Event::rta}, act(), {}},
        Row{"closing/rta", S{closing}, E{Event::rta}, act(tlf), closed},
        Row{"stopping/rta", S{stopping}, E{Event::rta}, act(tlf), stopped},
        Row{"ack-rcvd/rta", S{ack_rcvd}, E{Event::rta}, act(), req_sent},
        Row{"opened/rta", S{opened}, E{Event::rta}, act(tld, scr), req_sent},

        Row{"any/ruc", lower_layer_up, E{Event::ruc}, act(scj), {}},
        Row{"any/rxj+",
            S{closed, stopped, req_sent, ack_sent, opened} | ending,
            E{Event::rxj_plus},
            act(),
            {}},
        Row{"ack-rcvd/rxj+", S{ack_rcvd}, E{Event::rxj_plus}, act(), req_sent},
        Row{"closed/rxj-", S{closed, closing}, E{Event::rxj_minus}, act(tlf), closed},
        Row{"stopped/rxj-", S{stopped, stopping} | negotiating, E{Event::rxj_minus}, act(tlf), stopped},
        Row{"opened/rxj-", S{opened}, E{Event::rxj_minus}, act(tld, irc, str), stopping},

        Row{"any/rxr", S{closed, stopped} | ending | negotiating, E{Event::rxr}, act(), {}},
        Row{"opened/rxr", S{opened}, E{Event::rxr}, act(ser), {}},
    };
}();

// A cell has at most one row.
static_assert([] {
    for (std::size_t state = 0; state < automaton_state_count; ++state) {
        for (std::size_t event = 0; event < automaton_event_count; ++event) {
            std::size_t rows = 0;
            for (const AutomatonRow& row : automaton_row_table) {
                rows += row.states.contains(static_cast<AutomatonState>(state)) &&
                        row.events.contains(static_cast<AutomatonEvent>(event));
            }
            if (rows > 1) return false;
        }
    }
    return true;
}());

}  // namespace l2tp::protocol::ppp
