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
#include "tester/reference/asio_values.hpp"

namespace l2tp::tester {

class UdpChannel : public std::enable_shared_from_this<UdpChannel> {
  public:
    struct Listener {
        // There is something to read.
        std::function<void()> on_readable;
        // A datagram, called by read: octets, valid during the call, their sender, and when they came.
        std::function<void(codec::Octets octets, const codec::Endpoint& from, codec::Time time)> on_received;
        // Why nothing can be delivered.
        std::function<void(const std::string& reason)> on_unreachable;
    };

    // Binds to an address; port 0: the kernel picks one. It throws UsageError where that cannot be. The clock
    // outlives the channel.
    UdpChannel(boost::asio::io_context& context, const WallClock& clock, const codec::Endpoint& local);

    void listen(Listener listener);
    // read hands on what has come, at most a thousand datagrams. Their times are those at which the kernel
    // had them.
    void read();
    void send(codec::Octets octets, const codec::Endpoint& to);
    // stop hears nothing any more; what was sent stays sent, and more can be.
    void stop();

    [[nodiscard]] const codec::Endpoint& local() const noexcept { return local_; }

  private:
    enum class Read : std::uint8_t { datagram, nothing };

    void wait();
    [[nodiscard]] Read read_one();
    void on_error(const boost::system::error_code& error);

    boost::asio::ip::udp::socket socket_;
    const WallClock& clock_;
    codec::Endpoint local_;
    std::array<std::uint8_t, 65536> buffer_{};
    codec::Time empty_at_{};  // when there was nothing to read
    Listener listener_;
};

// local_address returns the address that datagrams to `peer` have, as the routing table chooses it, port 0.
// UsageError: no route leads there.
[[nodiscard]] codec::Endpoint local_address(const codec::Endpoint& peer);

}  // namespace l2tp::tester
