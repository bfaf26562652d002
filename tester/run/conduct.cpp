// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/conduct.hpp"

#include <algorithm>
#include <array>

#include "codec/attribute.hpp"
#include "codec/requirements.hpp"

namespace l2tp::tester {
namespace {

namespace attribute = codec::attribute;
using protocol::Conduct;

// AVPs whose right value follows from the conversation: decoding alone cannot tell that another is legal.
constexpr std::array bound_to_the_conversation{
    attribute::message_type,
    attribute::assigned_tunnel_id,
    attribute::assigned_session_id,
    attribute::challenge_response,
    attribute::result_code,
    attribute::protocol_version,
    attribute::bearer_type,
    attribute::framing_type,
    attribute::proxy_authen_type,
    attribute::proxy_authen_name,
    attribute::proxy_authen_challenge,
    attribute::proxy_authen_id,
    attribute::proxy_authen_response,
};

bool may_be_touched(codec::AvpKey key, const codec::MessageRow& row) {
    if (key == attribute::random_vector) return true;
    if (std::ranges::find(bound_to_the_conversation, key) != bound_to_the_conversation.end()) return false;
    return row.must.contains(key) || row.may.contains(key);
}

bool touches_only_what_may_be(const Send& send) {
    const auto allowed = [&](const AvpToSend& spec) {
        return may_be_touched(spec.key, *send.message) && !spec.mandatory && !spec.length &&
               spec.reserved == 0;
    };
    return std::ranges::all_of(send.set, allowed) && std::ranges::all_of(send.with, allowed);
}

bool is_touched(const Send& send) {
    return !send.set.empty() || !send.with.empty() || !send.without.empty() || !send.hide.empty();
}

bool breaks_a_must(const codec::Message& message, codec::Octets secret) {
    const codec::OctetString octets = codec::encode(message, secret);
    codec::Datagram datagram;
    datagram.octets = octets;
    datagram.wire_length = octets.size();
    const codec::DecodedMessage decoded = codec::decode(datagram, secret);
    return decoded.findings_left_out > 0 ||
           std::ranges::any_of(decoded.findings, [](const codec::Finding& finding) {
               return finding.requirement == codec::RequirementId::none ||
                      codec::requirement_of(finding.requirement).level == codec::Level::must;
           });
}

// is_sent_by tells that only that role sends such a message.
bool is_sent_by(const codec::MessageRow& row, Role role) {
    return row.sender == (role == Role::lac ? codec::Sender::lac : codec::Sender::lns);
}

}  // namespace

Conduct conduct_of(const Send& send, const codec::Message& message, codec::Octets secret, Role device) {
    const HeaderOverrides& header = send.header;
    const bool header_changed =
        header.flags || header.length || header.tunnel_id || header.session_id || header.ns || header.nr;
    const bool datagram_changed =
        !send.trailing.empty() || send.cut_to || send.from == From::other_address ||
        (send.from == From::other_port && send.message != codec::find_message(codec::message_type::sccrp));
    // A request in the wrong direction is sent on purpose: it says nothing about who is the LAC.
    const bool wrong_role = send.message != nullptr && is_sent_by(*send.message, device);
    if (send.message == nullptr || wrong_role || header_changed || datagram_changed) return Conduct::deviates;
    if (!is_touched(send)) return Conduct::plain;
    if (!send.hide.empty() && secret.empty()) return Conduct::deviates;
    return touches_only_what_may_be(send) && !breaks_a_must(message, secret) ? Conduct::plain
                                                                             : Conduct::deviates;
}

Conduct conduct_of(const SendData& send) noexcept {
    const bool deviates = send.flags || send.tunnel_id || send.session_id || send.from != From::own_port;
    return deviates ? Conduct::deviates : Conduct::plain;
}

}  // namespace l2tp::tester
