// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/link_layer.hpp"

#include <pcap/dlt.h>

#include <algorithm>
#include <array>

namespace l2tp::tester {
namespace {

using codec::Octets;

constexpr bool is_ip(std::uint16_t ethertype) noexcept {
    return ethertype == 0x0800 || ethertype == 0x86dd;
}

constexpr bool is_vlan_tag(std::uint16_t ethertype) noexcept {
    return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100;
}

// What a link layer's header tells of the payload: EtherType and payload at these offsets, or IP itself.
struct LinkType {
    int number;
    std::size_t payload;
    std::optional<std::size_t> ethertype{};
};

constexpr int dlt_raw_on_bsd = 14;
constexpr int linktype_raw = 101;
constexpr std::array link_types{
    LinkType{DLT_EN10MB, 14, 12}, LinkType{DLT_LINUX_SLL, 16, 14}, LinkType{DLT_LINUX_SLL2, 20, 0},
    LinkType{DLT_NULL, 4},        LinkType{DLT_LOOP, 4},           LinkType{DLT_RAW, 0},
    LinkType{dlt_raw_on_bsd, 0},  LinkType{linktype_raw, 0},       LinkType{DLT_IPV4, 0},
    LinkType{DLT_IPV6, 0},
};

const LinkType* find_link_type(int number) noexcept {
    const auto found = std::ranges::find(link_types, number, &LinkType::number);
    return found == link_types.end() ? nullptr : &*found;
}

}  // namespace

bool supports_link_type(int link_type) noexcept {
    return find_link_type(link_type) != nullptr;
}

std::optional<Octets> ip_in_frame(int link_type, Octets frame) noexcept {
    const LinkType* row = find_link_type(link_type);
    if (row == nullptr || frame.size() < row->payload) return std::nullopt;
    Octets rest = frame.subspan(row->payload);
    if (!row->ethertype) return rest;
    std::uint16_t ethertype = codec::read_u16(frame, *row->ethertype);
    while (is_vlan_tag(ethertype)) {  // tag control information, then the next EtherType
        if (rest.size() < 4) return std::nullopt;
        ethertype = codec::read_u16(rest, 2);
        rest = rest.subspan(4);
    }
    if (!is_ip(ethertype)) return std::nullopt;
    return rest;
}

}  // namespace l2tp::tester
