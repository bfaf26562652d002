// SPDX-License-Identifier: GPL-2.0-or-later
// AddressedSocket: a UDP socket that tells to which of this machine's addresses each datagram came, and that
// sends from the address it is told to. A server that listens on 0.0.0.0 or [::] needs both, or its answers
// leave from whatever address the route prefers.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <optional>
#include <span>

#include "codec/datagram.hpp"

namespace l2tp::tester {

class AddressedSocket {
  public:
    // Binds to an address and port; port 0: the kernel picks one. Throws UsageError if that cannot be.
    // [::] takes IPv6 only.
    AddressedSocket(boost::asio::io_context& context, const codec::Endpoint& local);

    // local is what the socket is bound to; its address may be 0.0.0.0 or [::].
    [[nodiscard]] const codec::Endpoint& local() const noexcept { return local_; }

    struct Received {
        std::size_t size = 0;
        codec::Endpoint from;
        codec::Endpoint to;
    };
    // receive takes one datagram that is there already; nothing if there is none.
    [[nodiscard]] std::optional<Received> receive(std::span<std::uint8_t> buffer);

    // send sends from `from`'s address unless that is 0.0.0.0 or [::].
    [[nodiscard]] boost::system::error_code send(codec::Octets octets, const codec::Endpoint& from,
                                                 const codec::Endpoint& to);

    // wait calls back once when something can be received, or when the socket was closed.
    void wait(std::function<void(const boost::system::error_code&)> on_readable);
    void close();

  private:
    boost::asio::ip::udp::socket socket_;
    codec::Endpoint local_;
};

// source_towards returns the address that the routing table chooses for datagrams to `peer`, with port 0;
// throws UsageError if there is no route.
[[nodiscard]] codec::Endpoint source_towards(const codec::Endpoint& peer);

[[nodiscard]] bool is_unspecified(const codec::Endpoint& endpoint) noexcept;

}  // namespace l2tp::tester
