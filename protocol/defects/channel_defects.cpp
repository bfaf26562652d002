// SPDX-License-Identifier: GPL-2.0-or-later
// The reliable control channel (RFC 2661, 5.8): numbers, acknowledgements, window, retransmission.
#include <array>
#include <map>
#include <memory>
#include <set>

#include "codec/attribute.hpp"
#include "protocol/defects/planting.hpp"

namespace l2tp::protocol::planting {
namespace {

namespace attribute = codec::attribute;
namespace type = codec::message_type;
using std::chrono::milliseconds;
using std::chrono::seconds;

// MessageId tells messages apart: whose tunnel, and which number.
using MessageId = std::pair<std::uint16_t, std::uint16_t>;

MessageId id_of(const codec::Message& message) {
    return {message.tunnel_id, message.ns};
}

const std::array table{
    Defect{"never-acknowledges",
           "acknowledgement",
           "rfc2661/5.8/acknowledge-messages",
           "no ZLB is ever sent",
           {},
           [](EndpointSettings& s) {
               s.filters.outgoing_datagram = [](codec::OctetString& octets, codec::Endpoint&,
                                                codec::Endpoint&) {
                   return octets.size() == 12 && (octets[0] & 0x80) != 0 ? Handling::drop : Handling::pass;
               };
           }},
    Defect{"ignores-duplicates",
           "duplicates",
           "rfc2661/5.8/ack-duplicates",
           "duplicates are not acknowledged again",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [seen = std::set<MessageId>{}](const codec::Message& m) mutable {
                   return type_of(m) != 0 && m.tunnel_id != 0 && !seen.insert(id_of(m)).second;
               });
           }},
    Defect{"ignores-duplicate-sccrq", "duplicates", "rfc2661/5.8/ack-duplicates",
           "a copy of the SCCRQ is not acknowledged", Role::lns,
           [](EndpointSettings& s) {
               drop_incoming(s, [seen = std::set<codec::OctetString>{}](const codec::Message& m) mutable {
                   return type_of(m) == type::sccrq && !seen.insert(codec::encode(m)).second;
               });
           }},
    Defect{"duplicate-sccrq-opens-another-tunnel", "duplicates", "rfc2661/5.8/ack-duplicates",
           "a copy of the SCCRQ is answered as a request of its own", Role::lns,
           [](EndpointSettings& s) {
               change_incoming(s, [seen = std::set<codec::OctetString>{}](codec::Message& m) mutable {
                   // A reserved header bit changes nothing but makes the copy look new.
                   if (type_of(m) == type::sccrq && !seen.insert(codec::encode(m)).second) m.flags |= 0x1000;
                   return Handling::pass;
               });
           }},
    Defect{"executes-early-messages",
           "sequence",
           "rfc2661/5.8/in-order-delivery",
           "a message is acted on although an earlier one is missing",
           {},
           [](EndpointSettings& s) {
               change_incoming(
                   s, [expected = std::map<std::uint16_t, std::uint16_t>{}](codec::Message& m) mutable {
                       if (type_of(m) == 0) return Handling::pass;
                       std::uint16_t& next =
                           expected.try_emplace(m.tunnel_id, m.tunnel_id == 0 ? 0 : 1).first->second;
                       if (m.tunnel_id != 0 && static_cast<std::uint16_t>(m.ns - next) < 0x8000)
                           m.ns = next++;
                       return Handling::pass;
                   });
           }},
    Defect{"ns-starts-at-1",
           "sequence",
           "rfc2661/5.8/ns-counts-messages",
           "the first message has Ns 1",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) { ++m.ns; });
               change_incoming(s, [](codec::Message& m) {
                   --m.nr;
                   return Handling::pass;
               });
           }},
    Defect{"ns-skips-numbers",
           "sequence",
           "rfc2661/5.8/ns-counts-messages",
           "Ns grows by two",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) { m.ns = static_cast<std::uint16_t>(m.ns * 2); });
           }},
    Defect{"nr-ahead",
           "sequence",
           "rfc2661/5.8/nr-is-next-expected",
           "Nr acknowledges one message more than was received",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) {
                   if (m.nr != 0) ++m.nr;
               });
           }},
    Defect{"nr-always-zero",
           "sequence",
           "rfc2661/5.8/nr-is-next-expected",
           "Nr never moves",
           {},
           [](EndpointSettings& s) { change_control(s, [](codec::Message& m) { m.nr = 0; }); }},
    Defect{"zlb-with-used-ns",
           "sequence",
           "rfc2661/5.8/zlb-takes-no-number",
           "a ZLB carries the Ns of the last message instead of the next",
           {},
           [](EndpointSettings& s) {
               change_control(s, [](codec::Message& m) {
                   if (is_zlb(m) && m.ns != 0) --m.ns;
               });
           }},
    Defect{"zlb-moves-nr",
           "sequence",
           "rfc2661/5.8/nr-is-next-expected",
           "a received ZLB is counted as a message",
           {},
           [](EndpointSettings& s) {
               const auto zlbs = std::make_shared<std::uint16_t>(std::uint16_t{0});  // on this tunnel
               change_incoming(s, [zlbs](codec::Message& m) {
                   if (type_of(m) == type::sccrq) *zlbs = 0;
                   if (is_zlb(m)) ++*zlbs;
                   return Handling::pass;
               });
               change_control(s, [zlbs](codec::Message& m) {
                   if (type_of(m) == type::sccrq) *zlbs = 0;
                   m.nr = static_cast<std::uint16_t>(m.nr + *zlbs);
               });
           }},
    Defect{"stale-nr-in-retransmissions",
           "retransmission",
           "rfc2661/5.8/nr-current-in-retransmissions",
           "a retransmission has the Nr of the first copy",
           {},
           [](EndpointSettings& s) {
               change_control(s, [sent = std::map<MessageId, std::uint16_t>{}](codec::Message& m) mutable {
                   if (!is_zlb(m)) m.nr = sent.try_emplace(id_of(m), m.nr).first->second;
               });
           }},
    Defect{"ignores-the-peers-window",
           "window",
           "rfc2661/5.8/peer-window-respected",
           "more messages are sent than the peer's Receive Window Size allows",
           {},
           [](EndpointSettings& s) {
               s.channel.congestion_control = CongestionControl::none;
               s.channel.peer_window = 64;
               change_incoming(s, [](codec::Message& m) {
                   if (codec::Avp* avp = find(m, attribute::receive_window_size)) avp->value = {0, 64};
                   return Handling::pass;
               });
           }},
    Defect{"no-slow-start",
           "window",
           "rfc2661/5.8/slow-start",
           "the whole window is used at once",
           {},
           [](EndpointSettings& s) { s.channel.congestion_control = CongestionControl::none; }},
    Defect{"linear-backoff",
           "retransmission",
           "rfc2661/5.8/exponential-backoff",
           "retransmissions come once a second, without back-off",
           {},
           [](EndpointSettings& s) { s.channel.interval_cap = seconds(1); }},
    Defect{"backoff-cap-of-2-seconds",
           "retransmission",
           "rfc2661/5.8/backoff-cap",
           "the interval between retransmissions never exceeds 2 seconds",
           {},
           [](EndpointSettings& s) { s.channel.interval_cap = seconds(2); }},
    Defect{"never-retransmits",
           "retransmission",
           "rfc2661/5.8/unacknowledged-is-retransmitted",
           "a message that is not acknowledged is sent once only",
           {},
           [](EndpointSettings& s) { s.channel.max_retransmissions = 0; }},
    Defect{"never-gives-up",
           "retransmission",
           "rfc2661/5.8/give-up",
           "retransmissions go on for hours",
           {},
           [](EndpointSettings& s) { s.channel.max_retransmissions = 5000; }},
    Defect{"retransmits-within-100-ms",
           "retransmission",
           "rfc2661/5.8/first-interval",
           "the first retransmission comes after 100 milliseconds",
           {},
           [](EndpointSettings& s) { s.channel.first_interval = milliseconds(100); }},
    Defect{
        "sends-everything-twice",
        "retransmission",
        "rfc2661/5.8/retransmission-is-same-message",
        "each control message is sent in two copies at once",
        {},
        [](EndpointSettings& s) {
            s.filters.outgoing_datagram = [](codec::OctetString& octets, codec::Endpoint&, codec::Endpoint&) {
                return octets.size() > 12 && (octets[0] & 0x80) != 0 ? Handling::duplicate : Handling::pass;
            };
        }},
    Defect{"ignores-hello",
           "hello",
           "rfc2661/6.5/hello-is-acknowledged",
           "HELLO is not acknowledged",
           {},
           [](EndpointSettings& s) {
               drop_incoming(s, [](const codec::Message& m) { return type_of(m) == type::hello; });
           }},
    Defect{"hello-with-session-id",
           "hello",
           "rfc2661/6.5/hello-session-id",
           "HELLO has a Session ID",
           {},
           [](EndpointSettings& s) {
               change_type(s, type::hello, [](codec::Message& m) { m.session_id = 1; });
           }},
    Defect{"hello-closes-the-tunnel",
           "hello",
           "rfc2661/6.5/hello-is-acknowledged",
           "HELLO is answered by StopCCN",
           {},
           [](EndpointSettings& s) { choose(s, "control/established/hello=sends-stopccn"); }},
};

}  // namespace

std::span<const Defect> channel_defects() {
    return table;
}

}  // namespace l2tp::protocol::planting
