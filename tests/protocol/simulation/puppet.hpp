// SPDX-License-Identifier: GPL-2.0-or-later
// Puppet: a peer that acknowledges everything, decides nothing, and says what a test makes it say, sound or
// not.
#pragma once

#include <cstdint>
#include <vector>

#include "codec/message.hpp"
#include "protocol/party.hpp"

namespace l2tp::protocol::test {

class Puppet : public Party {
  public:
    // The IDs that the puppet assigns, in messages that sound_message builds.
    static constexpr std::uint16_t tunnel_id = 100;
    static constexpr std::uint16_t session_id = 200;

    Puppet(const codec::Endpoint& self, const codec::Endpoint& peer) : self_(self), peer_(peer) {}

    // sound_message builds a message with all that it must carry and the puppet's IDs.
    [[nodiscard]] static codec::Message sound_message(std::uint16_t type);

    // say sends a control message: to the peer's tunnel, if it is known, with Ns and Nr as they should be.
    void say(codec::Message message);

    // What the peer assigned last; 0: nothing so far.
    [[nodiscard]] std::uint16_t peer_tunnel() const noexcept { return peer_tunnel_; }
    [[nodiscard]] std::uint16_t peer_session() const noexcept { return peer_session_; }

    void on_datagram(const codec::Datagram& datagram) override;
    void on_timeout(codec::Time) override {}
    [[nodiscard]] std::optional<codec::Time> next_deadline() const override { return std::nullopt; }
    [[nodiscard]] std::vector<OutgoingDatagram> take_outgoing(codec::Time) override;

  private:
    void send(codec::Message message);

    codec::Endpoint self_;
    codec::Endpoint peer_;
    std::uint16_t peer_tunnel_ = 0;
    std::uint16_t peer_session_ = 0;
    std::uint16_t ns_ = 0;
    std::uint16_t nr_ = 0;
    std::vector<OutgoingDatagram> outgoing_;
};

}  // namespace l2tp::protocol::test
