// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/message_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "tester/scenario/computed_values.hpp"
#include "tester/scenario/ppp_names.hpp"
#include "tester/scenario/words.hpp"
#include "tester/text/printable.hpp"
#include "tester/text/text_forms.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t longest_text = 80;
constexpr std::size_t longest_hex = 24;

std::string hex_text(codec::Octets octets) {
    if (octets.size() <= longest_hex) return octets.empty() ? "(empty)" : to_hex(octets);
    return fmt::format("{}... ({} octets)", to_hex(octets.first(longest_hex)), octets.size());
}

std::string field_value_text(const codec::Field& field, std::uint64_t number, codec::Octets octets,
                             std::uint16_t message_type) {
    switch (field.kind) {
        case codec::FieldKind::ascii:
        case codec::FieldKind::utf8:
            return fmt::format("\"{}\"", printable(octets, longest_text));
        case codec::FieldKind::number:
        case codec::FieldKind::bits:
        case codec::FieldKind::reserved:
            break;
        default:
            return hex_text(octets);
    }
    const std::string_view name = codec::value_name(field.names, number, message_type);
    std::string text = field.display == codec::Display::hexadecimal ? fmt::format("0x{:x}", number)
                                                                    : fmt::format("{}", number);
    if (!name.empty()) text += fmt::format(" ({})", name);
    return text;
}

std::string ppp_text(codec::Octets frame) {
    const auto header = read_ppp_header(frame);
    if (!header) return fmt::format("PPP {}", hex_text(frame));
    std::string text = ppp_protocol_name(header->protocol).empty()
                           ? fmt::format("PPP protocol 0x{:04x}", header->protocol)
                           : fmt::format("PPP {}", ppp_protocol_name(header->protocol));
    if (!ppp_code_name(header->code).empty()) text += fmt::format(" {}", ppp_code_name(header->code));
    return text;
}

std::string condition_text(const AvpCondition& condition) {
    std::vector<std::string> parts;
    if (const auto* fields = std::get_if<std::vector<FieldCondition>>(&condition.wanted)) {
        for (const FieldCondition& wanted : *fields) {
            for (const codec::Field& field : condition.row->value.view()) {
                if (field.slug != wanted.name) continue;
                const std::string name =
                    field.name == condition.row->name ? "" : fmt::format("{} ", field.name);
                const auto octets = codec::Octets(wanted.octets);
                parts.push_back(
                    name + field_value_text(field, wanted.number, octets, codec::ValueName::any_message));
            }
        }
    } else {
        const Content& content = std::get<Content>(condition.wanted);
        const auto* computed = std::get_if<Computed>(&content);
        if (computed == nullptr) {
            parts.push_back(hex_text(std::get<codec::OctetString>(content)));
        } else {
            parts.push_back(computed_text(*computed));
        }
    }
    const bool different = condition.sense == AvpCondition::Sense::different;
    return fmt::format("{} {}{}", condition.row->name, different ? "other than " : "",
                       fmt::join(parts, ", "));
}

std::string header_text(const HeaderCondition& condition) {
    for (const words::HeaderWord& word : words::header_fields) {
        if (word.field != condition.field) continue;
        const bool different = condition.sense == AvpCondition::Sense::different;
        return fmt::format("{} {}{}", word.name, different ? "other than " : "",
                           number_text(condition.wanted));
    }
    return "another header field";
}

std::string flag_text(const FlagCondition& condition) {
    std::vector<std::string_view> bits;
    if (condition.mandatory) bits.push_back(*condition.mandatory ? "M = 1" : "M = 0");
    if (condition.hidden) bits.push_back(*condition.hidden ? "H = 1" : "H = 0");
    return fmt::format("{} on {}", fmt::join(bits, " and "), codec::find_avp(condition.avp)->name);
}

void append_header(std::vector<std::string>& with, const std::vector<HeaderCondition>& header,
                   const std::optional<HeaderBits>& bits) {
    for (const HeaderCondition& condition : header) with.push_back(header_text(condition));
    if (bits) with.push_back(fmt::format("flags 0x{:04x} of 0x{:04x}", bits->bits, bits->mask));
}

std::string with_text(std::string_view what, const std::string& on, const std::vector<std::string>& with) {
    std::string text(what);
    if (!on.empty()) text += fmt::format(" on \"{}\"", on);
    if (!with.empty()) text += fmt::format(" with {}", fmt::join(with, " and "));
    return text;
}

