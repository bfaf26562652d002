// SPDX-License-Identifier: GPL-2.0-or-later
#include "dissector/ppp_user.hpp"

#include <algorithm>
#include <array>

#include "protocol/ppp/frame.hpp"

namespace l2tp::dissector {

namespace {

namespace ppp = protocol::ppp;

constexpr std::size_t header_size = 4;  // Code, Identifier, Length (RFC 1661, 5)

constexpr std::uint16_t eap_protocol = 0xc227;  // RFC 3748

// How the packet says how long the octets before the name, or the name itself, are.
enum class Form : std::uint8_t {
    counted_name,  // Peer-ID Length, Peer-ID: PAP (RFC 1334, 2.2.1)
    after_value,   // Value-Size, Value, Name: CHAP (RFC 1994, 4.1)
    after_type,    // Type, Identity: EAP (RFC 3748, 5.1)
};

// NamingRow is a packet that names its sender.
struct NamingRow {
    std::uint16_t protocol;
    std::uint8_t code;
    Form form;
};

constexpr std::array naming_rows{
    NamingRow{ppp::number::pap, 1, Form::counted_name},  // Authenticate-Request
    NamingRow{ppp::number::chap, 2, Form::after_value},  // Response
    NamingRow{eap_protocol, 2, Form::after_type},        // Response/Identity
};

codec::Octets name_in(Form form, codec::Octets data) noexcept {
    constexpr std::uint8_t identity = 1;
    const std::uint8_t first = data.front();
    const codec::Octets rest = data.subspan(1);
    switch (form) {
        case Form::counted_name:
            return rest.first(std::min<std::size_t>(first, rest.size()));
        case Form::after_value:
            return rest.subspan(std::min<std::size_t>(first, rest.size()));
        case Form::after_type:
            break;
    }
    return first == identity ? rest : codec::Octets{};
}

}  // namespace

std::string_view user_of(codec::Octets frame) noexcept {
    const auto decoded = ppp::decode_frame(frame);
    if (!decoded || decoded->information.size() <= header_size) return {};
    const codec::Octets packet = decoded->information;
    const auto row = std::find_if(naming_rows.begin(), naming_rows.end(), [&](const NamingRow& candidate) {
        return candidate.protocol == decoded->protocol && candidate.code == packet[0];
    });
    if (row == naming_rows.end()) return {};
    const std::size_t length = std::min<std::size_t>(codec::read_u16(packet, 2), packet.size());
    if (length <= header_size) return {};
    const codec::Octets name = name_in(row->form, packet.first(length).subspan(header_size));
    return {reinterpret_cast<const char*>(name.data()), name.size()};
}

}  // namespace l2tp::dissector
