// SPDX-License-Identifier: GPL-2.0-or-later
// The property that makes a decoded message safe to walk: every range in it lies in the datagram.
#pragma once

#include <string>

#include "codec/decode.hpp"
#include "codec/fields.hpp"

namespace l2tp::codec::fuzz {

[[nodiscard]] inline bool inside(Octets part, Octets whole) {
    if (part.empty()) return true;
    return part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size();
}

[[nodiscard]] inline bool inside(std::uint64_t offset, std::uint64_t length, Octets whole) {
    return offset <= whole.size() && length <= whole.size() - offset;
}

[[nodiscard]] inline std::string avp_out_of_range(const DecodedMessage& message, const DecodedAvp& avp,
                                                  Octets datagram) {
    if (!inside(avp.offset, avp.size, datagram)) return "an AVP";
    if (!inside(avp.wire_value, datagram)) return "an AVP's value on the wire";
    const Octets storage = avp.state == AvpState::revealed ? Octets{message.clear_text} : datagram;
    if (!inside(avp.value, storage)) return "an AVP's value";
    if (avp.row == nullptr || !avp.readable()) return {};
    const DecodedFields fields = decode_fields(*avp.row, avp.value);
    for (const DecodedField& field : fields.view()) {
        if (field.field == nullptr) return "a field without a row";
        if (!inside(field.octets, avp.value)) return "a field's octets";
        if (!inside(field.offset, field.octets.size(), avp.value)) return "a field's offset";
    }
    if (!inside(fields.rest, avp.value)) return "what follows the last field";
    return {};
}

// out_of_range names the first range that is not in the datagram; empty: all are.
[[nodiscard]] inline std::string out_of_range(const DecodedMessage& message, Octets datagram) {
    for (const HeaderFieldRow& row : header_fields()) {
        if (!message.header.get(row.field)) continue;
        if (!inside(message.header.offset_of(row.field), 2, datagram)) return std::string{row.name};
    }
    for (const DecodedAvp& avp : message.avps) {
        if (std::string where = avp_out_of_range(message, avp, datagram); !where.empty()) return where;
    }
    if (!inside(message.payload, datagram)) return "the payload";
    if (!message.payload.empty() && message.payload.data() != datagram.data() + message.payload_offset) {
        return "the payload's offset";
    }
    if (!inside(message.trailing.offset, message.trailing.length, datagram)) return "the trailing octets";
    for (const Finding& finding : message.findings) {
        if (!inside(finding.where.offset, finding.where.length, datagram)) return "a finding's place";
        if (finding.where.avp != Place::no_avp && finding.where.avp >= message.avps.size()) {
            return "a finding's AVP";
        }
        if (finding.requirement == RequirementId::none) return "a finding without a requirement";
    }
    return {};
}

}  // namespace l2tp::codec::fuzz
