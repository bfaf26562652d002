// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/message_builder.hpp"

#include <algorithm>

#include "codec/attribute.hpp"

namespace l2tp::tester {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

codec::OctetString text_octets(std::string_view text) {
    return {text.begin(), text.end()};
}

bool opens_call(std::uint16_t type) {
    return type == message_type::icrq || type == message_type::ocrq;
}

// known_value is what the run puts in the place of a table's example; nothing: the example stays.
std::optional<codec::OctetString> known_value(codec::AvpKey key, std::uint16_t type,
                                              const TesterTunnel& tunnel, const TesterSession* session,
                                              const Identity& identity) {
    if (key == attribute::assigned_tunnel_id) return number_octets(tunnel.ours, 2);
    if (key == attribute::assigned_session_id && session != nullptr) return number_octets(session->ours, 2);
    if (key == attribute::host_name) return text_octets(identity.profile.text("host-name"));
    if (key == attribute::call_serial_number) return number_octets(identity.call_serial_number, 4);
    if (key == attribute::called_number) return text_octets(identity.profile.text("called-number"));
    if (key == attribute::calling_number) return text_octets(identity.profile.text("calling-number"));
    if (key == attribute::result_code) {  // 1: general request to clear; 3: administrative reasons
        return number_octets(type == message_type::stopccn ? 1 : 3, 2);
    }
    return std::nullopt;
}

// append_optional adds what a real peer would say beyond what every message of the type must carry.
void append_optional(codec::Message& message, std::uint16_t type, const TesterTunnel& tunnel,
                     Identity& identity) {
    const Profile& profile = identity.profile;
    const bool opens_tunnel = type == message_type::sccrq || type == message_type::sccrp;
    if (opens_tunnel) {
        message.avps.push_back(
            codec::make_avp(attribute::vendor_name, text_octets(profile.text("vendor-name"))));
    }
    // Without them a LNS may not place outgoing calls (4.4.3).
    if (opens_tunnel && profile.role == Role::lns && profile.has("outgoing-calls")) {
        codec::set_avp(message, codec::make_number_avp(attribute::bearer_capabilities, 3));
    }
    if (opens_tunnel && profile.has("demands-authentication") && !profile.secret().empty()) {
        message.avps.push_back(codec::make_avp(attribute::challenge, identity.random.octets(16)));
    }
    if (type == message_type::sccrp || type == message_type::scccn) {
        if (auto response = answer_to(tunnel.their_challenge, type, profile)) {
            message.avps.push_back(codec::make_avp(attribute::challenge_response, std::move(*response)));
        }
    }
}

codec::Message sound_message(const codec::MessageRow& row, TesterTunnel& tunnel, const TesterSession* session,
                             Identity& identity) {
    codec::Message message = codec::make_message(row);
    if (opens_call(row.type)) ++identity.call_serial_number;
    for (codec::Avp& avp : message.avps) {
        if (auto value = known_value(avp.key, row.type, tunnel, session, identity))
            avp.value = std::move(*value);
    }
    append_optional(message, row.type, tunnel, identity);
    // On a tunnel that there is, even a SCCRQ carries the DUT's Tunnel ID (reading G-9).
    message.tunnel_id = tunnel.theirs;
    const bool on_call = session != nullptr && !(opens_call(row.type) && session->theirs == 0);
    if (row.scope == codec::Scope::session && on_call) message.session_id = session->theirs;
    return message;
}

codec::Message unknown_message(const UnknownMessage& unknown, const TesterTunnel& tunnel) {
    codec::Message message;
    codec::Avp type =
        codec::make_avp({unknown.vendor, attribute::message_type.type}, number_octets(unknown.type, 2));
    type.mandatory = unknown.mandatory;
    message.avps.push_back(std::move(type));
    message.tunnel_id = tunnel.theirs;
    return message;
}

// A Random Vector stands before the first hidden AVP (4.3), unless the step brought its own.
void add_random_vector(codec::Message& message, Identity& identity) {
    const auto hidden = std::ranges::find_if(message.avps, [](const codec::Avp& avp) {
        return avp.hiding == codec::Avp::Hiding::hide || avp.key == attribute::random_vector;
    });
    if (hidden == message.avps.end() || hidden->key == attribute::random_vector) return;
    message.avps.insert(hidden, codec::make_avp(attribute::random_vector, identity.random.octets(16)));
}

// apply_avps changes the AVPs as the step says; false: a value is not known.
bool apply_avps(codec::Message& message, const Send& send, const ValueScope& scope) {
    for (const AvpToSend& spec : send.set) {
        auto avp = make_avp(spec, scope);
        if (!avp) return false;
        const auto known = std::ranges::find(message.avps, spec.key, &codec::Avp::key);
        if (known != message.avps.end()) {
            *known = std::move(*avp);
        } else {
            message.avps.push_back(std::move(*avp));
        }
    }
    for (const codec::AvpKey key : send.without) {
        std::erase_if(message.avps, [key](const codec::Avp& avp) { return avp.key == key; });
    }
    for (const AvpToSend& spec : send.with) {
        auto avp = make_avp(spec, scope);
        if (!avp) return false;
        const std::size_t place = std::min(spec.at.value_or(message.avps.size()), message.avps.size());
        message.avps.insert(message.avps.begin() + static_cast<std::ptrdiff_t>(place), std::move(*avp));
    }
    for (codec::Avp& avp : message.avps) {
        if (std::ranges::find(send.hide, avp.key) != send.hide.end()) avp.hiding = codec::Avp::Hiding::hide;
    }
    return true;
}

// override_header puts what the step gives into the header; false: a value is not known.
bool override_header(BuiltMessage& built, const HeaderOverrides& header, const ValueScope& scope) {
    codec::Message& message = built.message;
    const auto number = [&](const std::optional<Number>& wanted, std::uint16_t& into) {
        if (!wanted) return true;
        const auto value = resolve(*wanted, scope);
        into = value.value_or(into);
        return value.has_value();
    };
    const std::uint16_t right_tunnel = message.tunnel_id;
    if (header.flags) message.flags = *header.flags;
    if (header.length) message.length = *header.length;
    if (!number(header.tunnel_id, message.tunnel_id)) return false;
    if (!number(header.session_id, message.session_id)) return false;
    const auto optional = [&](const std::optional<Number>& wanted, std::optional<std::uint16_t>& into) {
        if (!wanted) return true;
        into = resolve(*wanted, scope);
        return into.has_value();
    };
    if (!optional(header.ns, built.ns) || !optional(header.nr, built.nr)) return false;
    if (header.flags || header.length || message.tunnel_id != right_tunnel) {
        built.counts = BuiltMessage::Counts::outside;
    }
    return true;
}

}  // namespace

