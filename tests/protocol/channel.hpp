// SPDX-License-Identifier: GPL-2.0-or-later
// What the tests of the control channel share: one end with its arguments in milliseconds, and datagrams
// between ends as octets.
#pragma once

#include <array>
#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include "codec/decode.hpp"
#include "codec/message.hpp"
#include "protocol/control_channel.hpp"
#include "tests/codec/datagrams.hpp"

namespace l2tp::protocol {

using Receipt = ControlChannel::Receipt;
using std::chrono::milliseconds;

// Sent is what was transmitted, as far as the channel is concerned.
struct Sent {
    std::uint16_t ns = 0;
    std::uint16_t nr = 0;
    enum class Kind : std::uint8_t { message, again, zlb } kind = Kind::message;

    friend bool operator==(const Sent&, const Sent&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Sent& sent) {
        static constexpr std::array names{"message", "again", "zlb"};
        return out << names[static_cast<std::size_t>(sent.kind)] << "(Ns " << sent.ns << ", Nr " << sent.nr
                   << ')';
    }
};

[[nodiscard]] inline Sent message(std::uint16_t ns, std::uint16_t nr) {
    return {ns, nr, Sent::Kind::message};
}
[[nodiscard]] inline Sent again(std::uint16_t ns, std::uint16_t nr) {
    return {ns, nr, Sent::Kind::again};
}
[[nodiscard]] inline Sent zlb(std::uint16_t ns, std::uint16_t nr) {
    return {ns, nr, Sent::Kind::zlb};
}

// numbers is for loops over sequence numbers: a bare list would be one of int.
[[nodiscard]] inline std::vector<std::uint16_t> numbers(std::vector<std::uint16_t> list) {
    return list;
}

// hello is a small control message, numbered as said.
[[nodiscard]] inline codec::Message hello(std::uint16_t ns = 0, std::uint16_t nr = 0) {
    codec::Message message = codec::make_message(*codec::find_message(codec::message_type::hello));
    message.tunnel_id = 1;
    message.ns = ns;
    message.nr = nr;
    return message;
}

// End is one end of a channel in virtual time.
class End {
  public:
    explicit End(const ChannelSettings& settings = {}) : channel(settings) {}

    void queue(std::size_t messages = 1) {
        for (std::size_t i = 0; i < messages; ++i) channel.send(hello());
    }

    // transmit returns what goes out at this time, a timer that is due having fired before.
    std::vector<Sent> transmit(milliseconds now) {
        channel.on_timeout(now);
        return take(now);
    }

    std::vector<Sent> take(milliseconds now) {
        std::vector<Sent> sent;
        for (const ControlChannel::Outgoing& out : channel.take_outgoing(now)) {
            const codec::OctetString octets = codec::encode(out.message);
            const codec::DecodedMessage decoded = codec::decode(codec::whole(octets));
            const Sent::Kind kind = decoded.kind == codec::MessageKind::zlb ? Sent::Kind::zlb
                                    : out.retransmission                    ? Sent::Kind::again
                                                                            : Sent::Kind::message;
            sent.push_back({decoded.header.ns(), decoded.header.nr(), kind});
        }
        return sent;
    }

    Receipt receive(const codec::Message& message, milliseconds now = {}) {
        const codec::OctetString octets = codec::encode(message);
        return channel.receive(codec::decode(codec::whole(octets)), now);
    }
    Receipt receive(const Sent& sent, milliseconds now = {}) {
        codec::Message message = sent.kind == Sent::Kind::zlb ? codec::make_zlb() : hello();
        message.ns = sent.ns;
        message.nr = sent.nr;
        return receive(message, now);
    }

    // acknowledge is a ZLB of the peer.
    void acknowledge(std::uint16_t nr) { receive(zlb(0, nr)); }

    // deadline is the next one in milliseconds, or -1.
    [[nodiscard]] milliseconds::rep deadline() const {
        const auto next = channel.next_deadline();
        return next ? std::chrono::duration_cast<milliseconds>(*next).count() : -1;
    }

    ControlChannel channel;
};

}  // namespace l2tp::protocol
