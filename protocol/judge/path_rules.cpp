// SPDX-License-Identifier: GPL-2.0-or-later
// The way over UDP and IP (RFC 2661, 8.1): ports, addresses and checksums.
#include "protocol/judge/work.hpp"

namespace l2tp::protocol {
namespace {

namespace type = codec::message_type;

codec::Text<120> port_text(std::string_view what, std::uint16_t port) {
    return codec::Text<120>(what).append_number(port);
}

}  // namespace

void Judge::Work::check_path(Scene& scene) {
    check_ports(scene);
    const codec::Datagram& datagram = *scene.datagram;
    if (datagram.udp_checksum == 0 && datagram.from.family == codec::Endpoint::Family::ipv4) {
        const bool control = scene.message->is_control();
        report_sender(scene, {.requirement = control ? requirement("rfc2661/8.1/checksum-on-control")
                                                     : requirement("rfc2661/8.1/checksum-on-data"),
                              .expected = "a UDP checksum",
                              .seen = "0: none"});
    }
}

// check_ports: the initiator sends to 1701, the recipient answers from whatever port it likes, and from then
// on nothing changes.
void Judge::Work::check_ports(Scene& scene) {
    const codec::Datagram& datagram = *scene.datagram;
    const bool opening = scene.message->is(type::sccrq) && scene.message->header.tunnel_id() == 0;
    if (opening && settings.port != 0 && datagram.to.port != settings.port) {
        report_sender(scene, {.requirement = requirement("rfc2661/8.1/initiator-sends-to-1701"),
                              .expected = port_text("port ", settings.port),
                              .seen = port_text("port ", datagram.to.port)});
    }
    TunnelEnd& from = scene.from();
    if (!from.heard) {
        from.at = datagram.from;  // a recipient may answer from another port (reading A-27)
        if (from.id != 0) directory_.assign(from.at, from.id, scene.tunnel->number);
    } else if (from.at != datagram.from) {
        const bool address = from.at.address != datagram.from.address;
        report_sender(scene, {.requirement = requirement("rfc2661/8.1/ports-stay"),
                              .expected = address ? codec::Text<120>("the address from before")
                                                  : port_text("from port ", from.at.port),
                              .seen = address ? codec::Text<120>("another address")
                                              : port_text("from port ", datagram.from.port)});
    }
    const TunnelEnd& to = scene.to();
    if (!to.heard || to.at == datagram.to || opening) return;
    // What was under way when the other end's port became known is no fault.
    const bool answer = scene.message->is(type::sccrp);
    const bool just_heard = scene.now - to.heard_at <= settings.tolerances.round_trip;
    if (!answer && just_heard && scene.sender == 0 && scene.tunnel->fate != Fate::open &&
        !scene.message->is(type::scccn)) {
        return;
    }
    report_sender(scene,
                  {.requirement = answer ? requirement("rfc2661/8.1/reply-to-source-port")
                                         : requirement("rfc2661/8.1/ports-stay"),
                   .expected = port_text("to port ", to.at.port),
                   .seen = to.at.address != datagram.to.address ? codec::Text<120>("to another address")
                                                                : port_text("to port ", datagram.to.port)});
}

}  // namespace l2tp::protocol
