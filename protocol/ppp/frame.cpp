// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/frame.hpp"

namespace l2tp::protocol::ppp {
namespace {

constexpr std::uint8_t all_stations = 0xff;
constexpr std::uint8_t unnumbered_information = 0x03;

}  // namespace

std::optional<Frame> decode_frame(codec::Octets octets) noexcept {
    if (octets.size() >= 2 && octets[0] == all_stations && octets[1] == unnumbered_information)
        octets = octets.subspan(2);
    if (octets.empty()) return std::nullopt;
    const bool compressed = (octets[0] & 1) != 0;  // the field ends with the first odd octet
    if (compressed) return Frame{octets[0], octets.subspan(1)};
    if (octets.size() < 2) return std::nullopt;
    return Frame{codec::read_u16(octets, 0), octets.subspan(2)};
}

codec::OctetString encode_frame(const Frame& frame, FrameForm form) {
    codec::OctetString out;
    out.reserve(4 + frame.information.size());
    if (form.address_control == AddressControlField::present)
        out.insert(out.end(), {all_stations, unnumbered_information});
    const bool compressed = form.protocol == ProtocolField::compressed && frame.protocol < 0x100;
    codec::append_number(out, frame.protocol, compressed ? 1 : 2);
    codec::append_octets(out, frame.information);
    return out;
}

}  // namespace l2tp::protocol::ppp
