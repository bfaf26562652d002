// SPDX-License-Identifier: GPL-2.0-or-later
#include "docs/states/empty_cells.hpp"

namespace l2tp::protocol::docs {
namespace {

using enum Machine;
using enum Event;

constexpr Set<Machine> control{control_connection};
constexpr Set<Machine> calls{lac_incoming_call, lns_incoming_call, lac_outgoing_call, lns_outgoing_call};
constexpr Set<Machine> opened_by_peer{lns_incoming_call, lac_outgoing_call};

constexpr Set<State> idle{State::idle};
constexpr Set<State> any_state{State::idle,           State::wait_ctl_reply, State::wait_ctl_conn,
                               State::wait_tunnel,    State::wait_reply,     State::wait_connect,
                               State::wait_cs_answer, State::established};

constexpr Set<Event> incoming{icrq_acceptable,   icrq_unacceptable, icrp_acceptable,
                              icrp_unacceptable, iccn_acceptable,   iccn_unacceptable};
constexpr Set<Event> outgoing{ocrq_acceptable,   ocrq_unacceptable, ocrp_acceptable,
                              ocrp_unacceptable, occn_acceptable,   occn_unacceptable};
constexpr Set<Event> of_a_session = incoming | outgoing | Set<Event>{cdn, wen, sli};
constexpr Set<Event> ties{sccrq_wins_tie, sccrq_loses_tie, sccrq_ties};
constexpr Set<Event> of_the_tunnel =
    ties | Set<Event>{sccrq_acceptable, sccrq_unacceptable, sccrp_acceptable, sccrp_unacceptable,
                      scccn_acceptable, scccn_unacceptable, stopccn,          hello,
                      channel_failed};
constexpr Set<Event> bearer{bearer_drop, bearer_answer, bearer_failure};

constexpr std::array classes{
    // Control connection
    EmptyCells{
        "message-of-a-session", control, any_state, of_a_session,
        "A message of a session goes to the machine of its call. Before the tunnel is established no call "
        "can exist: the message then counts as malformed here."},
    EmptyCells{"event-of-a-session", control, any_state, bearer | Set<Event>{tunnel_open, tunnel_down},
               "An event of calls. The control connection itself sends tunnel-open and tunnel-down to them."},
    EmptyCells{"no-tie", control, any_state, ties,
               "A tie needs a SCCRQ of our own that still waits for its answer (A-04)."},
    EmptyCells{"nothing-open", control, idle, Set<Event>{local_close, channel_failed},
               "Nothing is open that could be closed or could fail."},
    EmptyCells{
        "no-tunnel", control, idle, Set<Event>{hello, unknown_mandatory, unknown_optional, malformed},
        "A SCCRQ is judged as a whole: what is wrong with it makes it one that is not acceptable. Any other "
        "message that names no tunnel draws no reply."},
    // Calls
    EmptyCells{"message-of-the-tunnel", calls, any_state, of_the_tunnel | Set<Event>{unknown_optional},
               "Tunnel messages, message types that nobody knows and failures of the channel are the control "
               "connection's. A call learns of them by tunnel-down."},
    EmptyCells{"no-session-id-yet", calls, Set<State>{State::wait_tunnel},
               of_a_session | Set<Event>{unknown_mandatory, malformed},
               "The peer has not been told a Session ID, so that no message can name this call."},
    EmptyCells{"no-call", calls, idle, bearer | Set<Event>{local_close, tunnel_down},
               "There is no call that could end."},
    EmptyCells{
        "judged-as-a-whole", calls, idle, Set<Event>{unknown_mandatory, malformed},
        "What is wrong with a request makes it one that is not acceptable. Any other message finds no call."},
    EmptyCells{"kind-chooses-machine", calls, idle, incoming | outgoing,
               "The kind of the first message chooses the machine: this one belongs to calls of the other "
               "direction."},
    EmptyCells{"no-such-session", calls, idle, Set<Event>{wen, sli},
               "It finds no call, is acknowledged and changes nothing (A-31)."},
    EmptyCells{"opened-by-the-peer", opened_by_peer, any_state, Set<Event>{local_open, tunnel_open},
               "Calls of this direction are opened by the peer, over a tunnel that is there."},
    EmptyCells{"another-call", calls, any_state, Set<Event>{local_open},
               "A further call has a machine of its own."},
    EmptyCells{"not-waiting", calls, any_state, Set<Event>{tunnel_open},
               "Only calls that wait for a tunnel are told that it is open."},
    EmptyCells{"no-bearer", Set<Machine>{lns_incoming_call, lns_outgoing_call}, any_state, bearer,
               "A LNS has no bearer."},
    EmptyCells{"bearer-only-drops", Set<Machine>{lac_incoming_call, lac_outgoing_call}, any_state,
               Set<Event>{bearer_answer, bearer_failure},
               "Only the bearer of an outgoing call is waited for; any other can only drop."},
};

}  // namespace

std::span<const EmptyCells> empty_cells() noexcept {
    return classes;
}

const EmptyCells* explanation_of(const Cell& cell) noexcept {
    for (const EmptyCells& row : classes) {
        if (row.machines.contains(cell.machine) && row.states.contains(cell.state) &&
            row.events.contains(cell.event))
            return &row;
    }
    return nullptr;
}

}  // namespace l2tp::protocol::docs
