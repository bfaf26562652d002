// SPDX-License-Identifier: GPL-2.0-or-later
// Hiding of AVPs (RFC 2661, 4.3). They show where the endpoint hides, or is sent hidden AVPs.
#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
using AvpHiding = codec::Avp::Hiding;

void for_each_hidden(codec::Message& message, void (*change)(codec::Avp&)) {
    for (codec::Avp& avp : message.avps) {
        if (avp.hiding != AvpHiding::none) change(avp);
    }
}

const std::array table{
    Defect{"hides-without-random-vector",
           "hiding",
           "rfc2661/4.3/random-vector-precedes-hidden-avp",
           "hidden AVPs come without a Random Vector",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_control(s, [](codec::Message& m) {
                   std::erase_if(m.avps,
                                 [](const codec::Avp& a) { return a.key == attribute::random_vector; });
               });
           }},
    Defect{"random-vector-last",
           "hiding",
           "rfc2661/4.3/random-vector-precedes-hidden-avp",
           "the Random Vector follows the hidden AVPs",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_control(s, [](codec::Message& m) {
                   std::stable_partition(m.avps.begin(), m.avps.end(), [](const codec::Avp& a) {
                       return a.key != attribute::random_vector;
                   });
               });
           }},
    Defect{"short-random-vector",
           "hiding",
           "rfc2661/4.4.1/random-vector-size",
           "the Random Vector has four octets",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_avp(s, attribute::random_vector, [](codec::Avp& a) { a.value.resize(4); });
           }},
    Defect{"random-vector-hidden-bit",
           "hiding",
           "rfc2661/4.4.1/random-vector-hidden-bit",
           "Random Vector has H = 1",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_avp(s, attribute::random_vector, [](codec::Avp& a) { a.hiding = AvpHiding::as_is; });
           }},
    Defect{"random-vector-optional",
           "hiding",
           "rfc2661/4.4.1/random-vector-mandatory-bit",
           "Random Vector has M = 0",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_avp(s, attribute::random_vector, [](codec::Avp& a) { a.mandatory = false; });
           }},
    Defect{"hides-host-name",
           "hiding",
           "rfc2661/4.4.3/host-name-hidden-bit",
           "Host Name has H = 1",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_avp(s, attribute::host_name, [](codec::Avp& a) { a.hiding = AvpHiding::hide; });
           }},
    Defect{"hidden-bit-on-clear-values",
           "hiding",
           "rfc2661/4.3/hidden-subformat",
           "AVPs have H = 1, but their values are in clear",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_control(s, [](codec::Message& m) {
                   for_each_hidden(m, [](codec::Avp& a) { a.hiding = AvpHiding::as_is; });
               });
           }},
    Defect{"hidden-value-of-one-octet",
           "hiding",
           "rfc2661/4.3/hidden-subformat",
           "hidden values have one octet",
           {},
           [](EndpointSettings& s) {
               s.hiding = Hiding::yes;
               change_control(s, [](codec::Message& m) {
                   for_each_hidden(m, [](codec::Avp& a) {
                       a.hiding = AvpHiding::as_is;
                       a.value.resize(1);
                   });
               });
           }},
    Defect{"reads-hidden-values-as-clear",
           "hiding",
           "rfc2661/4.3/hidden-avps-are-read",
           "the H bit of what is received is not looked at",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   for_each_hidden(m, [](codec::Avp& a) { a.hiding = AvpHiding::none; });
                   return Handling::pass;
               });
           }},
    Defect{"drops-hidden-avps",
           "hiding",
           "rfc2661/4.3/hidden-avps-are-read",
           "hidden AVPs are treated as absent",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   std::erase_if(m.avps, [](const codec::Avp& a) { return a.hiding != AvpHiding::none; });
                   return Handling::pass;
               });
           }},
    Defect{"uses-the-first-random-vector",
           "hiding",
           "rfc2661/4.3/nearest-random-vector",
           "of several Random Vectors the first is used for every hidden AVP",
           {},
           [](EndpointSettings& s) {
               change_incoming(s, [](codec::Message& m) {
                   const codec::Avp* first = find(m, attribute::random_vector);
                   if (first == nullptr) return Handling::pass;
                   const codec::OctetString vector = first->value;
                   for (codec::Avp& a : m.avps) {
                       if (a.key == attribute::random_vector) a.value = vector;
                   }
                   return Handling::pass;
               });
           }},
};

}  // namespace

std::span<const Defect> hiding_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
