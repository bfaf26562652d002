// SPDX-License-Identifier: GPL-2.0-or-later
// What one end of a PPP link is told.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/octets.hpp"
#include "protocol/state_table.hpp"

namespace l2tp::protocol::ppp {

using codec::Time;

enum class LinkRole : std::uint8_t {
    network_server,       // the LNS: judges its peer's authentication and gives out an address
    remote_system,        // the end that dialled: answers, and asks for an address
    access_concentrator,  // the LAC before the call: negotiates LCP and gathers the authentication, for proxy
                          // AVPs
};

enum class Authentication : std::uint8_t { none, pap, chap_md5 };
enum class Wish : std::uint8_t { not_asked, asked };
enum class NetworkProtocol : std::uint8_t { none, ipcp };

// How much of what a frame may leave out is left out. as_negotiated keeps to RFC 1661, 6.5 and 6.6: LCP is
// always sent whole. `omitted` never sends FF 03, as many L2TP implementations do.
enum class AddressControlSending : std::uint8_t { present, omitted, as_negotiated };
enum class ProtocolSending : std::uint8_t { whole, as_negotiated };

// What a LNS makes of proxy AVPs (RFC 2661, 4.4.5).
enum class ProxyTrust : std::uint8_t {
    accept,          // goes on where the LAC stopped
    reauthenticate,  // takes the LCP over, but authenticates again
    renegotiate,     // begins anew
};

// Credentials are what one end proves itself with. A secret is never printed, and never part of a message.
struct Credentials {
    codec::OctetString name;
    codec::OctetString secret;
};

[[nodiscard]] inline codec::OctetString octets_of(std::string_view text) {
    return {text.begin(), text.end()};
}

// RestartLimits bounds every exchange (RFC 1661, 4.6).
struct RestartLimits {
    Time restart_timer = std::chrono::seconds(3);
    unsigned max_configure = 10;
    unsigned max_terminate = 2;
    unsigned max_failure = 5;    // Configure-Naks sent without a Configure-Ack
    unsigned max_refusals = 40;  // Configure-Naks and -Rejects, both ways, before the ends agree (4.5)
};

struct LinkSettings {
    LinkRole role = LinkRole::network_server;
    codec::OctetString name = octets_of("l2tpspec");  // how this end calls itself in PAP and CHAP

    Authentication authentication = Authentication::none;  // what this end demands of its peer
    std::vector<Credentials> accounts{};                   // those that satisfy it
    std::optional<codec::OctetString> secret{};            // what this end answers the peer's demand with
    Set<Authentication> answers{Authentication::pap, Authentication::chap_md5};

    std::uint16_t mru = 1500;
    std::optional<std::uint32_t> accm{};
    Wish magic_number = Wish::asked;
    Wish protocol_field_compression = Wish::not_asked;
    Wish address_control_field_compression = Wish::not_asked;
    AddressControlSending address_control = AddressControlSending::present;
    ProtocolSending protocol_field = ProtocolSending::whole;

    NetworkProtocol network = NetworkProtocol::ipcp;
    std::uint32_t address = 0;       // this end's; 0: asked of the peer
    std::uint32_t peer_address = 0;  // what the peer is given; 0: what it wants

    RestartLimits limits{};
    Time echo_interval{};  // 0: none are sent unless send_echo is called
    unsigned max_unanswered_echoes = 5;
    ProxyTrust proxy_trust = ProxyTrust::accept;
};

}  // namespace l2tp::protocol::ppp
