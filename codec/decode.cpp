// SPDX-License-Identifier: GPL-2.0-or-later
#include "codec/decode.hpp"

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/fields.hpp"
#include "codec/hiding.hpp"
#include "codec/message_checks.hpp"
#include "codec/requirement_rows.hpp"

namespace l2tp::codec {
namespace {

// Body is the part of the datagram after the header: where it starts, and where it ends on the wire and in
// the capture.
struct Body {
    std::size_t start = 0;
    std::size_t end = 0;
    std::size_t captured_end = 0;
};

Place place(std::size_t offset, std::size_t length) {
    return {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(length)};
}

Text<120> counted(std::string_view before, std::uint64_t number, std::string_view after = {}) {
    return Text<120>(before).append_number(number).append(after);
}

void reset(DecodedMessage& message) noexcept {
    message.kind = MessageKind::too_short;
    message.row = nullptr;
    message.has_message_type = false;
    message.message_type = 0;
    message.message_vendor = 0;
    message.avps.clear();
    message.payload = {};
    message.payload_offset = 0;
    message.trailing = {};
    message.findings.clear();
    message.findings_left_out = 0;
    message.clear_text.clear();
}

// classify sets the kind as far as the header alone tells it, and reports a header that cannot be read.
void classify(DecodedMessage& message, std::size_t wire_length, std::size_t captured) {
    const Header& header = message.header;
    if (!header.get(HeaderField::flags).has_value()) {
        if (!message.cut) {
            add_finding(message, requirement("rfc2661/3.1/header-complete"), place(0, captured),
                        "at least 6 octets", counted("", wire_length, " octets"));
        }
        return;
    }
    switch (header.version()) {
        case 2:
            break;
        case 1:
            message.kind = MessageKind::l2f;
            return;
        case 3:
            message.kind = MessageKind::l2tpv3;
            return;
        default:
            message.kind = MessageKind::other_version;
            add_finding(message, requirement("rfc2661/3.1/version"), place(0, 2), "Ver 2",
                        counted("Ver ", header.version()));
            return;
    }
    if (header.complete()) {
        message.kind = header.is_control() ? MessageKind::control : MessageKind::data;
    } else if (wire_length < header.fixed_size()) {
        add_finding(message, requirement("rfc2661/3.1/header-complete"), place(0, captured),
                    counted("a header of ", header.fixed_size(), " octets"),
                    counted("", wire_length, " octets"));
    }
}

// measure_body compares Length with the datagram (reading A-12) and finds out where the message ends.
Body measure_body(DecodedMessage& message, std::size_t wire_length, std::size_t captured) {
    const Header& header = message.header;
    std::size_t end = wire_length;
    if (const auto length = header.get(HeaderField::length)) {
        const Place where = place(header.offset_of(HeaderField::length), 2);
        if (*length > wire_length) {
            add_finding(message, requirement("rfc2661/3.1/length-within-datagram"), where,
                        counted("at most ", wire_length, ", the octets of the datagram"),
                        counted("", *length));
        } else if (*length < header.fixed_size()) {
            add_finding(message, requirement("rfc2661/3.1/length-within-datagram"), where,
                        counted("at least ", header.fixed_size(), ", the octets of the header"),
                        counted("", *length));
        } else {
            end = *length;
            if (end < wire_length) {
                add_finding(message, requirement("rfc2661/3.1/length-covers-datagram"), where,
                            counted("", wire_length, ", the octets of the datagram"), counted("", *length));
                message.trailing = place(std::min(end, captured), captured - std::min(end, captured));
            }
        }
    }
    std::size_t start = header.size();
    if (start > end) {
        add_finding(message, requirement("rfc2661/3.1/offset-within-message"),
                    place(header.offset_of(HeaderField::offset_size), 2),
                    counted("at most ", end - header.fixed_size()),
                    counted("", header.size() - header.fixed_size()));
        start = end;
        message.trailing =
            place(header.fixed_size(), captured - std::min<std::size_t>(captured, header.fixed_size()));
    }
    const std::size_t captured_end = std::min(end, captured);
    return {std::min(start, captured_end), end, captured_end};
}

struct ChainSize {
    std::size_t avps = 0;
    std::size_t hidden_octets = 0;
};

// measure_chain walks the AVP headers once, so that decoding allocates once.
ChainSize measure_chain(Octets octets, const Body& body) noexcept {
    ChainSize size;
    for (std::size_t at = body.start; at + avp_header_octets <= body.captured_end;) {
        const std::uint16_t bits = read_u16(octets, at);
        const std::size_t length = bits & 0x3ff;
        ++size.avps;
        if (length < avp_header_octets || at + length > body.captured_end) break;
        if ((bits & 0x4000) != 0) size.hidden_octets += length - avp_header_octets;
        at += length;
    }
    return size;
}

// read_avp appends the AVP at `at` and says whether the chain goes on behind it.
Chain read_avp(DecodedMessage& message, Octets octets, const Body& body, std::size_t at) {
    DecodedAvp avp;
    avp.bits = read_u16(octets, at);
    avp.key = {read_u16(octets, at + 2), read_u16(octets, at + 4)};
    avp.offset = static_cast<std::uint32_t>(at);
    avp.row = find_avp(avp.key);
    const std::size_t length = avp.length();
    const std::size_t left = body.end - at;
    const std::size_t captured = body.captured_end - at;
    const bool whole = length >= avp_header_octets && length <= captured;

    const std::size_t size = length < avp_header_octets ? avp_header_octets : std::min(length, captured);
    avp.size = static_cast<std::uint32_t>(size);
    avp.wire_value = octets.subspan(at + avp_header_octets, size - avp_header_octets);
    avp.state = !whole ? AvpState::incomplete : avp.hidden() ? AvpState::hidden : AvpState::clear;
    if (!avp.hidden()) avp.value = avp.wire_value;
    message.avps.push_back(avp);

    const Place where{avp.offset, 2, static_cast<std::uint16_t>(message.avps.size() - 1)};
    if (length < avp_header_octets) {
        add_finding(message, requirement("rfc2661/4.1/minimum-length"), where, "Length of at least 6",
                    counted("Length ", length));
    } else if (length > left) {
        add_finding(message, requirement("rfc2661/4.1/avp-within-message"), where,
                    counted("at most ", left, " octets, up to the end of the message"),
                    counted("Length ", length));
    }
    return whole ? Chain::whole : Chain::lost;
}

Chain read_chain(DecodedMessage& message, Octets octets, const Body& body) {
    const ChainSize size = measure_chain(octets, body);
    message.avps.reserve(size.avps);
    message.clear_text.resize(size.hidden_octets);
    std::size_t at = body.start;
    while (at < body.captured_end) {
        if (body.captured_end - at < avp_header_octets) {
            if (body.captured_end == body.end) {
                message.trailing = place(at, body.end - at);
                add_finding(message, requirement("rfc2661/4.1/avp-within-message"), message.trailing,
                            "AVPs up to the end of the message",
                            counted("", body.end - at, " octets left over"));
            }
            return Chain::lost;
        }
        if (read_avp(message, octets, body, at) == Chain::lost) {
            const std::size_t rest = at + message.avps.back().size;
            if (rest < body.captured_end) message.trailing = place(rest, body.captured_end - rest);
            return Chain::lost;
        }
        at += message.avps.back().size;
    }
    return body.captured_end == body.end ? Chain::whole : Chain::lost;
}

// reveal_one un-hides one AVP into its part of clear_text (4.3).
void reveal_one(DecodedMessage& message, DecodedAvp& avp, Octets secret, const std::optional<Octets>& vector,
                std::span<std::uint8_t> room) {
    const Place where = place_of(message, avp);
    if (!vector.has_value()) {
        add_finding(message, requirement("rfc2661/4.3/random-vector-precedes-hidden-avp"), where,
                    "a Random Vector before it", "none");
    }
    if (avp.wire_value.size() < 2) {
        add_finding(message, requirement("rfc2661/4.3/hidden-subformat"), where, "Length of at least 8",
                    counted("Length ", avp.length()));
        avp.state = AvpState::undecodable;
        return;
    }
    if (secret.empty()) return;
    avp.state = AvpState::undecodable;
    if (!vector.has_value()) return;
    const auto clear = reveal(room, avp.key.type, secret, *vector, avp.wire_value);
    if (clear.has_value()) {
        avp.state = AvpState::revealed;
        avp.value = *clear;
        return;
    }
    add_finding(message, requirement("rfc2661/4.3/hidden-subformat"), where,
                counted("an inner length of at most ", avp.wire_value.size() - 2),
                "more, with the secret given");
}

void reveal_all(DecodedMessage& message, Octets secret) {
    std::optional<Octets> vector;
    std::span<std::uint8_t> room(message.clear_text);
    for (DecodedAvp& avp : message.avps) {
        // One reserved bit makes it an unknown AVP, and no vector (4.1).
        if (avp.key == attribute::random_vector && avp.state == AvpState::clear && avp.recognised()) {
            vector = avp.value;
        }
        if (avp.state != AvpState::hidden) continue;
        const std::size_t size = avp.wire_value.size();
        reveal_one(message, avp, secret, vector, room.first(size));
        room = room.subspan(size);
    }
}

// choose_rows looks the AVPs up again where another AVP of the message changes what they mean.
void choose_rows(DecodedMessage& message) noexcept {
    constexpr std::uint64_t broadband = 4;  // RFC 3301, 5.3
    if ((message.number(attribute::bearer_type).value_or(0) & broadband) == 0) return;
    for (DecodedAvp& avp : message.avps) avp.row = find_avp(avp.key, Context::broadband_bearer);
}

void read_message_type(DecodedMessage& message) noexcept {
    if (message.avps.empty()) return;
    const DecodedAvp& first = message.avps.front();
    if (first.key.type != 0 || !first.readable() || first.value.size() != 2) return;
    message.has_message_type = true;
    message.message_vendor = first.key.vendor;
    message.message_type = read_u16(first.value, 0);
    message.row = find_message(message.message_type, message.message_vendor);
}

}  // namespace

const DecodedAvp* DecodedMessage::find(AvpKey key) const noexcept {
    const auto avp = std::ranges::find(avps, key, &DecodedAvp::key);
    return avp != avps.end() ? &*avp : nullptr;
}

const DecodedAvp* DecodedMessage::find_readable(AvpKey key) const noexcept {
    const auto avp =
        std::ranges::find_if(avps, [&](const DecodedAvp& a) { return a.key == key && a.readable(); });
    return avp != avps.end() ? &*avp : nullptr;
}

std::optional<std::uint64_t> DecodedMessage::number(AvpKey key) const noexcept {
    const DecodedAvp* avp = find_readable(key);
    if (avp == nullptr || avp->row == nullptr) return std::nullopt;
    const Field& first = avp->row->value.fields.front();
    if (first.kind == FieldKind::number && first.mask == 0 && first.octets != 0 &&
        avp->value.size() >= first.octets) {
        return read_number(avp->value, first.octets);
    }
    const DecodedFields decoded = decode_fields(*avp->row, avp->value);
    for (const DecodedField& field : decoded.view()) {
        if (field.field->kind == FieldKind::number || field.field->kind == FieldKind::bits)
            return field.number;
    }
    return std::nullopt;
}

std::string_view DecodedMessage::text(AvpKey key) const noexcept {
    const DecodedAvp* avp = find_readable(key);
    return avp != nullptr ? text_of(avp->value) : std::string_view{};
}

void decode_into(DecodedMessage& message, const Datagram& datagram, Octets secret) {
    reset(message);
    const std::size_t captured = datagram.octets.size();
    const std::size_t wire_length = std::max(datagram.wire_length, captured);
    message.cut = captured < wire_length;
    message.header = decode_header(datagram.octets);
    classify(message, wire_length, captured);
    if (message.kind != MessageKind::control && message.kind != MessageKind::data) return;

    const Body body = measure_body(message, wire_length, captured);
    check_header(message);
    if (message.kind == MessageKind::data) {
        message.payload = datagram.octets.subspan(body.start, body.captured_end - body.start);
        message.payload_offset = static_cast<std::uint32_t>(body.start);
        return;
    }
    if (body.start == body.end) {
        message.kind = MessageKind::zlb;
        return;
    }
    const Chain chain = read_chain(message, datagram.octets, body);
    reveal_all(message, secret);
    choose_rows(message);
    read_message_type(message);
    check_avps(message, chain);
}

DecodedMessage decode(const Datagram& datagram, Octets secret) {
    DecodedMessage message;
    decode_into(message, datagram, secret);
    return message;
}

}  // namespace l2tp::codec
