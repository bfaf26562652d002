// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture_reader.hpp"

#include <fmt/format.h>
#include <pcap/pcap.h>

#include <algorithm>
#include <array>

#include "tester/errors.hpp"
#include "tester/printable.hpp"

namespace l2tp::tester {
namespace {

using codec::Octets;

constexpr std::uint16_t ethertype_ipv4 = 0x0800;
constexpr std::uint16_t ethertype_ipv6 = 0x86dd;
constexpr std::uint8_t protocol_udp = 17;
constexpr std::size_t udp_header = 8;

constexpr bool is_vlan_tag(std::uint16_t ethertype) {
    return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100;
}

// Payload is what one layer carries: the octets that were captured, and how many there were on the wire.
struct Payload {
    Octets captured;
    std::size_t wire = 0;
};

std::optional<codec::Datagram> read_udp(const Payload& ip, const codec::Endpoint& from,
                                        const codec::Endpoint& to) {
    if (ip.captured.size() < udp_header || ip.wire < udp_header) return std::nullopt;
    const std::size_t length = codec::read_u16(ip.captured, 4);
    if (length < udp_header) return std::nullopt;
    codec::Datagram datagram;
    datagram.from = from;
    datagram.to = to;
    datagram.from.port = codec::read_u16(ip.captured, 0);
    datagram.to.port = codec::read_u16(ip.captured, 2);
    datagram.wire_length = length - udp_header;
    const Octets rest = ip.captured.subspan(udp_header);
    datagram.octets = rest.first(std::min(rest.size(), datagram.wire_length));
    return datagram;
}

codec::Endpoint address_at(Octets packet, std::size_t offset, codec::Endpoint::Family family) {
    codec::Endpoint endpoint;
    endpoint.family = family;
    const std::size_t size = family == codec::Endpoint::Family::ipv4 ? 4 : 16;
    std::copy_n(packet.begin() + static_cast<std::ptrdiff_t>(offset), size, endpoint.address.begin());
    return endpoint;
}

std::optional<codec::Datagram> read_ipv4(Octets packet) {
    if (packet.size() < 20) return std::nullopt;
    const std::size_t header = (packet[0] & 0x0fU) * 4;
    // With segmentation offload a captured packet may say 0.
    const std::size_t total = codec::read_u16(packet, 2) == 0 ? packet.size() : codec::read_u16(packet, 2);
    const bool later_fragment = (codec::read_u16(packet, 6) & 0x1fff) != 0;
    if (header < 20 || total < header || packet.size() < header || packet[9] != protocol_udp ||
        later_fragment) {
        return std::nullopt;
    }
    const Octets captured = packet.subspan(header, std::min(packet.size(), total) - header);
    return read_udp({captured, total - header}, address_at(packet, 12, codec::Endpoint::Family::ipv4),
                    address_at(packet, 16, codec::Endpoint::Family::ipv4));
}

std::optional<codec::Datagram> read_ipv6(Octets packet) {
    constexpr std::size_t fixed_header = 40;
    if (packet.size() < fixed_header) return std::nullopt;
    const std::size_t payload_length = codec::read_u16(packet, 4);
    Payload payload{packet.subspan(fixed_header), payload_length};
    if (payload.captured.size() > payload_length) payload.captured = payload.captured.first(payload_length);
    std::uint8_t next = packet[6];
    while (next != protocol_udp) {
        constexpr std::uint8_t hop_by_hop = 0, routing = 43, fragment = 44, destination = 60;
        if (next != hop_by_hop && next != routing && next != fragment && next != destination)
            return std::nullopt;
        if (payload.captured.size() < 8) return std::nullopt;
        if (next == fragment && (codec::read_u16(payload.captured, 2) & 0xfff8) != 0) return std::nullopt;
        const std::size_t size = next == fragment ? 8 : (std::size_t{payload.captured[1]} + 1) * 8;
        if (payload.captured.size() < size || payload.wire < size) return std::nullopt;
        next = payload.captured[0];
        payload = {payload.captured.subspan(size), payload.wire - size};
    }
    return read_udp(payload, address_at(packet, 8, codec::Endpoint::Family::ipv6),
                    address_at(packet, 24, codec::Endpoint::Family::ipv6));
}

std::optional<codec::Datagram> read_ip(Octets packet) {
    if (packet.empty()) return std::nullopt;
    if (packet[0] >> 4 == 4) return read_ipv4(packet);
    if (packet[0] >> 4 == 6) return read_ipv6(packet);
    return std::nullopt;
}

std::optional<codec::Datagram> read_ethertype(Octets packet, std::size_t offset) {
    while (packet.size() >= offset + 2) {
        const std::uint16_t ethertype = codec::read_u16(packet, offset);
        if (ethertype == ethertype_ipv4 || ethertype == ethertype_ipv6)
            return read_ip(packet.subspan(offset + 2));
        if (!is_vlan_tag(ethertype)) return std::nullopt;
        offset += 4;
    }
    return std::nullopt;
}

// Where IP stands in a packet of each link type that is supported.
struct LinkType {
    int number;
    std::size_t offset;
    bool ethertype;  // an EtherType stands there; else IP itself
};

constexpr int dlt_raw_on_bsd = 14;
constexpr std::array link_types{
    LinkType{DLT_EN10MB, 12, true}, LinkType{DLT_LINUX_SLL, 14, true}, LinkType{DLT_NULL, 4, false},
    LinkType{DLT_LOOP, 4, false},   LinkType{DLT_RAW, 0, false},       LinkType{dlt_raw_on_bsd, 0, false},
    LinkType{101, 0, false},        LinkType{DLT_IPV4, 0, false},      LinkType{DLT_IPV6, 0, false},
};

const LinkType* find_link_type(int number) {
    const auto found = std::ranges::find(link_types, number, &LinkType::number);
    return found == link_types.end() ? nullptr : &*found;
}

}  // namespace

std::optional<codec::Datagram> udp_datagram(int link_type, Octets packet) {
    if (link_type == DLT_LINUX_SLL2) {  // the protocol comes first, the payload after 20 octets
        constexpr std::size_t sll2_header = 20;
        if (packet.size() < sll2_header) return std::nullopt;
        const std::uint16_t ethertype = codec::read_u16(packet, 0);
        if (is_vlan_tag(ethertype)) return read_ethertype(packet, sll2_header + 2);
        return ethertype == ethertype_ipv4 || ethertype == ethertype_ipv6
                   ? read_ip(packet.subspan(sll2_header))
                   : std::nullopt;
    }
    const LinkType* row = find_link_type(link_type);
    if (row == nullptr || packet.size() < row->offset) return std::nullopt;
    return row->ethertype ? read_ethertype(packet, row->offset) : read_ip(packet.subspan(row->offset));
}

void CaptureReader::Close::operator()(pcap* capture) const noexcept {
    pcap_close(capture);
}

CaptureReader::CaptureReader(const std::string& path) : path_(path) {
    std::array<char, PCAP_ERRBUF_SIZE> reason{};
    capture_.reset(
        pcap_open_offline_with_tstamp_precision(path.c_str(), PCAP_TSTAMP_PRECISION_NANO, reason.data()));
    if (!capture_) throw InputError(path, "", printable(reason.data()));
    link_type_ = pcap_datalink(capture_.get());
    if (link_type_ != DLT_LINUX_SLL2 && find_link_type(link_type_) == nullptr) {
        const char* name = pcap_datalink_val_to_name(link_type_);
        throw InputError(path, "",
                         fmt::format("link type {} ({}) is not supported", link_type_,
                                     name == nullptr ? "unknown" : name));
    }
}

std::optional<codec::Datagram> CaptureReader::next() {
    pcap_pkthdr* header = nullptr;
    const u_char* octets = nullptr;
    for (;;) {
        const int outcome = pcap_next_ex(capture_.get(), &header, &octets);
        if (outcome == PCAP_ERROR_BREAK) return std::nullopt;
        if (outcome != 1) {
            throw InputError(
                path_, "",
                fmt::format("after frame {}: {}", frames_, printable(pcap_geterr(capture_.get()))));
        }
        ++frames_;
        auto datagram = udp_datagram(link_type_, {octets, header->caplen});
        if (!datagram) continue;
        datagram->time =
            std::chrono::seconds(header->ts.tv_sec) + std::chrono::nanoseconds(header->ts.tv_usec);
        datagram->reference = frames_;
        return datagram;
    }
}

}  // namespace l2tp::tester
