// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/message_builder.hpp"

#include <algorithm>

#include "codec/attribute.hpp"
#include "codec/tunnel_authentication.hpp"

namespace l2tp::tester {
namespace {

namespace attribute = codec::attribute;
namespace message_type = codec::message_type;

codec::OctetString number_octets(std::uint64_t number, std::size_t width) {
    codec::OctetString octets;
    codec::append_number(octets, number, width);
    return octets;
}

codec::OctetString text_octets(std::string_view text) {
    return {text.begin(), text.end()};
}

std::optional<codec::OctetString> answer(std::uint16_t type, const codec::OctetString& challenge,
                                         const Profile& profile) {
    if (challenge.empty() || profile.secret().empty()) return std::nullopt;
    const auto response =
        codec::challenge_response(static_cast<std::uint8_t>(type), profile.secret().octets(), challenge);
    return codec::OctetString(response.begin(), response.end());
}

std::optional<codec::OctetString> look_up(const Computed& computed, const TesterTunnel& tunnel,
                                          Identity& identity) {
    switch (computed.source) {
        case Source::challenge_response:
            return answer(message_type::scccn, tunnel.their_challenge, identity.profile);
        case Source::their_challenge_response:
            return answer(message_type::sccrp, tunnel.our_challenge, identity.profile);
        case Source::random_octets:
            return identity.random.octets(computed.length);
        default:
            break;
    }
    const auto id = resolve_id(computed, tunnel);
    if (!id) return std::nullopt;
    return number_octets(*id, 2);
}

// fill_in replaces the tables' examples by what the run knows.
void fill_in(codec::Message& message, const codec::MessageRow& row, TesterTunnel& tunnel,
             Identity& identity) {
    if (row.type == message_type::icrq) {
        tunnel.session = {identity.random.fresh_id(), 0};
        ++identity.call_serial_number;
    }
    if (row.type == message_type::sccrq) {
        message.avps.push_back(
            codec::make_avp(attribute::vendor_name, text_octets(identity.profile.text("vendor-name"))));
    }
    for (codec::Avp& avp : message.avps) {
        if (avp.key == attribute::assigned_tunnel_id) avp.value = number_octets(tunnel.ours, 2);
        if (avp.key == attribute::assigned_session_id) avp.value = number_octets(tunnel.session.ours, 2);
        if (avp.key == attribute::host_name) avp.value = text_octets(identity.profile.text("host-name"));
        if (avp.key == attribute::call_serial_number)
            avp.value = number_octets(identity.call_serial_number, 4);
        if (avp.key == attribute::result_code) {  // 1: general request to clear; 3: administrative reasons
            avp.value = number_octets(row.type == message_type::stopccn ? 1 : 3, 2);
        }
    }
    if (row.type == message_type::scccn) {
        if (auto response = answer(row.type, tunnel.their_challenge, identity.profile)) {
            message.avps.push_back(codec::make_avp(attribute::challenge_response, std::move(*response)));
        }
    }
    if (row.tunnel_id != codec::IdRule::zero) message.tunnel_id = tunnel.theirs;
    if (row.session_id != codec::IdRule::zero) message.session_id = tunnel.session.theirs;
}

std::optional<codec::Avp> make_avp(const AvpToSend& spec, const TesterTunnel& tunnel, Identity& identity) {
    auto value = resolve(spec.content, tunnel, identity);
    if (!value) return std::nullopt;
    codec::Avp avp = codec::make_avp(spec.key, std::move(*value));
    avp.hiding = spec.hiding;
    avp.hiding_padding = spec.hiding_padding;
    avp.mandatory = spec.mandatory;
    avp.reserved = spec.reserved;
    avp.length = spec.length;
    return avp;
}

// A Random Vector stands before the first hidden AVP (4.3), unless the step brought its own.
void add_random_vector(codec::Message& message, Identity& identity) {
    const auto hidden = std::ranges::find_if(message.avps, [](const codec::Avp& avp) {
        return avp.hiding == codec::Avp::Hiding::hide || avp.key == attribute::random_vector;
    });
    if (hidden == message.avps.end() || hidden->key == attribute::random_vector) return;
    message.avps.insert(hidden, codec::make_avp(attribute::random_vector, identity.random.octets(16)));
}

void override_header(codec::Message& message, const HeaderOverrides& header, const TesterTunnel& tunnel) {
    if (header.flags) message.flags = *header.flags;
    if (header.length) message.length = *header.length;
    const auto number = [&](const std::optional<Number>& wanted, std::uint16_t otherwise) {
        if (!wanted) return otherwise;
        if (const auto* fixed = std::get_if<std::uint16_t>(&*wanted)) return *fixed;
        return resolve_id(std::get<Computed>(*wanted), tunnel).value_or(otherwise);
    };
    message.tunnel_id = number(header.tunnel_id, message.tunnel_id);
    message.session_id = number(header.session_id, message.session_id);
}

}  // namespace

std::optional<std::uint16_t> resolve_id(const Computed& computed, const TesterTunnel& tunnel) noexcept {
    if (computed.source != Source::ours && computed.source != Source::theirs) return std::nullopt;
    const bool ours = computed.source == Source::ours;
    if (computed.name == "session") return ours ? tunnel.session.ours : tunnel.session.theirs;
    return ours ? tunnel.ours : tunnel.theirs;
}

std::optional<codec::OctetString> resolve(const Content& content, const TesterTunnel& tunnel,
                                          Identity& identity) {
    if (const auto* octets = std::get_if<codec::OctetString>(&content)) return *octets;
    const Computed& computed = std::get<Computed>(content);
    auto value = look_up(computed, tunnel, identity);
    if (value && computed.change == Computed::Change::one_bit) value->back() ^= 1;
    return value;
}

std::optional<codec::Message> build_message(const Send& send, TesterTunnel& tunnel, Identity& identity) {
    codec::Message message = codec::make_message(*send.message);
    fill_in(message, *send.message, tunnel, identity);
    for (const AvpToSend& spec : send.set) {
        auto avp = make_avp(spec, tunnel, identity);
        if (!avp) return std::nullopt;
        codec::set_avp(message, std::move(*avp));
    }
    for (const codec::AvpKey key : send.without) {
        std::erase_if(message.avps, [key](const codec::Avp& avp) { return avp.key == key; });
    }
    for (const AvpToSend& spec : send.with) {
        auto avp = make_avp(spec, tunnel, identity);
        if (!avp) return std::nullopt;
        message.avps.push_back(std::move(*avp));
    }
    for (codec::Avp& avp : message.avps) {
        if (std::ranges::find(send.hide, avp.key) != send.hide.end()) avp.hiding = codec::Avp::Hiding::hide;
        if (avp.key == attribute::challenge) tunnel.our_challenge = avp.value;
    }
    add_random_vector(message, identity);
    override_header(message, send.header, tunnel);
    return message;
}

protocol::Conduct conduct_of(const Send& send) noexcept {
    const HeaderOverrides& header = send.header;
    const bool plain = send.set.empty() && send.with.empty() && send.without.empty() && !header.flags &&
                       !header.length && !header.tunnel_id && !header.session_id;
    return plain ? protocol::Conduct::plain : protocol::Conduct::deviates;
}

codec::Message build_data(const SendData& send, const TesterTunnel& tunnel) {
    codec::Message message = codec::make_data(send.frame);
    message.tunnel_id = tunnel.theirs;
    message.session_id = tunnel.session.theirs;
    return message;
}

Send plain_message(std::uint16_t type) {
    Send send;
    send.message = codec::find_message(type);
    return send;
}

}  // namespace l2tp::tester
