// SPDX-License-Identifier: GPL-2.0-or-later
// Counterpart: a peer that plays LAC or LNS by hand. It acknowledges what it is told, decides nothing, and
// says what a provocation makes it say, sound or not.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "codec/message.hpp"
#include "protocol/party.hpp"

namespace l2tp::protocol::test {

class Counterpart : public Party {
  public:
    enum class Acknowledging : std::uint8_t { yes, no };
    enum class Challenging : std::uint8_t { no, yes };
    enum class Answering : std::uint8_t { rightly, wrongly };

    Counterpart(const codec::Endpoint& self, const codec::Endpoint& peer, codec::OctetString secret)
        : self_(self), peer_(peer), secret_(std::move(secret)) {}

    // make builds a message with all that it must carry, the counterpart's IDs, and the header IDs that the
    // peer is known to want. A Challenge that is open is answered; with Challenging::yes one is sent.
    [[nodiscard]] codec::Message make(std::uint16_t type) const;

    // say sends a control message as it is, but for Ns and Nr, which are what they should be.
    void say(codec::Message message);
    void say(std::uint16_t type) { say(make(type)); }
    // say_ahead skips `ahead` numbers, which later calls of say still use.
    void say_ahead(codec::Message message, std::uint16_t ahead);
    void say_octets(codec::OctetString octets) { outgoing_.push_back({std::move(octets), self_, peer_}); }
    // repeat sends the last message of say again, octet by octet.
    void repeat() { say_octets(last_said_); }
    // encode returns what say would send, and takes the number.
    [[nodiscard]] codec::OctetString encode(codec::Message message);
    // send_data sends a data message to the peer's session.
    void send_data(codec::Message message);

    // begin_tunnel forgets the peer: the next message starts another tunnel, from this port.
    void begin_tunnel(std::uint16_t port);
    // begin_call assigns another Session ID from now on.
    void begin_call() { ++session_id_; }

    // With Acknowledging::no it learns the IDs of what it is told, but never says so.
    void acknowledge(Acknowledging acknowledging) { acknowledging_ = acknowledging; }
    void challenge(Challenging challenging) { challenging_ = challenging; }
    void answer(Answering answering) { answering_ = answering; }

    [[nodiscard]] const codec::Endpoint& self() const noexcept { return self_; }
    [[nodiscard]] std::uint16_t tunnel_id() const noexcept { return tunnel_id_; }
    [[nodiscard]] std::uint16_t session_id() const noexcept { return session_id_; }
    [[nodiscard]] std::uint16_t peer_tunnel() const noexcept { return peer_tunnel_; }
    [[nodiscard]] std::uint16_t peer_session() const noexcept { return peer_session_; }
    // Challenges of ours that the peer answered wrongly, or passed over.
    [[nodiscard]] unsigned wrong_responses() const noexcept { return wrong_responses_; }
    [[nodiscard]] unsigned missing_responses() const noexcept { return missing_responses_; }

    void on_datagram(const codec::Datagram& datagram) override;
    void on_timeout(codec::Time) override {}
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override { return std::nullopt; }
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(codec::Time) override;

  private:
    void learn(const codec::DecodedMessage& message);
    void check_response(const codec::DecodedMessage& message);
    void send_zlb();

    codec::Endpoint self_;
    codec::Endpoint peer_;
    codec::OctetString secret_;
    Acknowledging acknowledging_ = Acknowledging::yes;
    Challenging challenging_ = Challenging::no;
    Answering answering_ = Answering::rightly;
    std::uint16_t tunnel_id_ = 100;
    std::uint16_t session_id_ = 200;
    std::uint16_t peer_tunnel_ = 0;
    std::uint16_t peer_session_ = 0;
    std::uint16_t ns_ = 0;
    std::uint16_t nr_ = 0;
    std::uint32_t serial_ = 1;
    codec::OctetString peer_challenge_{};
    codec::OctetString last_said_{};
    unsigned wrong_responses_ = 0;
    unsigned missing_responses_ = 0;
    std::vector<OutgoingDatagram> outgoing_{};
};

}  // namespace l2tp::protocol::test