std::optional<codec::Avp> make_avp(const AvpToSend& spec, ValueScope scope) {
    scope.width = width_of(spec.key);
    auto value = resolve(spec.content, scope);
    if (!value) return std::nullopt;
    codec::Avp avp = codec::make_avp(spec.key, std::move(*value));
    avp.hiding = spec.hiding;
    avp.hiding_padding = spec.hiding_padding;
    avp.mandatory = spec.mandatory;
    avp.reserved = spec.reserved;
    avp.length = spec.length;
    return avp;
}

std::optional<BuiltMessage> build_message(const Send& send, TesterTunnel& tunnel,
                                          const TesterSession* session, ValueScope scope) {
    scope.tunnel = &tunnel;
    scope.message_type = send.message != nullptr ? send.message->type : std::uint16_t{0};
    BuiltMessage built;
    built.message = send.message != nullptr
                        ? sound_message(*send.message, tunnel, session, scope.identity)
                        : unknown_message(send.unknown.value_or(UnknownMessage{}), tunnel);
    if (!apply_avps(built.message, send, scope)) return std::nullopt;
    for (const codec::Avp& avp : built.message.avps) {
        if (avp.key == attribute::challenge) tunnel.our_challenge = avp.value;
    }
    add_random_vector(built.message, scope.identity);
    built.message.trailing = send.trailing;
    if (!override_header(built, send.header, scope)) return std::nullopt;
    const bool right_ns = !built.ns || *built.ns == tunnel.channel.next_ns();
    if (!right_ns || send.cut_to || send.from != From::own_port) built.counts = BuiltMessage::Counts::outside;
    return built;
}

std::optional<codec::Message> build_data(const SendData& send, const TesterTunnel& tunnel,
                                         TesterSession* session, const ValueScope& scope) {
    namespace bit = codec::header_bit;
    codec::Message message = codec::make_data(send.frame);
    message.tunnel_id = tunnel.theirs;
    message.session_id = session != nullptr ? session->theirs : std::uint16_t{0};
    const auto set_bit = [&](std::uint16_t mask, const std::optional<SendData::Bit>& wanted) {
        if (!wanted) return;
        message.flags = static_cast<std::uint16_t>(*wanted == SendData::Bit::on ? message.flags | mask
                                                                                : message.flags & ~mask);
    };
    set_bit(bit::length, send.length_bit);
    set_bit(bit::sequence, send.sequence_bit);
    if (send.offset_size) {
        message.flags |= bit::offset;
        message.offset_padding.assign(*send.offset_size, 0);
    }
    if (send.flags) message.flags = *send.flags;
    for (const auto& [wanted, into] :
         {std::pair{&send.tunnel_id, &message.tunnel_id}, std::pair{&send.session_id, &message.session_id}}) {
        if (!*wanted) continue;
        const auto value = resolve(**wanted, scope);
        if (!value) return std::nullopt;
        *into = *value;
    }
    if (session != nullptr && (message.flags & bit::sequence) != 0) {
        message.ns = session->next_data_ns;
        if (!send.ns) ++session->next_data_ns;
    }
    message.ns = send.ns.value_or(message.ns);
    message.nr = send.nr.value_or(0);
    return message;
}

Send plain_message(std::uint16_t type) {
    Send send;
    send.message = codec::find_message(type);
    return send;
}

}  // namespace l2tp::tester
