// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/capture/frame_datagrams.hpp"

#include "tester/capture/ip_packet.hpp"
#include "tester/capture/link_layer.hpp"

namespace l2tp::tester {

std::optional<codec::Datagram> FrameDatagrams::take_incomplete(std::optional<codec::Time> now) {
    for (;;) {
        const auto given = now ? reassembly_.take_incomplete(*now) : reassembly_.take_rest();
        if (!given) return std::nullopt;
        if (!given->beginning) continue;
        auto datagram = udp_in_packet(given->beginning->packet);
        if (!datagram) continue;
        datagram->time = given->beginning->time;
        datagram->reference = given->beginning->reference;
        return datagram;
    }
}

std::optional<codec::Datagram> FrameDatagrams::look_at(const CapturedFrame& frame) {
    ++counts_.frames;
    const auto ip = ip_in_frame(link_type_, frame.octets);
    const std::size_t before_ip = ip ? frame.octets.size() - ip->size() : 0;
    auto packet = ip ? read_ip_packet(*ip, frame.wire - before_ip) : std::nullopt;
    if (packet && packet->fragment) {
        if (!may_hold_udp(*packet)) {
            ++counts_.other;
            return std::nullopt;
        }
        const auto whole = reassembly_.add(*packet, frame.time, counts_.frames);
        if (!whole) return std::nullopt;
        packet = whole->packet;
    }
    auto datagram = packet ? udp_in_packet(*packet) : std::nullopt;
    if (!datagram) {
        ++counts_.other;
        return std::nullopt;
    }
    ++counts_.udp;
    datagram->time = frame.time;
    datagram->reference = counts_.frames;
    return datagram;
}

FrameCounts FrameDatagrams::counts() const {
    FrameCounts counts = counts_;
    counts.fragments = reassembly_.counts();
    return counts;
}

}  // namespace l2tp::tester
