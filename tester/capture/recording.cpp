// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/recording.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <cerrno>
#include <cstring>

#include "tester/capture/ip_packet.hpp"
#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {
namespace {

constexpr std::size_t udp_header = 8;
constexpr std::size_t ipv4_header = 20;
constexpr std::uint8_t protocol_udp = 17;
constexpr int snap_length = 65575;  // the longest IPv6 packet without jumbograms

// The Internet checksum (RFC 1071) over the octets of several parts, each of even length but the last.
class Checksum {
  public:
    void add(codec::Octets octets) noexcept {
        for (std::size_t i = 0; i < octets.size(); i += 2) {
            sum_ += static_cast<std::uint32_t>(octets[i] << 8) + (i + 1 < octets.size() ? octets[i + 1] : 0U);
        }
    }
    void add(std::uint32_t number) noexcept { sum_ += number; }
    [[nodiscard]] std::uint16_t value() const noexcept {
        std::uint64_t sum = sum_;
        while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
        return static_cast<std::uint16_t>(~sum);
    }

  private:
    std::uint64_t sum_ = 0;
};

codec::OctetString udp_packet(const codec::Datagram& datagram, codec::Octets from, codec::Octets to) {
    codec::OctetString udp;
    const std::size_t length = udp_header + datagram.octets.size();
    codec::append_number(udp, datagram.from.port, 2);
    codec::append_number(udp, datagram.to.port, 2);
    codec::append_number(udp, length, 2);
    codec::append_number(udp, 0, 2);
    codec::append_octets(udp, datagram.octets);
    Checksum checksum;
    checksum.add(from);
    checksum.add(to);
    checksum.add(protocol_udp + static_cast<std::uint32_t>(length));
    checksum.add(udp);
    const std::uint16_t value =
        checksum.value() == 0 ? 0xffff : checksum.value();  // 0 means "none" (RFC 768)
    udp[6] = static_cast<std::uint8_t>(value >> 8);
    udp[7] = static_cast<std::uint8_t>(value);
    return udp;
}

codec::OctetString ipv4_packet_header(std::size_t payload, codec::Octets from, codec::Octets to) {
    codec::OctetString ip;
    codec::append_number(ip, 0x4500, 2);
    codec::append_number(ip, ipv4_header + payload, 2);
    codec::append_number(ip, made_up_mark, 2);
    codec::append_number(ip, 0x4000, 2);  // do not fragment
    codec::append_number(ip, 64U << 8 | protocol_udp, 2);
    codec::append_number(ip, 0, 2);
    codec::append_octets(ip, from);
    codec::append_octets(ip, to);
    Checksum checksum;
    checksum.add(ip);
    ip[10] = static_cast<std::uint8_t>(checksum.value() >> 8);
    ip[11] = static_cast<std::uint8_t>(checksum.value());
    return ip;
}

codec::OctetString ipv6_packet_header(std::size_t payload, codec::Octets from, codec::Octets to) {
    codec::OctetString ip;
    codec::append_number(ip, 0x60000000 | made_up_mark, 4);
    codec::append_number(ip, payload, 2);
    codec::append_number(ip, protocol_udp << 8 | 64, 2);
    codec::append_octets(ip, from);
    codec::append_octets(ip, to);
    return ip;
}

}  // namespace

codec::OctetString ip_packet(const codec::Datagram& datagram) {
    const bool ipv6 = datagram.from.family == codec::Endpoint::Family::ipv6;
    const std::size_t address = ipv6 ? 16 : 4;
    const std::size_t longest = 0xffff - udp_header - (ipv6 ? 0 : ipv4_header);
    if (datagram.octets.size() > longest || datagram.from.family != datagram.to.family ||
        datagram.from.family == codec::Endpoint::Family::none) {
        return {};
    }
    const codec::Octets from = codec::Octets(datagram.from.address).first(address);
    const codec::Octets to = codec::Octets(datagram.to.address).first(address);
    const codec::OctetString udp = udp_packet(datagram, from, to);
    codec::OctetString packet =
        ipv6 ? ipv6_packet_header(udp.size(), from, to) : ipv4_packet_header(udp.size(), from, to);
    codec::append_octets(packet, udp);
    return packet;
}

void Recording::CloseCapture::operator()(pcap* capture) const noexcept {
    pcap_close(capture);
}
void Recording::CloseDumper::operator()(pcap_dumper* dumper) const noexcept {
    pcap_dump_close(dumper);
}

Recording::Recording(const std::string& path)
    : path_(path),
      capture_(pcap_open_dead_with_tstamp_precision(DLT_RAW, snap_length, PCAP_TSTAMP_PRECISION_NANO)) {
    if (!capture_) throw OutputError("libpcap cannot start a recording");
    dumper_.reset(pcap_dump_open(capture_.get(), path.c_str()));
    if (!dumper_) throw OutputError(printable(pcap_geterr(capture_.get())));
    flush();
}

Recording::~Recording() = default;

std::uint64_t Recording::add(const codec::Datagram& datagram) {
    const codec::OctetString packet = ip_packet(datagram);
    if (packet.empty()) throw OutputError(fmt::format("{}: a datagram cannot be recorded", printable(path_)));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(datagram.time);
    pcap_pkthdr header{};
    header.ts.tv_sec = static_cast<decltype(header.ts.tv_sec)>(seconds.count());
    header.ts.tv_usec =
        static_cast<decltype(header.ts.tv_usec)>((datagram.time - seconds).count());  // nanoseconds
    header.caplen = header.len = static_cast<bpf_u_int32>(packet.size());
    pcap_dump(reinterpret_cast<u_char*>(dumper_.get()), &header, packet.data());
    if (std::ferror(pcap_dump_file(dumper_.get())) != 0) {
        throw OutputError(fmt::format("{}: {}", printable(path_), std::strerror(errno)));
    }
    return ++frames_;
}

void Recording::flush() {
    if (pcap_dump_flush(dumper_.get()) != 0) {
        throw OutputError(fmt::format("{}: {}", printable(path_), std::strerror(errno)));
    }
}

}  // namespace l2tp::tester
