// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/json_decode.hpp"

#include <nlohmann/json.hpp>

#include "codec/fields.hpp"
#include "codec/header.hpp"
#include "codec/requirements.hpp"
#include "tester/text/message_text.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

std::string_view kind_name(codec::MessageKind kind) {
    using codec::MessageKind;
    switch (kind) {
        case MessageKind::control:
            return "control";
        case MessageKind::zlb:
            return "zlb";
        case MessageKind::data:
            return "data";
        case MessageKind::l2f:
            return "l2f";
        case MessageKind::l2tpv3:
            return "l2tpv3";
        case MessageKind::other_version:
            return "other-version";
        case MessageKind::too_short:
            break;
    }
    return "too-short";
}

std::string_view state_name(codec::AvpState state) {
    using codec::AvpState;
    switch (state) {
        case AvpState::clear:
            return "clear";
        case AvpState::hidden:
            return "hidden";
        case AvpState::revealed:
            return "revealed";
        case AvpState::undecodable:
            return "undecodable";
        case AvpState::incomplete:
            break;
    }
    return "incomplete";
}

Json header_json(const codec::Header& header) {
    Json json = Json::object();
    for (const codec::HeaderBit& bit : codec::header_bits()) {
        json[std::string(bit.slug)] = bit.mask == codec::header_bit::version_mask
                                          ? Json(header.version())
                                          : Json(header.has_bit(bit.mask));
    }
    for (const codec::HeaderFieldRow& row : codec::header_fields()) {
        if (const auto value = header.get(row.field)) json[std::string(row.slug)] = *value;
    }
    return json;
}

Json field_json(const codec::DecodedField& decoded, std::uint16_t message_type) {
    const codec::Field& field = *decoded.field;
    Json json{{"name", field.name}};
    switch (field.kind) {
        case codec::FieldKind::number:
        case codec::FieldKind::bits:
        case codec::FieldKind::reserved:
            json["value"] = decoded.number;
            break;
        case codec::FieldKind::ascii:
        case codec::FieldKind::utf8:
            json["value"] = valid_utf8(decoded.octets);
            break;
        default:
            json["value"] = to_hex(decoded.octets);
            break;
    }
    if (field.kind == codec::FieldKind::bits) {
        Json set = Json::array();
        for (const codec::ValueName& name : codec::value_names(field.names)) {
            if ((decoded.number & name.value) != 0) set.push_back(name.name);
        }
        json["set"] = std::move(set);
    } else if (const auto name = codec::value_name(field.names, decoded.number, message_type);
               !name.empty()) {
        json["meaning"] = name;
    }
    if (!field.unit.empty()) json["unit"] = field.unit;
    return json;
}

Json avp_json(const codec::DecodedAvp& avp, std::uint16_t message_type) {
    Json json = Json::object();
    if (avp.row != nullptr) json["name"] = avp.row->name;
    json["vendor"] = avp.key.vendor;
    json["type"] = avp.key.type;
    json["mandatory"] = avp.mandatory();
    json["hidden"] = avp.hidden();
    if (avp.reserved() != 0) json["reserved"] = avp.reserved();
    json["length"] = avp.length();
    json["offset"] = avp.offset;
    json["state"] = state_name(avp.state);
    if (avp.row != nullptr && avp.readable()) {
        const codec::DecodedFields fields = codec::decode_fields(*avp.row, avp.value);
        Json list = Json::array();
        for (const codec::DecodedField& field : fields.view())
            list.push_back(field_json(field, message_type));
        json["fields"] = std::move(list);
        if (!fields.rest.empty()) json["rest"] = to_hex(fields.rest);
    }
    json["value"] = to_hex(avp.state == codec::AvpState::revealed ? avp.value : avp.wire_value);
    return json;
}

Json finding_json(const codec::Finding& finding) {
    const codec::Requirement& requirement = codec::requirement_of(finding.requirement);
    Json json{{"requirement", requirement.id},
              {"level", codec::level_name(requirement.level)},
              {"expected", valid_utf8(finding.expected.view())},
              {"seen", valid_utf8(finding.seen.view())},
              {"offset", finding.where.offset},
              {"length", finding.where.length}};
    if (finding.where.avp != codec::Place::no_avp) json["avp"] = finding.where.avp;
    return json;
}

void add_control(Json& json, const codec::DecodedMessage& message) {
    if (message.has_message_type) json["message_type"] = message.message_type;
    if (message.message_vendor != 0) json["message_vendor"] = message.message_vendor;
    Json avps = Json::array();
    for (const codec::DecodedAvp& avp : message.avps) avps.push_back(avp_json(avp, message.message_type));
    json["avps"] = std::move(avps);
}

}  // namespace

Json message_json(const codec::DecodedMessage& message, const codec::Datagram& datagram) {
    Json json = Json::object();
    if (datagram.reference != 0) json["frame"] = datagram.reference;
    if (datagram.from.family != codec::Endpoint::Family::none) {
        json["time"] = utc_text(datagram.time);
        json["from"] = format_endpoint(datagram.from);
        json["to"] = format_endpoint(datagram.to);
    }
    json["kind"] = kind_name(message.kind);
    json["message"] = message_name(message);
    json["octets"] = datagram.wire_length;
    if (message.cut) json["captured"] = datagram.octets.size();
    json["header"] = header_json(message.header);
    if (message.is_control()) add_control(json, message);
    if (message.kind == codec::MessageKind::data) json["payload"] = to_hex(message.payload);
    Json findings = Json::array();
    for (const codec::Finding& finding : message.findings) findings.push_back(finding_json(finding));
    json["findings"] = std::move(findings);
    if (message.findings_left_out != 0) json["findings_left_out"] = message.findings_left_out;
    return json;
}

std::string json_line(const Json& json) {
    return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace l2tp::tester
