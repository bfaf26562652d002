// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/tester/packets.hpp"

#include <fstream>

namespace l2tp::tester::test {
namespace {

using codec::append_number;
using codec::append_octets;
using codec::Octets;
using codec::OctetString;

OctetString udp(Octets payload) {
    OctetString out;
    append_number(out, 40000, 2);
    append_number(out, 1701, 2);
    append_number(out, 8 + payload.size(), 2);
    append_number(out, 0x1234, 2);
    append_octets(out, payload);
    return out;
}

OctetString ipv4(Octets payload, std::uint16_t place) {
    OctetString out;
    append_number(out, 0x4500, 2);
    append_number(out, 20 + payload.size(), 2);
    append_number(out, 7, 2);
    append_number(out, place, 2);
    append_number(out, 0x4011, 2);
    append_number(out, 0, 2);
    append_number(out, 0xc0000201, 4);
    append_number(out, 0xc0000202, 4);
    append_octets(out, payload);
    return out;
}

OctetString ipv6(Octets payload, std::uint8_t next) {
    OctetString out;
    append_number(out, 0x60000000, 4);
    append_number(out, payload.size(), 2);
    append_number(out, next, 1);
    append_number(out, 64, 1);
    for (const unsigned host : {1U, 2U}) {
        append_number(out, 0x20010db800000000, 8);
        append_number(out, host, 8);
    }
    append_octets(out, payload);
    return out;
}

}  // namespace

OctetString udp_over_ipv4(Octets payload) {
    return ipv4(udp(payload), 0);
}

OctetString udp_over_ipv6(Octets payload) {
    return ipv6(udp(payload), 17);
}

OctetString fragment_of(Octets packet, std::size_t offset, std::size_t size) {
    const bool is_ipv4 = packet[0] >> 4 == 4;
    const Octets carried = packet.subspan(is_ipv4 ? 20 : 40);
    const Octets piece = carried.subspan(offset, size);
    const bool more = offset + size < carried.size();
    if (is_ipv4) return ipv4(piece, static_cast<std::uint16_t>((more ? 0x2000 : 0) | offset / 8));
    OctetString out;
    append_number(out, packet[6], 1);
    append_number(out, 0, 1);
    append_number(out, offset | (more ? 1U : 0U), 2);
    append_number(out, 7, 4);
    append_octets(out, piece);
    return ipv6(out, 44);
}

void write_pcap(const std::string& path, std::uint32_t link_type, const std::vector<PcapFrame>& frames) {
    OctetString file;
    append_number(file, 0xa1b2c3d4, 4);
    append_number(file, 0x00020004, 4);
    append_number(file, 0, 8);
    append_number(file, 0x40000, 4);
    append_number(file, link_type, 4);
    for (const PcapFrame& frame : frames) {
        append_number(file, frame.milliseconds / 1000, 4);
        append_number(file, frame.milliseconds % 1000 * 1000, 4);
        append_number(file, frame.octets.size() - frame.cut, 4);
        append_number(file, frame.octets.size(), 4);
        append_octets(file, Octets(frame.octets).first(frame.octets.size() - frame.cut));
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(file.data()), static_cast<std::streamsize>(file.size()));
}

}  // namespace l2tp::tester::test
