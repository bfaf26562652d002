// SPDX-License-Identifier: GPL-2.0-or-later
#include "tests/codec/captures/pcap_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <stdexcept>

namespace l2tp::captures {
namespace {

using codec::append_number;
using codec::append_octets;
using codec::Octets;
using codec::OctetString;

constexpr std::uint32_t first_second = 946684800;
constexpr std::uint32_t microseconds_apart = 10'000;
// The Identification that tells headers which were made up from those that were sent.
constexpr std::uint16_t made_up_mark = 0x6c32;
constexpr std::array<std::uint8_t, 4> lac{192, 0, 2, 1};
constexpr std::array<std::uint8_t, 4> lns{192, 0, 2, 2};

// checksum is that of RFC 1071: the ones' complement of the ones' complement sum.
std::uint16_t checksum(Octets octets) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? octets[i] * 256u : octets[i];
    while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum & 0xffff);
}

OctetString udp(Octets source, Octets destination, Octets payload) {
    const std::size_t length = payload.size() + 8;
    OctetString pseudo;
    append_octets(pseudo, source);
    append_octets(pseudo, destination);
    append_number(pseudo, 17, 2);
    append_number(pseudo, length, 2);
    OctetString out;
    append_number(out, 1701, 2);
    append_number(out, 1701, 2);
    append_number(out, length, 2);
    append_number(out, 0, 2);
    append_octets(out, payload);
    append_octets(pseudo, out);
    const std::uint16_t sum = checksum(pseudo);
    // A checksum of 0 would mean that there is none.
    const std::uint16_t sent = sum == 0 ? 0xffff : sum;
    out[6] = static_cast<std::uint8_t>(sent >> 8);
    out[7] = static_cast<std::uint8_t>(sent & 0xff);
    return out;
}

OctetString ipv4(Octets source, Octets destination, Octets payload) {
    OctetString out;
    append_number(out, 0x4500, 2);
    append_number(out, 20 + payload.size(), 2);
    append_number(out, made_up_mark, 2);
    append_number(out, 0, 2);
    append_number(out, 0x4011, 2);  // time to live 64, UDP
    append_number(out, 0, 2);
    append_octets(out, source);
    append_octets(out, destination);
    const std::uint16_t sum = checksum(out);
    out[10] = static_cast<std::uint8_t>(sum >> 8);
    out[11] = static_cast<std::uint8_t>(sum & 0xff);
    append_octets(out, payload);
    return out;
}

}  // namespace

PcapFile::PcapFile() {
    append_number(octets_, 0xa1b2c3d4, 4);
    append_number(octets_, 2, 2);
    append_number(octets_, 4, 2);
    append_number(octets_, 0, 8);
    append_number(octets_, 0x40000, 4);
    append_number(octets_, 101, 4);  // LINKTYPE_RAW
}

void PcapFile::add(Octets payload, Direction direction, std::size_t snap_length) {
    const bool from_lac = direction == Direction::lac_to_lns;
    const Octets source = from_lac ? lac : lns;
    const Octets destination = from_lac ? lns : lac;
    const OctetString frame = ipv4(source, destination, udp(source, destination, payload));
    const std::size_t captured = std::min(frame.size(), snap_length);
    const std::uint64_t microseconds = std::uint64_t{frames_} * microseconds_apart;
    append_number(octets_, first_second + microseconds / 1'000'000, 4);
    append_number(octets_, microseconds % 1'000'000, 4);
    append_number(octets_, captured, 4);
    append_number(octets_, frame.size(), 4);
    append_octets(octets_, Octets{frame}.first(captured));
    ++frames_;
}

void PcapFile::write_to(const std::string& path) const {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    const std::string characters(octets_.begin(), octets_.end());
    file.write(characters.data(), static_cast<std::streamsize>(characters.size()));
    file.close();
    if (!file) throw std::runtime_error("cannot write " + path);
}

}  // namespace l2tp::captures
