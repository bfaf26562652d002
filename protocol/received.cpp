// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/received.hpp"

#include <algorithm>
#include <string>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"

namespace l2tp::protocol {
namespace {

using codec::requirement;
using codec::RequirementId;

constexpr std::uint16_t general_error = 2;
constexpr std::uint16_t error_length = 2;
constexpr std::uint16_t error_value = 3;
constexpr std::uint16_t error_unknown_avp = 8;

enum class Fault : std::uint8_t { none, length, value };

bool is_field_rule(const codec::AvpRow& row, RequirementId broken) noexcept {
    return std::ranges::any_of(row.value.view(), [&](const codec::Field& field) {
        return field.breaks == broken || field.breaks_empty == broken;
    });
}

// fault_of tells whether a finding makes its AVP malformed for a receiver: a wrong length or value does; a
// wrong M bit (reading A-18), reserved bits of a value and what is only recommended do not.
Fault fault_of(const codec::DecodedAvp& avp, const codec::Finding& finding) noexcept {
    if (avp.row == nullptr) return Fault::none;
    if (finding.requirement == codec::length_requirement(*avp.row)) return Fault::length;
    if (finding.requirement == requirement("rfc2661/4.3/hidden-subformat")) return Fault::length;
    if (finding.requirement == requirement("rfc2661/6.0/reserved-fields-zero")) return Fault::none;
    // A version that is not ours has a Result Code of its own (reading A-26).
    if (finding.requirement == requirement("rfc2661/4.4.3/protocol-version-value")) return Fault::none;
    if (codec::requirement_of(finding.requirement).level != codec::Level::must) return Fault::none;
    return is_field_rule(*avp.row, finding.requirement) ? Fault::value : Fault::none;
}

std::string name_of(const codec::DecodedAvp& avp) {
    return avp.key.vendor == 0
               ? "attribute " + std::to_string(avp.key.type)
               : "vendor " + std::to_string(avp.key.vendor) + " attribute " + std::to_string(avp.key.type);
}

}  // namespace

Received::Received(const codec::DecodedMessage& message)
    : message_(&message), ignored_(message.avps.size(), 0) {
    judge_type();
    if (usability_ == Usability::unknown_optional) return;
    for (std::size_t i = 0; i < message.avps.size(); ++i) judge_avp(i);
    require_avps();
}

void Received::refuse(Usability usability, Refusal refusal) {
    if (usability_ != Usability::usable) return;  // the first reason stands
    usability_ = usability;
    refusal_ = std::move(refusal);
}

void Received::judge_type() {
    if (!message_->has_message_type) {
        refuse(Usability::malformed, {general_error, error_value, "no Message Type"});
        return;
    }
    if (message_->row != nullptr && message_->row->document == 2661) return;
    const bool mandatory = message_->avps.front().mandatory();
    refuse(mandatory ? Usability::unknown_mandatory : Usability::unknown_optional,
           {general_error, error_unknown_avp, "message type " + std::to_string(message_->message_type)});
}

void Received::judge_avp(std::size_t index) {
    const codec::DecodedAvp& avp = message_->avps[index];
    if (avp.state == codec::AvpState::incomplete) {
        ignored_[index] = 1;
        refuse(Usability::malformed, {general_error, error_length, name_of(avp)});
        return;
    }
    if (!avp.recognised()) {
        ignored_[index] = 1;
        if (avp.mandatory())
            refuse(Usability::unknown_mandatory, {general_error, error_unknown_avp, name_of(avp)});
        return;
    }
    Fault fault = avp.readable() ? Fault::none : Fault::length;
    for (const codec::Finding& finding : message_->findings) {
        if (finding.where.avp == index && fault == Fault::none) fault = fault_of(avp, finding);
    }
    if (fault == Fault::none) return;
    ignored_[index] = 1;
    if (!avp.mandatory()) return;
    refuse(Usability::malformed,
           {general_error, fault == Fault::length ? error_length : error_value, name_of(avp)});
}

void Received::require_avps() {
    if (message_->row == nullptr) return;
    for (codec::AvpKey key : message_->row->must.view()) {
        if (has(key)) continue;
        complete_ = false;
        if (usability_ == Usability::usable && refusal_.message.empty()) {
            refusal_ = {general_error, error_value, std::string(codec::find_avp(key)->name) + " is missing"};
        }
    }
}

const codec::DecodedAvp* Received::find(codec::AvpKey key) const noexcept {
    for (std::size_t i = 0; i < ignored_.size(); ++i) {
        if (message_->avps[i].key == key && ignored_[i] == 0 && message_->avps[i].readable())
            return &message_->avps[i];
    }
    return nullptr;
}

std::optional<std::uint64_t> Received::number(codec::AvpKey key) const noexcept {
    const codec::DecodedAvp* avp = find(key);
    if (avp == nullptr) return std::nullopt;
    const codec::DecodedFields fields = codec::decode_fields(*avp->row, avp->value);
    for (const codec::DecodedField& field : fields.view()) {
        if (field.field->kind == codec::FieldKind::number || field.field->kind == codec::FieldKind::bits) {
            return field.number;
        }
    }
    return std::nullopt;
}

codec::Octets Received::octets(codec::AvpKey key) const noexcept {
    const codec::DecodedAvp* avp = find(key);
    return avp != nullptr ? avp->value : codec::Octets{};
}

bool has_sound_header(const codec::DecodedMessage& message, std::size_t datagram_octets) noexcept {
    using namespace codec::header_bit;
    const codec::Header& header = message.header;
    if (!header.has_bit(length) || !header.has_bit(sequence) || header.has_bit(offset) ||
        header.has_bit(priority)) {
        return false;
    }
    const auto stated = header.get(codec::HeaderField::length);
    return stated && *stated <= datagram_octets && *stated >= header.fixed_size();
}

}  // namespace l2tp::protocol
