// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/values.hpp"

#include <algorithm>

#include "codec/fields.hpp"
#include "codec/tunnel_authentication.hpp"

namespace l2tp::tester {
namespace {

namespace message_type = codec::message_type;

bool names_list(const std::string& name) {
    return name.ends_with("[]");
}

std::optional<std::uint16_t> id_of(const Computed& computed, Tunnels& tunnels) {
    const bool ours = computed.source == Source::ours;
    if (const SessionPlace place = tunnels.find_session(computed.name); place.session != nullptr) {
        return ours ? place.session->ours : place.session->theirs;
    }
    const TesterTunnel* tunnel = tunnels.find_tunnel(computed.name);
    if (tunnel == nullptr) return std::nullopt;
    return ours ? tunnel->ours : tunnel->theirs;
}

// A tunnel's opener answers in SCCCN, the other end in SCCRP.
std::uint16_t answering_type(const TesterTunnel& tunnel, Opener answerer) {
    return tunnel.opener == answerer ? message_type::scccn : message_type::sccrp;
}

std::optional<codec::OctetString> look_up(const Computed& computed, const ValueScope& scope) {
    const Profile& profile = scope.identity.profile;
    switch (computed.source) {
        case Source::bound: {
            const Bound* bound = scope.bindings.find(computed.name);
            if (bound == nullptr) return std::nullopt;
            return bound->number ? number_octets(*bound->number, scope.width) : bound->octets;
        }
        case Source::ours:
        case Source::theirs: {
            const auto id = id_of(computed, scope.tunnels);
            return id ? std::optional(number_octets(*id, 2)) : std::nullopt;
        }
        case Source::challenge_response: {
            if (scope.tunnel == nullptr) return std::nullopt;
            const bool in_sccrp = scope.message_type == message_type::sccrp;
            const bool in_scccn = scope.message_type == message_type::scccn;
            return answer_to(
                scope.tunnel->their_challenge,
                in_sccrp || in_scccn ? scope.message_type : answering_type(*scope.tunnel, Opener::tester),
                profile);
        }
        case Source::their_challenge_response:
            if (scope.tunnel == nullptr) return std::nullopt;
            return answer_to(scope.tunnel->our_challenge, answering_type(*scope.tunnel, Opener::device),
                             profile);
        case Source::random_octets:
            return scope.identity.random.octets(computed.length);
        case Source::profile_value: {
            const std::string& text = profile.text(computed.name);
            return codec::OctetString(text.begin(), text.end());
        }
    }
    return std::nullopt;
}

void change(codec::OctetString& octets, Computed::Change how) {
    if (octets.empty() || how == Computed::Change::none) return;
    if (how == Computed::Change::one_bit) {
        octets.back() ^= 1;
        return;
    }
    const bool more = how == Computed::Change::one_more;
    for (auto octet = octets.rbegin(); octet != octets.rend(); ++octet) {  // with carry or borrow
        *octet = static_cast<std::uint8_t>(more ? *octet + 1 : *octet - 1);
        if (*octet != (more ? 0x00 : 0xff)) return;
    }
}

}  // namespace

void Bindings::bind(const std::string& name, Bound value) {
    std::vector<Bound>& values = values_[name];
    if (!names_list(name)) values.clear();
    values.push_back(std::move(value));
}

const Bound* Bindings::find(const std::string& name) const {
    const auto values = list(name);
    return values.empty() ? nullptr : &values.back();
}

std::span<const Bound> Bindings::list(const std::string& name) const {
    auto found = values_.find(name);
    if (found == values_.end() && !names_list(name)) found = values_.find(name + "[]");
    if (found == values_.end()) return {};
    return found->second;
}

std::optional<codec::OctetString> resolve(const Content& content, const ValueScope& scope) {
    if (const auto* octets = std::get_if<codec::OctetString>(&content)) return *octets;
    const Computed& computed = std::get<Computed>(content);
    auto value = look_up(computed, scope);
    if (value) change(*value, computed.change);
    return value;
}

std::optional<std::uint16_t> resolve(const Number& number, const ValueScope& scope) {
    if (const auto* fixed = std::get_if<std::uint16_t>(&number)) return *fixed;
    const auto octets = resolve(Content(std::get<Computed>(number)), scope);
    if (!octets || octets->empty()) return std::nullopt;
    if (octets->size() == 1) return octets->front();
    return codec::read_u16(*octets, octets->size() - 2);
}

std::optional<codec::OctetString> answer_to(const codec::OctetString& challenge, std::uint16_t type,
                                            const Profile& profile) {
    if (challenge.empty() || profile.secret().empty()) return std::nullopt;
    const auto response =
        codec::challenge_response(static_cast<std::uint8_t>(type), profile.secret().octets(), challenge);
    return codec::OctetString(response.begin(), response.end());
}

codec::OctetString number_octets(std::uint64_t number, std::size_t width) {
    codec::OctetString octets;
    codec::append_number(octets, number, width);
    return octets;
}

std::size_t width_of(codec::AvpKey key) noexcept {
    const codec::AvpRow* row = codec::find_avp(key);
    return row != nullptr && row->min_value() == row->max_value() && row->min_value() <= 8 ? row->min_value()
                                                                                           : 2;
}

std::optional<Bound> remember(const Remember& what, const codec::DecodedMessage& message,
                              const codec::Datagram& datagram) {
    const auto number = [](std::uint64_t value, std::size_t width) {
        return Bound{number_octets(value, width), value};
    };
    switch (what.what) {
        case Remember::What::avp: {
            const codec::DecodedAvp* avp = message.find_readable(what.avp);
            if (avp == nullptr) return std::nullopt;
            if (what.field.empty()) return Bound{{avp->value.begin(), avp->value.end()}, {}};
            if (avp->row == nullptr) return std::nullopt;
            const codec::DecodedFields fields = codec::decode_fields(*avp->row, avp->value);
            const codec::DecodedField* field = fields.find(what.field);
            if (field == nullptr) return std::nullopt;
            return Bound{{field->octets.begin(), field->octets.end()}, {}};
        }
        case Remember::What::header: {
            const auto value = message.header.get(what.header);
            return value ? std::optional(number(*value, 2)) : std::nullopt;
        }
        case Remember::What::source_port:
            return number(datagram.from.port, 2);
        case Remember::What::source_address: {
            const std::size_t size = datagram.from.family == codec::Endpoint::Family::ipv6 ? 16 : 4;
            return Bound{{datagram.from.address.begin(), datagram.from.address.begin() + size}, {}};
        }
        case Remember::What::time:
            return number(static_cast<std::uint64_t>(datagram.time.count()), 8);
    }
    return std::nullopt;
}

}  // namespace l2tp::tester
