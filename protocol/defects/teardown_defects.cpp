// SPDX-License-Identifier: GPL-2.0-or-later
// The end of tunnels and calls (RFC 2661, 5.6, 5.7, 6.4 and 6.12).
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;
using enum Action;

bool has_bare_result_code(const codec::Message& message) {
    for (const codec::Avp& avp : message.avps) {
        if (avp.key == attribute::result_code && avp.value.size() == 2) return true;
    }
    return false;
}

const std::array table{
    Defect{"ignores-stopccn",
           "teardown",
           "rfc2661/6.4/stopccn-clears-tunnel",
           "StopCCN is neither acknowledged nor obeyed",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) { return type_of(m) == type::stopccn; });
           }},
    Defect{"survives-stopccn",
           "teardown",
           "rfc2661/6.4/stopccn-clears-tunnel",
           "StopCCN is acknowledged, but the tunnel goes on",
           {},
           [](EndpointSettings& s) { change_row(s, "control/any/stopccn", actions(), State::established); }},
    Defect{"answers-stopccn-with-stopccn",
           "teardown",
           "rfc2661/6.4/stopccn-clears-tunnel",
           "StopCCN is answered by StopCCN",
           {},
           [](EndpointSettings& s) {
               change_row(s, "control/any/stopccn", actions(send_stopccn, clean_up), State::idle);
           }},
    Defect{"no-linger",
           "linger",
           "rfc2661/5.7/stopccn-copies-are-acknowledged",
           "copies of StopCCN are not acknowledged: the state is gone at once",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [stopped = false](const codec::Message& m) mutable {
                   const bool again = stopped && type_of(m) == type::stopccn;
                   stopped = stopped || type_of(m) == type::stopccn;
                   return again;
               });
           }},
    Defect{"ignores-early-stopccn",
           "teardown",
           "rfc2661/6.4/stopccn-clears-tunnel",
           "a StopCCN with Tunnel ID 0 in its header is dropped",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) {
                   return type_of(m) == type::stopccn && m.tunnel_id == 0;
               });
           }},
    Defect{"ignores-close-without-error-code",
           "teardown",
           "rfc2661/6.4/stopccn-clears-tunnel",
           "StopCCN and CDN whose Result Code has no Error Code are dropped (a bug that real daemons had)",
           {},
           [](EndpointSettings& s) { drop_incoming(s, has_bare_result_code); }},
    Defect{"closes-without-a-word",
           "teardown",
           "rfc2661/7.2.1/local-termination-sends-stopccn",
           "the tunnel is closed without StopCCN",
           {},
           [](EndpointSettings& s) {
               change_row(s, "control/established/admin-close", actions(clean_up), State::idle);
           }},
    Defect{"ignores-cdn",
           "teardown",
           "rfc2661/6.12/cdn-clears-session",
           "CDN is neither acknowledged nor obeyed",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) { return type_of(m) == type::cdn; });
           }},
    Defect{"ignores-early-cdn",
           "teardown",
           "rfc2661/6.12/cdn-clears-session",
           "a CDN with Session ID 0 in its header is dropped (a bug that a real daemon had)",
           {},
           [](EndpointSettings& s) {
               drop_incoming(
                   s, [](const codec::Message& m) { return type_of(m) == type::cdn && m.session_id == 0; });
           }},
    Defect{"lns-call-survives-cdn", "teardown", "rfc2661/6.12/cdn-clears-session",
           "CDN is acknowledged, but the call goes on", Role::lns,
           [](EndpointSettings& s) { change_row(s, "lns-incoming/any/cdn", actions(), State::established); }},
    Defect{"lac-call-survives-cdn", "teardown", "rfc2661/6.12/cdn-clears-session",
           "CDN is acknowledged, but the call goes on", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-incoming/established/cdn", actions(), State::established);
           }},
    Defect{"lns-answers-cdn-with-cdn", "teardown", "rfc2661/6.12/cdn-clears-session",
           "CDN is answered by CDN", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/any/cdn", actions(send_cdn, clean_up), State::idle);
           }},
    Defect{"lac-answers-cdn-with-cdn", "teardown", "rfc2661/6.12/cdn-clears-session",
           "CDN is answered by CDN", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-incoming/established/cdn", actions(send_cdn, clean_up), State::idle);
           }},
    Defect{"hangs-up-without-a-word", "teardown", "rfc2661/7.4.1/hang-up-sends-cdn",
           "an established call is dropped without CDN", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-incoming/established/drop-or-close", actions(clean_up), State::idle);
           }},
};

}  // namespace

std::span<const Defect> teardown_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
