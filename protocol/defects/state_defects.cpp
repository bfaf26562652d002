// SPDX-License-Identifier: GPL-2.0-or-later
// Changed rows of the five machines and of the tie breaker (RFC 2661, 7.2 to 7.5 and 4.4.3).
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
using enum Action;

const std::array table{
    Defect{"tolerates-opening-messages-when-established",
           "control-machine",
           "rfc2661/7.2.1/established-refuses-opening-messages",
           "SCCRQ, SCCRP and SCCCN on an established tunnel are only acknowledged",
           {},
           [](EndpointSettings& s) {
               change_row(s, "control/established/sccrq-sccrp-scccn", actions(), State::established);
           }},
    Defect{"tolerates-sccrp-in-wait-ctl-conn",
           "control-machine",
           "rfc2661/7.2.1/wait-ctl-conn-awaits-scccn",
           "SCCRP or a fresh SCCRQ in wait-ctl-conn is only acknowledged",
           {},
           [](EndpointSettings& s) {
               change_row(s, "control/wait-ctl-conn/sccrp-sccrq", actions(), State::wait_ctl_conn);
           }},
    Defect{"takes-scccn-for-sccrp", "control-machine", "rfc2661/7.2.1/wait-ctl-reply-awaits-sccrp",
           "SCCCN in answer to SCCRQ establishes the tunnel", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "control/wait-ctl-reply/scccn", actions(open_waiting_sessions),
                          State::established);
           }},
    Defect{"calls-before-scccn", "control-machine", "rfc2661/5.2/tunnel-before-calls",
           "after SCCRP the tunnel counts as established", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "control/idle/sccrq-acceptable", actions(send_sccrp), State::established);
           }},
    Defect{"keeps-tunnel-on-malformed-message",
           "control-machine",
           "rfc2661/7.1/malformed-is-refused",
           "a malformed tunnel message is only acknowledged",
           {},
           [](EndpointSettings& s) { choose(s, "control/open/malformed=keeps-state"); }},
    Defect{"drops-tunnel-silently",
           "control-machine",
           "rfc2661/4.1/unknown-mandatory-avp-clears-tunnel",
           "an unknown mandatory AVP removes the tunnel without StopCCN",
           {},
           [](EndpointSettings& s) { choose(s, "control/open/unknown-mandatory=cleans-up"); }},
    Defect{"tie-winner-opens-both",
           "tie-breaker",
           "rfc2661/4.4.3/tie-is-resolved",
           "the winner of a tie answers the loser's SCCRQ too",
           {},
           [](EndpointSettings& s) {
               s.tie_breaking = TieBreaking::no;  // its own part is played by the filters
               change_incoming(s, [](codec::Message& m) {
                   std::erase_if(m.avps, [](const codec::Avp& a) { return a.key == attribute::tie_breaker; });
                   return Handling::pass;
               });
               change_type(s, codec::message_type::sccrq, [](codec::Message& m) {
                   codec::set_avp(m, codec::make_avp(attribute::tie_breaker, {0, 0, 0, 0, 0, 0, 0, 1}));
               });
           }},
    Defect{"tie-loser-insists",
           "tie-breaker",
           "rfc2661/4.4.3/tie-is-resolved",
           "the loser of a tie goes on with its own SCCRQ and ignores the winner's",
           {},
           [](EndpointSettings& s) {
               s.tie_breaking = TieBreaking::yes;
               // A SCCRQ without Tie Breaker always loses against one that has it.
               change_incoming(s, [](codec::Message& m) {
                   std::erase_if(m.avps, [](const codec::Avp& a) { return a.key == attribute::tie_breaker; });
                   return Handling::pass;
               });
           }},
    Defect{"tie-breaker-mandatory",
           "tie-breaker",
           "rfc2661/4.4.3/tie-breaker-mandatory-bit",
           "Tie Breaker has M = 1",
           {},
           [](EndpointSettings& s) {
               s.tie_breaking = TieBreaking::yes;
               change_avp(s, attribute::tie_breaker, [](codec::Avp& a) { a.mandatory = true; });
           }},
    Defect{"bad-icrq-closes-the-tunnel", "lns-incoming", "rfc2661/4.1/unknown-mandatory-avp-clears-session",
           "an ICRQ that is refused takes the whole tunnel with it", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/idle/icrq-unacceptable", actions(send_stopccn), State::idle);
           }},
    Defect{"refuses-icrq-silently", "lns-incoming", "rfc2661/7.4.2/unacceptable-icrq-gets-cdn",
           "an ICRQ that is not acceptable is only acknowledged", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/idle/icrq-unacceptable", actions(clean_up), State::idle);
           }},
    Defect{"ignores-second-icrq", "lns-incoming", "rfc2661/7.4.2/wait-connect-awaits-iccn",
           "ICRQ or ICRP in wait-connect is only acknowledged", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/wait-connect/icrq-icrp", actions(), State::wait_connect);
           }},
    Defect{"ignores-second-iccn", "lns-incoming", "rfc2661/7.4.2/established-refuses-call-messages",
           "call messages on an established call are only acknowledged by the LNS", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/established/icrq-icrp-iccn", actions(), State::established);
           }},
    Defect{"icrp-out-of-the-blue-opens-a-call", "lns-incoming", "rfc2661/7.4.2/icrp-out-of-the-blue",
           "an ICRP that nobody asked for is answered by ICRP", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/idle/icrp", actions(send_icrp), State::wait_connect);
           }},
    Defect{"ignores-second-icrp", "lac-incoming", "rfc2661/7.4.1/established-refuses-call-messages",
           "call messages on an established call are only acknowledged by the LAC", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-incoming/established/icrq-icrp-iccn", actions(), State::established);
           }},
    Defect{"lac-ignores-icrq-in-wait-reply", "lac-incoming", "rfc2661/7.4.1/wait-reply-awaits-icrp",
           "ICRQ in wait-reply is only acknowledged", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-incoming/wait-reply/icrq", actions(), State::wait_reply);
           }},
    Defect{"lac-accepts-icrq", "lac-incoming", "rfc2661/7.4.1/lac-refuses-icrq", "a LAC answers ICRQ by ICRP",
           Role::lac,
           [](EndpointSettings& s) {
               StateRow row = state_rows().front();
               row.id = "lac-incoming/idle/icrq";
               row.machine = Machine::lac_incoming_call;
               row.states = {State::idle};
               row.events = {Event::icrq_acceptable};
               row.actions = actions(send_icrp);
               row.next = State::established;
               s.rules.changed.push_back(row);
           }},
    Defect{"answers-without-placing-the-call", "lac-outgoing", "rfc2661/7.5.1/call-result-is-told",
           "OCRP is sent, but OCCN or CDN never follows", Role::lac,
           [](EndpointSettings& s) {
               s.establishment_limit = std::chrono::hours(24);
               change_row(s, "lac-outgoing/idle/ocrq-acceptable", actions(send_ocrp), State::wait_cs_answer);
           }},
    Defect{"occn-without-ocrp", "lac-outgoing", "rfc2661/7.5/ocrq-is-answered",
           "OCCN follows OCRQ without OCRP", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-outgoing/idle/ocrq-acceptable", actions(open_bearer),
                          State::wait_cs_answer);
           }},
    Defect{"lac-ignores-messages-in-wait-cs-answer", "lac-outgoing",
           "rfc2661/7.5.1/wait-cs-answer-refuses-call-messages",
           "OCRQ, OCRP and OCCN in wait-cs-answer are only acknowledged", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-outgoing/wait-cs-answer/ocrq-ocrp-occn", actions(), State::wait_cs_answer);
           }},
    Defect{"lns-ignores-early-occn", "lns-outgoing", "rfc2661/7.5.2/wait-reply-awaits-ocrp",
           "OCCN in wait-reply establishes the call", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-outgoing/wait-reply/occn-ocrq", actions(), State::established);
           }},
    Defect{"wen-ends-the-call", "notices", "rfc2661/6.13/wen-is-informative",
           "WEN on an established call is answered by CDN", Role::lns,
           [](EndpointSettings& s) { choose(s, "lns-incoming/established/wen=sends-cdn"); }},
    Defect{"sli-ends-the-call", "notices", "rfc2661/6.14/sli-is-informative",
           "SLI on an established call is answered by CDN", Role::lac,
           [](EndpointSettings& s) { choose(s, "lac-incoming/established/sli=sends-cdn"); }},
};

}  // namespace

std::span<const Defect> state_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
