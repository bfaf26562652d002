// SPDX-License-Identifier: GPL-2.0-or-later
// Negotiation: Configure, Terminate and Code-Reject packets of one control protocol (RFC 1661, 4 and 5.1
// to 5.6). LCP and IPCP are a Negotiation each, with an OptionPolicy of their own.
#pragma once

#include "protocol/ppp/automaton.hpp"
#include "protocol/ppp/option_policy.hpp"
#include "protocol/ppp/packet.hpp"

namespace l2tp::protocol::ppp {

class Negotiation {
  public:
    // The option policy and the outbox outlive the negotiation.
    Negotiation(std::uint16_t protocol, const RestartLimits& limits, OptionPolicy& policy, Outbox& outbox);

    void up(Time now) { fire(AutomatonEvent::up, now); }
    void down(Time now) { fire(AutomatonEvent::down, now); }
    void open(Time now) { fire(AutomatonEvent::open, now); }
    void close(Time now) { fire(AutomatonEvent::close, now); }
    // on_packet takes a packet with any code; one that is unknown here is Code-Rejected.
    void on_packet(const Packet& packet, Time now);
    void on_timeout(Time now);
    // fire takes an event that another packet caused and returns what was done.
    AutomatonActions fire(AutomatonEvent event, Time now);

    // adopt enters Opened with the Configure-Requests that others exchanged.
    void adopt(codec::Octets own_request, codec::Octets peer_request);

    // set_packet_limit sets the longest packet that the peer takes: its MRU.
    void set_packet_limit(std::size_t octets) noexcept { packet_limit_ = octets; }
    // send sends a packet with an identifier of its own, cut to what the peer takes, and returns the
    // identifier.
    std::uint8_t send(std::uint8_t code, codec::Octets data);
    void reply(std::uint8_t code, std::uint8_t identifier, codec::Octets data);

    [[nodiscard]] AutomatonState state() const noexcept { return automaton_.state(); }
    [[nodiscard]] bool opened() const noexcept { return state() == AutomatonState::opened; }
    // finished tells that This-Layer-Finished was the last word: the lower layer is no longer needed.
    [[nodiscard]] bool finished() const noexcept { return finished_; }
    // failed tells that the ends could not agree and this one gave up.
    [[nodiscard]] bool failed() const noexcept { return failed_; }
    [[nodiscard]] std::optional<Time> deadline() const noexcept { return automaton_.deadline(); }

    // The bodies of Configure-Requests, from the first option on: the first that arrived, the last one sent
    // and the last one that was acknowledged to the peer.
    [[nodiscard]] const codec::OctetString& first_received() const noexcept { return first_received_; }
    [[nodiscard]] const codec::OctetString& last_sent() const noexcept { return request_; }
    [[nodiscard]] const codec::OctetString& last_acknowledged() const noexcept { return acknowledged_; }

  private:
    // Answer is the reply to the Configure-Request at hand.
    struct Answer {
        std::uint8_t code = code::configure_ack;
        codec::OctetString options;
    };

    void on_configure_request(const Packet& packet, Time now);
    void on_refusal(const Packet& packet, Time now);
    [[nodiscard]] bool answers_request(const Packet& packet) const;
    [[nodiscard]] Answer judge(const Options& asked, codec::Octets list);
    [[nodiscard]] bool endless() noexcept;
    void give_up(Time now);
    void begin();
    void perform(AutomatonAction action, AutomatonEvent event);
    void send_request(AutomatonEvent event);
    void send_answer();

    std::uint16_t protocol_;
    RestartLimits limits_;
    OptionPolicy& policy_;
    Outbox& outbox_;
    Automaton automaton_;
    std::size_t packet_limit_ = 1500;
    std::uint8_t next_identifier_ = 1;

    codec::OctetString request_;  // options of the last Configure-Request
    std::uint8_t request_identifier_ = 0;
    bool awaiting_reply_ = false;  // each request is answered once
    std::uint8_t terminate_identifier_ = 0;

    const Packet* packet_ = nullptr;  // the packet at hand
    Answer answer_;                   // to it, if it is a Configure-Request
    codec::OctetString first_received_;
    codec::OctetString acknowledged_;

    unsigned naks_sent_ = 0;  // since the last Configure-Ack
    unsigned refusals_ = 0;   // both ways, since Opened or the start
    bool received_any_ = false;
    bool finished_ = false;
    bool failed_ = false;
};

}  // namespace l2tp::protocol::ppp
