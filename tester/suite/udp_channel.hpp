// SPDX-License-Identifier: GPL-2.0-or-later
// UdpChannel: one UDP socket of a run, with its receive buffer. It stays unconnected, since the DUT may
// answer from another port (8.1); ICMP errors are seen nevertheless.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <memory>

#include "codec/datagram.hpp"

namespace l2tp::tester {

class UdpChannel : public std::enable_shared_from_this<UdpChannel> {
  public:
    // What it hears: octets and their sender, valid during the call, or why nothing can be delivered.
    using OnReceived = std::function<void(codec::Octets octets, const codec::Endpoint& from)>;
    using OnUnreachable = std::function<void(const std::string& reason)>;

    // Binds to an address; port 0: the kernel picks one. It throws UsageError where that cannot be.
    UdpChannel(boost::asio::io_context& context, const codec::Endpoint& local);

    void listen(OnReceived on_received, OnUnreachable on_unreachable);
    void send(codec::Octets octets, const codec::Endpoint& to);
    // stop hears nothing any more; what was sent stays sent, and more can be.
    void stop();

    [[nodiscard]] const codec::Endpoint& local() const noexcept { return local_; }

  private:
    void receive();
    void on_error(const boost::system::error_code& error);

    boost::asio::ip::udp::socket socket_;
    codec::Endpoint local_;
    boost::asio::ip::udp::endpoint from_;
    std::array<std::uint8_t, 65536> buffer_{};
    OnReceived on_received_;
    OnUnreachable on_unreachable_;
};

// local_address returns the address that datagrams to `peer` have, as the routing table chooses it, port 0.
// UsageError: no route leads there.
[[nodiscard]] codec::Endpoint local_address(const codec::Endpoint& peer);

}  // namespace l2tp::tester
