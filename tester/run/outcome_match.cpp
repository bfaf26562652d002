// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/outcome_match.hpp"

#include <algorithm>

#include "codec/fields.hpp"
#include "tester/scenario/ppp_names.hpp"

namespace l2tp::tester {
namespace {

using Receipt = protocol::ControlChannel::Receipt;

bool field_holds(const FieldCondition& condition, const codec::DecodedFields& fields) {
    const codec::DecodedField* field = fields.find(condition.name);
    if (field == nullptr) return false;
    return condition.is_number ? field->number == condition.number
                               : codec::same_octets(field->octets, condition.octets);
}

bool value_is_wanted(const AvpCondition& condition, codec::Octets value, const Arrival& arrival,
                     Identity& identity) {
    if (const auto* content = std::get_if<Content>(&condition.wanted)) {
        const auto wanted = resolve(*content, arrival.tunnel, identity);
        return wanted && codec::same_octets(*wanted, value);
    }
    const codec::DecodedFields fields = codec::decode_fields(*condition.row, value);
    const auto& wanted = std::get<std::vector<FieldCondition>>(condition.wanted);
    return std::ranges::all_of(wanted,
                               [&](const FieldCondition& field) { return field_holds(field, fields); });
}

bool holds(const AvpCondition& condition, const Arrival& arrival, Identity& identity) {
    const codec::DecodedAvp* avp = arrival.message.find_readable(condition.row->key);
    if (avp == nullptr) return false;
    return value_is_wanted(condition, avp->value, arrival, identity) ==
           (condition.sense == AvpCondition::Sense::equal);
}

bool holds(const HeaderCondition& condition, const Arrival& arrival) {
    const auto seen = arrival.message.header.get(condition.field);
    if (const auto* number = std::get_if<std::uint16_t>(&condition.wanted)) return seen == *number;
    return seen && seen == resolve_id(std::get<Computed>(condition.wanted), arrival.tunnel);
}

bool happened(const MessageOutcome& outcome, const Arrival& arrival, Identity& identity) {
    const codec::DecodedMessage& message = arrival.message;
    const bool copy_counts =
        outcome.copies == MessageOutcome::Copies::too && arrival.receipt == Receipt::duplicate;
    if (!arrival.is_new_control() && !copy_counts) return false;
    if (message.row == nullptr || message.row != outcome.message) return false;
    const auto present = [&](codec::AvpKey key) { return message.find(key) != nullptr; };
    return std::ranges::all_of(outcome.has, present) && std::ranges::none_of(outcome.lacks, present) &&
           std::ranges::all_of(
               outcome.where,
               [&](const AvpCondition& condition) { return holds(condition, arrival, identity); }) &&
           std::ranges::all_of(outcome.header,
                               [&](const HeaderCondition& condition) { return holds(condition, arrival); });
}

bool happened(const AcknowledgementOutcome& outcome, const Arrival& arrival, Identity&) {
    const SentMessage* sent = arrival.tunnel.last_sent(*outcome.message);
    return sent != nullptr && arrival.message.is_control() &&
           TesterTunnel::acknowledges(arrival.message, *sent);
}

bool happened(const PppOutcome& outcome, const Arrival& arrival, Identity&) {
    const codec::DecodedMessage& message = arrival.message;
    if (message.kind != codec::MessageKind::data) return false;
    if (message.header.session_id() != arrival.tunnel.session.ours) return false;
    const auto header = read_ppp_header(message.payload);
    return header && header->protocol == outcome.protocol &&
           (outcome.codes.empty() || std::ranges::find(outcome.codes, header->code) != outcome.codes.end());
}

bool happened(const SilenceOutcome&, const Arrival&, Identity&) {
    return false;
}

}  // namespace

const Outcome* find_outcome(const Expect& expect, const Arrival& arrival, Identity& identity) {
    for (const Outcome& outcome : expect.outcomes) {
        if (std::visit([&](const auto& what) { return happened(what, arrival, identity); }, outcome.what)) {
            return &outcome;
        }
    }
    return nullptr;
}

bool decides(const Arrival& arrival) noexcept {
    if (!arrival.is_new_control()) return false;
    using namespace codec::message_type;
    static constexpr std::array own_accord{sccrq, hello, ocrq, icrq, wen, sli};
    const codec::DecodedMessage& message = arrival.message;
    return message.row == nullptr || std::ranges::find(own_accord, message.row->type) == own_accord.end();
}

}  // namespace l2tp::tester
