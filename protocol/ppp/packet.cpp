// SPDX-License-Identifier: GPL-2.0-or-later
#include "protocol/ppp/packet.hpp"

#include <algorithm>

namespace l2tp::protocol::ppp {

std::optional<Packet> decode_packet(codec::Octets information) noexcept {
    if (information.size() < Packet::header_octets) return std::nullopt;
    const std::size_t length = codec::read_u16(information, 2);
    if (length < Packet::header_octets || length > information.size()) return std::nullopt;
    return Packet{information[0], information[1],
                  information.subspan(Packet::header_octets, length - Packet::header_octets)};
}

codec::OctetString encode_packet(const Packet& packet) {
    const std::size_t size = std::min<std::size_t>(packet.data.size(), 0xffff - Packet::header_octets);
    codec::OctetString out{packet.code, packet.identifier};
    out.reserve(Packet::header_octets + size);
    codec::append_number(out, Packet::header_octets + size, 2);
    codec::append_octets(out, packet.data.first(size));
    return out;
}

}  // namespace l2tp::protocol::ppp
