// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnel authentication (RFC 2661, 4.4.3 and 5.1.1). They show where a secret is set and challenges are sent.
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;
using enum Action;

const std::array table{
    Defect{"wrong-challenge-response",
           "authentication",
           "rfc2661/5.1.1/wrong-response-refused",
           "Challenge Response is not the MD5 that it has to be",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::challenge_response, [](codec::Avp& a) { a.value.front() ^= 1; });
           }},
    Defect{"no-challenge-response-in-sccrp", "authentication", "rfc2661/4.4.3/challenge-is-answered",
           "a Challenge in SCCRQ is not answered", Role::lns,
           [](EndpointSettings& s) { remove_avp(s, type::sccrp, attribute::challenge_response); }},
    Defect{"no-challenge-response-in-scccn", "authentication", "rfc2661/4.4.3/challenge-is-answered",
           "a Challenge in SCCRP is not answered", Role::lac,
           [](EndpointSettings& s) { remove_avp(s, type::scccn, attribute::challenge_response); }},
    Defect{"challenge-response-of-15-octets",
           "authentication",
           "rfc2661/4.4.3/challenge-response-length",
           "Challenge Response has 15 octets",
           {},
           [](EndpointSettings& s) {
               change_avp(s, attribute::challenge_response, [](codec::Avp& a) { a.value.pop_back(); });
           }},
    Defect{"accepts-wrong-response-in-scccn", "authentication", "rfc2661/5.1.1/wrong-response-refused",
           "a wrong Challenge Response in SCCCN establishes the tunnel", Role::lns,
           [](EndpointSettings& s) {
               s.challenging = Challenging::yes;
               change_row(s, "control/wait-ctl-conn/scccn-unacceptable", actions(open_waiting_sessions),
                          State::established);
           }},
    Defect{"accepts-wrong-response-in-sccrp", "authentication", "rfc2661/5.1.1/wrong-response-refused",
           "a wrong Challenge Response in SCCRP is answered by SCCCN", Role::lac,
           [](EndpointSettings& s) {
               s.challenging = Challenging::yes;
               change_row(s, "control/wait-ctl-reply/sccrp-unacceptable",
                          actions(send_scccn, open_waiting_sessions), State::established);
           }},
    Defect{"empty-challenge",
           "authentication",
           "rfc2661/4.4.3/challenge-not-empty",
           "Challenge has no octets",
           {},
           [](EndpointSettings& s) {
               s.challenging = Challenging::yes;
               change_avp(s, attribute::challenge, [](codec::Avp& a) { a.value.clear(); });
           }},
    Defect{"challenge-optional",
           "authentication",
           "rfc2661/4.4.3/challenge-mandatory-bit",
           "Challenge has M = 0",
           {},
           [](EndpointSettings& s) {
               s.challenging = Challenging::yes;
               change_avp(s, attribute::challenge, [](codec::Avp& a) { a.mandatory = false; });
           }},
};

}  // namespace

std::span<const Defect> authentication_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
