// SPDX-License-Identifier: GPL-2.0-or-later
// Lcp: the Link Control Protocol (RFC 1661): the negotiation of its options, and the link maintenance
// packets.
#pragma once

#include "protocol/ppp/lcp_options.hpp"
#include "protocol/ppp/negotiation.hpp"

namespace l2tp::protocol::ppp {

// EchoReply is the last answer to an Echo-Request of this end.
struct EchoReply {
    std::uint8_t identifier = 0;
    Time sent{};
    Time received{};
};

class Lcp {
  public:
    // Settings, random numbers and outbox outlive the Lcp.
    Lcp(const LinkSettings& settings, Random& random, Outbox& outbox);

    void on_packet(const Packet& packet, Time now);
    void on_timeout(Time now);
    [[nodiscard]] std::optional<Time> deadline() const noexcept;

    // adopt enters Opened with Configure-Requests that a LAC exchanged (RFC 2661, 4.4.5).
    void adopt(codec::Octets own_request, codec::Octets peer_request, Time now);

    // send_echo sends an Echo-Request if LCP is Opened.
    void send_echo(Time now);
    // reject_protocol sends a Protocol-Reject if LCP is Opened (5.7).
    void reject_protocol(std::uint16_t protocol, codec::Octets information);

    [[nodiscard]] Negotiation& negotiation() noexcept { return negotiation_; }
    [[nodiscard]] const Negotiation& negotiation() const noexcept { return negotiation_; }
    [[nodiscard]] const LcpOptions& options() const noexcept { return options_; }

    // take_rejected_protocol returns what the peer's Protocol-Reject named, once.
    [[nodiscard]] std::optional<std::uint16_t> take_rejected_protocol() noexcept {
        return std::exchange(rejected_protocol_, std::nullopt);
    }
    [[nodiscard]] const std::optional<EchoReply>& last_echo_reply() const noexcept {
        return last_echo_reply_;
    }
    [[nodiscard]] unsigned unanswered_echoes() const noexcept { return unanswered_echoes_; }
    // looped_back tells that this end met its own Magic-Number (6.4).
    [[nodiscard]] bool looped_back() const noexcept { return looped_back_ || looped_negotiation(); }
    // looped_negotiation tells that chance can no longer explain equal Magic-Numbers in Configure-Requests.
    [[nodiscard]] bool looped_negotiation() const noexcept { return options_.loops() > 2; }

  private:
    void on_maintenance(const Packet& packet, Time now);
    void on_echo_request(const Packet& packet);
    void on_echo_reply(const Packet& packet, Time now);
    void on_protocol_reject(const Packet& packet, Time now);
    void on_change(Time now);

    const LinkSettings& settings_;
    LcpOptions options_;
    Negotiation negotiation_;
    bool was_opened_ = false;
    bool looped_back_ = false;
    Wish echoes_ = Wish::asked;  // until the peer rejects their code

    std::optional<Time> next_echo_;
    std::optional<EchoReply> outstanding_echo_;
    std::optional<EchoReply> last_echo_reply_;
    unsigned unanswered_echoes_ = 0;
    std::optional<std::uint16_t> rejected_protocol_;
};

}  // namespace l2tp::protocol::ppp
