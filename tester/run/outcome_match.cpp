// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/outcome_match.hpp"

#include <algorithm>

#include "codec/fields.hpp"
#include "tester/scenario/ppp_names.hpp"

namespace l2tp::tester {
namespace {

using Receipt = TesterChannel::Receipt;

bool field_holds(const FieldCondition& condition, const codec::DecodedFields& fields) {
    const codec::DecodedField* field = fields.find(condition.name);
    if (field == nullptr) return false;
    return condition.is_number ? field->number == condition.number
                               : codec::same_octets(field->octets, condition.octets);
}

bool value_is_wanted(const AvpCondition& condition, codec::Octets value, ValueScope scope) {
    if (const auto* content = std::get_if<Content>(&condition.wanted)) {
        scope.width = value.size() <= 8 ? value.size() : 2;
        const auto wanted = resolve(*content, scope);
        return wanted && codec::same_octets(*wanted, value);
    }
    const codec::DecodedFields fields = codec::decode_fields(*condition.row, value);
    const auto& wanted = std::get<std::vector<FieldCondition>>(condition.wanted);
    return std::ranges::all_of(wanted,
                               [&](const FieldCondition& field) { return field_holds(field, fields); });
}

bool holds(const AvpCondition& condition, const Arrival& arrival, const ValueScope& scope) {
    const codec::DecodedAvp* avp = arrival.message.find_readable(condition.row->key);
    if (avp == nullptr) return false;
    return value_is_wanted(condition, avp->value, scope) == (condition.sense == AvpCondition::Sense::equal);
}

bool holds(const HeaderCondition& condition, const Arrival& arrival, const ValueScope& scope) {
    const auto seen = arrival.message.header.get(condition.field);
    const auto wanted = resolve(condition.wanted, scope);
    if (!seen || !wanted) return false;
    return (*seen == *wanted) == (condition.sense == AvpCondition::Sense::equal);
}

bool holds(const FlagCondition& condition, const Arrival& arrival) {
    const codec::DecodedAvp* avp = arrival.message.find(condition.avp);
    return avp != nullptr && (!condition.mandatory || avp->mandatory() == *condition.mandatory) &&
           (!condition.hidden || avp->hidden() == *condition.hidden);
}

bool hold(const std::optional<HeaderBits>& bits, const codec::Header& header) {
    return !bits || (header.flags() & bits->mask) == bits->bits;
}

// An empty name means the default one; where nothing has that, the only tunnel that there is.
bool is_on(const std::string& on, codec::Scope scope, const Arrival& arrival, const ValueScope& values) {
    if (!on.empty()) {
        if (arrival.session != nullptr && arrival.session->name == on) return true;
        return arrival.tunnel.name == on;
    }
    const SessionPlace place = values.tunnels.on({}, scope);
    if (place.tunnel != nullptr && place.tunnel != &arrival.tunnel) return false;
    const bool of_session = scope == codec::Scope::session && arrival.session != nullptr &&
                            place.session != nullptr && !arrival.asks_for_call;
    return !of_session || place.session == arrival.session;
}

// is_meant tells whether an arrival belongs to what a message outcome is about. A request that opens a tunnel
// or a call can only be one that no step awaited before.
bool is_meant(const MessageOutcome& outcome, const Arrival& arrival, const ValueScope& scope) {
    if (arrival.message.row == nullptr || arrival.message.row != outcome.message) return false;
    if (arrival.message.is(codec::message_type::sccrq) && outcome.on.empty()) {
        return arrival.opens_tunnel() || (arrival.receipt == Receipt::duplicate && outcome.as.empty() &&
                                          is_on({}, codec::Scope::tunnel, arrival, scope));
    }
    if (arrival.asks_for_call && arrival.receipt != Receipt::duplicate) {
        return arrival.opens_call() && is_on(outcome.on, codec::Scope::tunnel, arrival, scope);
    }
    return is_on(outcome.on, outcome.message->scope, arrival, scope);
}

bool happened(const MessageOutcome& outcome, const Arrival& arrival, ValueScope scope) {
    scope.tunnel = &arrival.tunnel;
    const codec::DecodedMessage& message = arrival.message;
    const bool copy_counts =
        outcome.copies == MessageOutcome::Copies::too && arrival.receipt == Receipt::duplicate;
    if (!arrival.is_new_control() && !copy_counts) return false;
    if (!is_meant(outcome, arrival, scope)) return false;
    const auto present = [&](codec::AvpKey key) { return message.find(key) != nullptr; };
    const auto condition_holds = [&](const auto& condition) { return holds(condition, arrival, scope); };
    const auto flag_holds = [&](const FlagCondition& condition) { return holds(condition, arrival); };
    const bool port_holds =
        !outcome.source_port || resolve(*outcome.source_port, scope) == arrival.datagram.from.port;
    return port_holds && hold(outcome.bits, message.header) && std::ranges::all_of(outcome.has, present) &&
           std::ranges::none_of(outcome.lacks, present) &&
           std::ranges::all_of(outcome.where, condition_holds) &&
           std::ranges::all_of(outcome.header, condition_holds) &&
           std::ranges::all_of(outcome.flags, flag_holds);
}

bool happened(const AcknowledgementOutcome& outcome, const Arrival& arrival, const ValueScope& scope) {
    if (!arrival.message.is_control()) return false;
    const SessionPlace place = scope.tunnels.on(outcome.on, codec::Scope::tunnel);
    if (place.tunnel != &arrival.tunnel) return false;
    const SentMessage* sent = arrival.tunnel.last_sent(outcome.message);
    return sent != nullptr && TesterTunnel::acknowledges(arrival.message, *sent);
}

bool happened(const PppOutcome& outcome, const Arrival& arrival, const ValueScope& scope) {
    const codec::DecodedMessage& message = arrival.message;
    if (message.kind != codec::MessageKind::data || arrival.session == nullptr) return false;
    if (!is_on(outcome.on, codec::Scope::session, arrival, scope)) return false;
    const auto header = read_ppp_header(message.payload);
    return header && header->protocol == outcome.protocol && hold(outcome.bits, message.header) &&
           (outcome.codes.empty() || std::ranges::find(outcome.codes, header->code) != outcome.codes.end()) &&
           std::ranges::all_of(outcome.header, [&](const HeaderCondition& condition) {
               return holds(condition, arrival, scope);
           });
}

bool happened(const SilenceOutcome&, const Arrival&, const ValueScope&) {
    return false;
}

// concerns tells whether an outcome is about the arrival's tunnel at all.
bool concerns(const Outcome& outcome, const Arrival& arrival, const ValueScope& scope) {
    const auto tunnel_of = [&](const std::string& on, codec::Scope kind) {
        return scope.tunnels.on(on, kind).tunnel;
    };
    if (const auto* message = std::get_if<MessageOutcome>(&outcome.what)) {
        return tunnel_of(message->on, message->message->scope) == &arrival.tunnel;
    }
    if (const auto* ack = std::get_if<AcknowledgementOutcome>(&outcome.what)) {
        return tunnel_of(ack->on, codec::Scope::tunnel) == &arrival.tunnel;
    }
    if (const auto* ppp = std::get_if<PppOutcome>(&outcome.what)) {
        return tunnel_of(ppp->on, codec::Scope::session) == &arrival.tunnel;
    }
    return false;
}

}  // namespace

bool happens(const Outcome& outcome, const Arrival& arrival, const ValueScope& scope) {
    return std::visit([&](const auto& what) { return happened(what, arrival, scope); }, outcome.what);
}

const Outcome* find_outcome(std::span<const Outcome* const> outcomes, const Arrival& arrival,
                            const ValueScope& scope) {
    const auto found = std::ranges::find_if(
        outcomes, [&](const Outcome* outcome) { return happens(*outcome, arrival, scope); });
    return found == outcomes.end() ? nullptr : *found;
}

bool is_acknowledged(const Outcome& outcome, Tunnels& tunnels) {
    const auto* wanted = std::get_if<AcknowledgementOutcome>(&outcome.what);
    if (wanted == nullptr || wanted->which == AcknowledgementOutcome::Which::next) return false;
    const TesterTunnel* tunnel = tunnels.on(wanted->on, codec::Scope::tunnel).tunnel;
    const SentMessage* sent = tunnel == nullptr ? nullptr : tunnel->last_sent(wanted->message);
    return sent != nullptr && tunnel->channel.is_acknowledged(sent->ns);
}

bool decides(std::span<const Outcome* const> outcomes, const Arrival& arrival, const ValueScope& scope) {
    if (!arrival.is_new_control()) return false;
    const bool named = std::ranges::any_of(outcomes, [&](const Outcome* outcome) {
        const auto* message = std::get_if<MessageOutcome>(&outcome->what);
        return message != nullptr && is_meant(*message, arrival, scope);
    });
    if (named) return true;
    using namespace codec::message_type;
    static constexpr std::array own_accord{sccrq, hello, ocrq, icrq, wen, sli};
    const codec::DecodedMessage& message = arrival.message;
    if (message.row != nullptr && std::ranges::find(own_accord, message.row->type) != own_accord.end()) {
        return false;
    }
    // Silence alone is about the default tunnel.
    const TesterTunnel* usual = scope.tunnels.on({}, codec::Scope::tunnel).tunnel;
    const bool any_named = std::ranges::any_of(outcomes, [](const Outcome* outcome) {
        return !std::holds_alternative<SilenceOutcome>(outcome->what);
    });
    if (!any_named) return usual == &arrival.tunnel;
    return std::ranges::any_of(outcomes,
                               [&](const Outcome* outcome) { return concerns(*outcome, arrival, scope); });
}

}  // namespace l2tp::tester
