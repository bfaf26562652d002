// SPDX-License-Identifier: GPL-2.0-or-later
// ChannelWatch checks the control channels of one endpoint from outside, at its own network port (RFC
// 2661, 5.8): what it sends must fit what it was handed. It shares nothing with the endpoint's own channel
// but the decoder.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "codec/decode.hpp"

namespace l2tp::protocol::test {

class ChannelWatch {
  public:
    // on_sent takes a control message that the endpoint sent, on_received one that is handed to it. `octets`
    // is the whole datagram.
    void on_sent(const codec::DecodedMessage& message, codec::Octets octets);
    void on_received(const codec::DecodedMessage& message, codec::Octets octets);

    // faults returns what was wrong so far.
    [[nodiscard]] const std::vector<std::string>& faults() const noexcept { return faults_; }

  private:
    // Channel is the endpoint's end of one tunnel, as far as it shows from outside.
    struct Channel {
        std::uint16_t own_id = 0;         // 0: not seen yet
        bool answered = false;            // the endpoint has sent something: before, it may ignore what comes
        bool peer_named = false;          // it was told the peer's Tunnel ID
        std::uint16_t next_ns = 0;        // of the next new message
        std::uint16_t acknowledged = 0;   // everything before this Ns was acknowledged to the endpoint
        std::uint16_t window = 4;         // the peer's Receive Window Size, 4 unless it said otherwise
        std::uint16_t next_nr = 0;        // everything before this was certainly delivered in order
        std::set<std::uint16_t> early{};  // handed over before its turn: the endpoint may keep it
        std::map<std::uint16_t, codec::OctetString> sent{};  // by Ns, without Nr
        codec::OctetString request{};                        // the SCCRQ that made the tunnel, without Nr
    };

    using ById = std::map<std::uint16_t, std::size_t>;

    // add returns the channel that `request` makes, or the one that it made already.
    Channel& add(ById& by_id, std::uint16_t id, codec::OctetString request);
    [[nodiscard]] Channel* find(const ById& by_id, std::uint16_t id);
    [[nodiscard]] Channel* channel_of_sent(const codec::DecodedMessage& message, codec::Octets octets);
    [[nodiscard]] Channel* channel_of_received(const codec::DecodedMessage& message, codec::Octets octets);
    void check_ns(Channel& channel, const codec::DecodedMessage& message, codec::Octets octets);
    void check_nr(Channel& channel, const codec::DecodedMessage& message);
    void fault(const codec::DecodedMessage& message, const std::string& what);

    std::vector<Channel> channels_;
    ById by_own_id_;
    ById by_peer_id_;
    std::vector<std::string> faults_;
};

}  // namespace l2tp::protocol::test
