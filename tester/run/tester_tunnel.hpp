// SPDX-License-Identifier: GPL-2.0-or-later
// TesterTunnel: the tester's end of one tunnel, with its session and what was sent on it.
#pragma once

#include <cstdint>
#include <vector>

#include "codec/datagram.hpp"
#include "codec/decode.hpp"
#include "codec/message_table.hpp"
#include "protocol/control_channel.hpp"
#include "protocol/judge/settings.hpp"

namespace l2tp::tester {

using codec::Time;

struct TesterSession {
    std::uint16_t ours = 0;
    std::uint16_t theirs = 0;  // 0 until ICRP told it
};

// SentMessage is a control message as it went out, kept to be sent again and to tell what acknowledges it.
struct SentMessage {
    const codec::MessageRow* row = nullptr;
    std::uint16_t ns = 0;
    codec::OctetString octets;
    protocol::Conduct conduct = protocol::Conduct::plain;
};

struct TesterTunnel {
    enum class State : std::uint8_t {
        wait_ctl_reply,
        open,     // SCCRP came
        closing,  // the tester sent StopCCN
        closed,   // the DUT sent StopCCN, or acknowledged ours
    };

    State state = State::wait_ctl_reply;
    std::uint16_t ours = 0;
    std::uint16_t theirs = 0;  // 0 until SCCRP or StopCCN told it
    std::size_t socket = 0;
    codec::Endpoint peer;  // where to send; the port may change with SCCRP (8.1, reading A-27)
    protocol::ControlChannel channel;
    TesterSession session;
    codec::OctetString our_challenge;
    codec::OctetString their_challenge;
    std::vector<SentMessage> sent;
    std::vector<protocol::Conduct> conducts;  // of all messages that were queued, by Ns

    // send queues a message, and notes whether it breaks the RFC on purpose.
    void send(codec::Message message, protocol::Conduct conduct);
    [[nodiscard]] protocol::Conduct conduct_of(std::uint16_t ns) const noexcept;

    // learn takes in what an arriving message, the next in order, tells about the DUT's end.
    void learn(const codec::DecodedMessage& message, const codec::Endpoint& from);

    // last_sent returns the last message of this type that went out, or null.
    [[nodiscard]] const SentMessage* last_sent(const codec::MessageRow& row) const noexcept;

    // acknowledges tells whether a control message's Nr covers a message that was sent.
    [[nodiscard]] static bool acknowledges(const codec::DecodedMessage& message,
                                           const SentMessage& sent) noexcept;
};

}  // namespace l2tp::tester
