// SPDX-License-Identifier: GPL-2.0-or-later
// Reactions to what is unknown, malformed or incomplete (RFC 2661, 4.1, 4.4.1 and 7.1).
#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
using enum Action;

// set_unknown sets the M bit of every AVP that is not in the table.
void set_unknown(codec::Message& message, bool mandatory) {
    for (codec::Avp& avp : message.avps) {
        if (avp.key.type != 0 && codec::find_avp(avp.key) == nullptr) avp.mandatory = mandatory;
    }
}

void set_unknown_type(codec::Message& message, bool mandatory) {
    if (type_of(message) == 0 || codec::find_message(type_of(message)) != nullptr) return;
    message.avps.front().mandatory = mandatory;
}

bool has_short_avp(const codec::Message& message) {
    return std::ranges::any_of(message.avps,
                               [](const codec::Avp& avp) { return avp.length && *avp.length < 6; });
}

const std::array table{
    Defect{"accepts-unknown-mandatory-avp",
           "m-bit",
           "rfc2661/4.1/unknown-mandatory-avp-clears-tunnel",
           "an unknown AVP with M = 1 is ignored",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   set_unknown(m, false);
                   return Handling::pass;
               });
           }},
    Defect{"refuses-unknown-optional-avp",
           "m-bit",
           "rfc2661/4.1/unknown-optional-avp-is-ignored",
           "an unknown AVP with M = 0 ends the tunnel or call",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   set_unknown(m, true);
                   return Handling::pass;
               });
           }},
    Defect{"drops-messages-with-unknown-avps",
           "m-bit",
           "rfc2661/4.1/unknown-optional-avp-is-ignored",
           "a message with an unknown AVP is dropped and never acknowledged",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) {
                   return std::ranges::any_of(m.avps, [](const codec::Avp& avp) {
                       return avp.key.type != 0 && codec::find_avp(avp.key) == nullptr;
                   });
               });
           }},
    Defect{"reads-avps-with-reserved-bits",
           "m-bit",
           "rfc2661/4.1/reserved-bit-makes-avp-unknown",
           "an AVP with a reserved bit is read as if the bit were 0",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   for (codec::Avp& avp : m.avps) avp.reserved = 0;
                   return Handling::pass;
               });
           }},
    Defect{"ignores-unknown-mandatory-message",
           "m-bit",
           "rfc2661/4.4.1/unknown-mandatory-message-type",
           "an unknown Message Type with M = 1 is only acknowledged",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   set_unknown_type(m, false);
                   return Handling::pass;
               });
           }},
    Defect{"refuses-unknown-optional-message",
           "m-bit",
           "rfc2661/4.4.1/unknown-mandatory-message-type",
           "an unknown Message Type with M = 0 ends the tunnel",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   set_unknown_type(m, true);
                   return Handling::pass;
               });
           }},
    Defect{"never-acknowledges-unknown-message",
           "m-bit",
           "rfc2661/5.8/acknowledge-messages",
           "an unknown Message Type with M = 0 is not acknowledged",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) {
                   return type_of(m) != 0 && codec::find_message(type_of(m)) == nullptr;
               });
           }},
    Defect{"refuses-malformed-optional-avp", "m-bit", "rfc2661/4.1/unknown-optional-avp-is-ignored",
           "a malformed AVP with M = 0 ends the call", Role::lns,
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   if (codec::Avp* avp = find(m, attribute::rx_connect_speed)) avp->mandatory = true;
                   return Handling::pass;
               });
           }},
    Defect{"accepts-incomplete-sccrq", "required-avps", "rfc2661/6.1/sccrq-required-avps",
           "a SCCRQ that lacks a required AVP is answered by SCCRP", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "control/idle/sccrq-unacceptable", actions(send_sccrp), State::wait_ctl_conn);
           }},
    Defect{"accepts-incomplete-icrq", "required-avps", "rfc2661/6.6/icrq-required-avps",
           "an ICRQ that is not acceptable is answered by ICRP", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/idle/icrq-unacceptable", actions(send_icrp), State::wait_connect);
           }},
    Defect{"accepts-incomplete-iccn", "required-avps", "rfc2661/6.8/iccn-required-avps",
           "an ICCN that is not acceptable establishes the call", Role::lns,
           [](EndpointSettings& s) {
               change_row(s, "lns-incoming/wait-connect/iccn-unacceptable", actions(prepare_for_data),
                          State::established);
           }},
    Defect{"accepts-incomplete-sccrp", "required-avps", "rfc2661/6.2/sccrp-required-avps",
           "a SCCRP that is not acceptable is answered by SCCCN", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "control/wait-ctl-reply/sccrp-unacceptable",
                          actions(send_scccn, open_waiting_sessions), State::established);
           }},
    Defect{"accepts-incomplete-icrp", "required-avps", "rfc2661/6.7/icrp-required-avps",
           "an ICRP that is not acceptable is answered by ICCN", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-incoming/wait-reply/icrp-unacceptable", actions(send_iccn),
                          State::established);
           }},
    Defect{"accepts-impossible-ocrq", "required-avps", "rfc2661/6.9/ocrq-required-avps",
           "an OCRQ that is not acceptable is answered by OCRP", Role::lac,
           [](EndpointSettings& s) {
               change_row(s, "lac-outgoing/idle/ocrq-unacceptable", actions(send_ocrp, open_bearer),
                          State::wait_cs_answer);
           }},
    Defect{
        "dies-of-a-zero-length-avp",
        "robustness",
        "l2tpspec/robustness/survives",
        "after an AVP of Length 0 to 5 nothing is answered any more (an endless loop that a real daemon had)",
        {},
        [](EndpointSettings& s) {
            drop_incoming(s, [dead = false](const codec::Message& m) mutable {
                return dead = dead || has_short_avp(m);
            });
        }},
};

}  // namespace

std::span<const Defect> reaction_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