std::string text_of(const MessageOutcome& outcome) {
    std::vector<std::string> with;
    for (const AvpCondition& condition : outcome.where) with.push_back(condition_text(condition));
    for (const codec::AvpKey key : outcome.has) with.emplace_back(codec::find_avp(key)->name);
    for (const codec::AvpKey key : outcome.lacks)
        with.push_back(fmt::format("no {}", codec::find_avp(key)->name));
    for (const FlagCondition& condition : outcome.flags) with.push_back(flag_text(condition));
    append_header(with, outcome.header, outcome.bits);
    if (outcome.source_port) with.push_back(fmt::format("source port {}", number_text(*outcome.source_port)));
    return with_text(outcome.message->abbreviation, outcome.on, with);
}

std::string text_of(const AcknowledgementOutcome& outcome) {
    const std::string_view of =
        outcome.message == nullptr ? "the last message" : outcome.message->abbreviation;
    const bool next = outcome.which == AcknowledgementOutcome::Which::next;
    return with_text(fmt::format("{} acknowledgement of {}", next ? "a further" : "an", of), outcome.on, {});
}

std::string text_of(const PppOutcome& outcome) {
    std::vector<std::string_view> codes;
    for (const std::uint8_t code : outcome.codes) codes.push_back(ppp_code_name(code));
    std::vector<std::string> with;
    append_header(with, outcome.header, outcome.bits);
    const std::string what = fmt::format("a PPP frame: {}{}{}", ppp_protocol_name(outcome.protocol),
                                         codes.empty() ? "" : " ", fmt::join(codes, " or "));
    return with_text(what, outcome.on, with);
}

std::string text_of(const SilenceOutcome& outcome) {
    return fmt::format("nothing for {}", span_text(outcome.length));
}

}  // namespace

std::string message_name(const codec::DecodedMessage& message) {
    using codec::MessageKind;
    switch (message.kind) {
        case MessageKind::zlb:
            return "ZLB";
        case MessageKind::data:
            return ppp_text(message.payload);
        case MessageKind::l2f:
            return "L2F packet";
        case MessageKind::l2tpv3:
            return "L2TPv3 packet";
        case MessageKind::other_version:
            return fmt::format("packet of version {}", message.header.version());
        case MessageKind::too_short:
            return "packet without a whole header";
        case MessageKind::control:
            break;
    }
    if (message.row != nullptr) return std::string(message.row->abbreviation);
    if (!message.has_message_type) return "control message without a Message Type";
    if (message.message_vendor == 0) return fmt::format("message type {}", message.message_type);
    return fmt::format("message type {} of vendor {}", message.message_type, message.message_vendor);
}

std::string avp_text(const codec::DecodedAvp& avp, std::uint16_t message_type) {
    const std::string name = avp.row != nullptr ? std::string(avp.row->name)
                                                : fmt::format("AVP {}/{}", avp.key.vendor, avp.key.type);
    if (avp.hidden() && !avp.readable()) return fmt::format("{} (hidden)", name);
    if (avp.row == nullptr) return fmt::format("{} {}", name, hex_text(avp.value));
    const codec::DecodedFields fields = codec::decode_fields(*avp.row, avp.value);
    std::vector<std::string> parts;
    for (const codec::DecodedField& field : fields.view()) {
        const std::string_view label = fields.count > 1 && field.field->name != name ? field.field->name : "";
        parts.push_back(
            fmt::format("{}{}{}", label, label.empty() ? "" : " ",
                        field_value_text(*field.field, field.number, field.octets, message_type)));
    }
    if (!fields.rest.empty()) parts.push_back("rest " + hex_text(fields.rest));
    return fmt::format("{} {}", name, fmt::join(parts, ", "));
}

std::string message_line(const codec::DecodedMessage& message) {
    std::string line = message_name(message);
    if (message.is_control()) {
        line += fmt::format("  Ns {} Nr {}", message.header.ns(), message.header.nr());
        const codec::DecodedAvp* result = message.find_readable(codec::attribute::result_code);
        if (result != nullptr) line += "  " + avp_text(*result, message.message_type);
    }
    return line;
}

std::string avps_text(const codec::DecodedMessage& message) {
    std::string text;
    for (const codec::DecodedAvp& avp : message.avps) {
        if (avp.key == codec::attribute::message_type) continue;
        if (!text.empty()) text += "; ";
        text += avp_text(avp, message.message_type);
    }
    return text;
}

std::string outcome_text(const Outcome& outcome) {
    return std::visit([](const auto& what) { return text_of(what); }, outcome.what);
}

std::string expectation_text(const Expect& expect) {
    std::vector<std::string> hoped;
    for (const Outcome& outcome : expect.outcomes) {
        if (outcome.verdict == Verdict::pass) hoped.push_back(outcome_text(outcome));
    }
    if (hoped.empty()) return outcome_text(expect.outcomes.front());
    return fmt::format("{}", fmt::join(hoped, ", or "));
}

}  // namespace l2tp::tester
