// SPDX-License-Identifier: GPL-2.0-or-later
// Link: one end of a PPP link, sans-I/O (RFC 1661, 3): LCP, then authentication, then IPCP, and the end of it
// all. Its owner hands in the frames that a session delivers and sends those that take_frames gives.
#pragma once

#include <memory>

#include "protocol/ppp/frame.hpp"
#include "protocol/ppp/ipcp.hpp"
#include "protocol/ppp/lcp.hpp"
#include "protocol/ppp/proxy.hpp"

namespace l2tp::protocol::ppp {

// Phase: RFC 1661, 3.2.
enum class Phase : std::uint8_t { dead, establish, authenticate, network, terminate };

// LinkEnd is why a link ended, or is about to.
enum class LinkEnd : std::uint8_t {
    closed_here,
    closed_by_peer,
    no_answer,
    no_agreement,
    authentication_failed,
    network_failed,
    looped_back,
    echoes_unanswered,
};

// ProxyUse is what became of proxy AVPs.
enum class ProxyUse : std::uint8_t {
    renegotiated,     // nothing could be taken over
    reauthenticated,  // LCP was taken over, the authentication begins anew
    continued,        // everything was taken over: the network phase begins
    refused,          // everything was taken over, and the authentication failed
};

class Link {
  public:
    // The source of random numbers outlives the link.
    Link(const LinkSettings& settings, Random& random);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    // open: there is a session, so negotiate. After an end it begins anew.
    void open(Time now);
    // open_proxied begins with what a LAC has learned, as far as that is complete and acceptable.
    ProxyUse open_proxied(const ProxiedLink& proxied, Time now);
    // close ends the link with a Terminate-Request.
    void close(Time now);
    // lower_down: the session is gone.
    void lower_down();

    void on_frame(codec::Octets frame, Time now);
    void on_timeout(Time now);
    [[nodiscard]] std::optional<Time> next_deadline() const noexcept;
    [[nodiscard]] std::vector<codec::OctetString> take_frames();

    // send_echo sends an Echo-Request if LCP is Opened.
    void send_echo(Time now) { lcp_.send_echo(now); }
    // send_packet sends an IPv4 packet and says whether it could.
    bool send_packet(codec::Octets packet);

    [[nodiscard]] Phase phase() const noexcept;
    [[nodiscard]] bool lcp_open() const noexcept { return lcp_.negotiation().opened(); }
    // authenticated: LCP is open, and each end has satisfied what the other demanded, if it did.
    [[nodiscard]] bool authenticated() const noexcept;
    [[nodiscard]] bool network_open() const noexcept { return lcp_open() && ipcp_.opened(); }
    // terminated: LCP is finished; the session is no longer needed.
    [[nodiscard]] bool terminated() const noexcept { return lcp_.negotiation().finished(); }
    [[nodiscard]] std::optional<LinkEnd> end() const noexcept { return end_; }
    [[nodiscard]] bool looped_back() const noexcept { return lcp_.looped_back(); }
    [[nodiscard]] const std::optional<EchoReply>& last_echo_reply() const noexcept {
        return lcp_.last_echo_reply();
    }
    [[nodiscard]] std::uint64_t packets_received() const noexcept { return packets_received_; }
    [[nodiscard]] AutomatonState lcp_state() const noexcept { return lcp_.negotiation().state(); }
    [[nodiscard]] AutomatonState ipcp_state() const noexcept { return ipcp_.state(); }

    // What was negotiated: what this end asked for and the peer acknowledged, and the other way round.
    [[nodiscard]] const LcpValues& own_lcp() const noexcept { return lcp_.options().own(); }
    [[nodiscard]] const LcpValues& peer_lcp() const noexcept { return lcp_.options().peer(); }
    [[nodiscard]] std::uint32_t own_address() const noexcept { return ipcp_options_.own_address(); }
    [[nodiscard]] std::uint32_t peer_address() const noexcept { return ipcp_options_.peer_address(); }
    // peer_name is the name that the peer gave when it authenticated itself.
    [[nodiscard]] const codec::OctetString& peer_name() const noexcept { return peer_name_; }

    // proxied returns the values of a LAC's proxy AVPs, once LCP is open and the peer has answered what was
    // demanded of it; nothing before, or if a value fits into no AVP.
    [[nodiscard]] std::optional<ProxiedLink> proxied() const;

  private:
    void settle(Time now);
    void fail(LinkEnd why, Time now);
    void enter_authentication(Time now);
    void make_authenticator(Authentication method);
    void leave(Time now);
    void settle_authentication(Time now);
    void settle_network(Time now);
    void settle_rejected_protocol(Time now);
    void on_authentication(const Frame& frame, Time now);
    void on_network_frame(const Frame& frame, Time now);
    [[nodiscard]] FrameForm form_of(std::uint16_t protocol) const noexcept;

    LinkSettings settings_;
    Random& random_;
    Outbox outbox_;
    Lcp lcp_;
    IpcpOptions ipcp_options_;
    Negotiation ipcp_;
    std::unique_ptr<Authenticator> authenticator_;
    std::unique_ptr<Claimant> claimant_;
    codec::OctetString peer_name_;
    std::optional<LinkEnd> end_;
    std::uint64_t packets_received_ = 0;
    bool was_open_ = false;
    bool network_begun_ = false;
};

}  // namespace l2tp::protocol::ppp
