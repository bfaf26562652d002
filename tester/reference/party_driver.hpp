// SPDX-License-Identifier: GPL-2.0-or-later
// PartyDriver runs any protocol::Party on a real UDP socket and the real clock: Boost.Asio with callbacks.
// The io_context is its owner's, who can run several drivers, timers and signals on it, all in one thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "codec/datagram.hpp"
#include "protocol/party.hpp"

namespace l2tp::tester {

// DriverHooks are called as things happen; empty ones are left out.
struct DriverHooks {
    std::function<void(const codec::Datagram&)> received{};  // before the party sees it
    std::function<void(const codec::Datagram&)> sent{};
    std::function<void(const std::string&)> trouble{};  // a datagram could not be sent, and why
    std::function<void()> after{};                      // the party has acted and everything was sent
};

class PartyDriver {
  public:
    // Binds to an address and port (port 0: the kernel picks one); throws UsageError if that cannot be.
    PartyDriver(boost::asio::io_context& context, const codec::Endpoint& listen);
    ~PartyDriver();
    PartyDriver(const PartyDriver&) = delete;
    PartyDriver& operator=(const PartyDriver&) = delete;

    [[nodiscard]] const codec::Endpoint& local() const noexcept;
    // now counts from the Unix epoch and never goes back.
    [[nodiscard]] codec::Time now() const;

    // start begins to receive for `party`, which outlives the driver or its stop().
    void start(protocol::Party& party, DriverHooks hooks);
    // act lets the owner do something to the party and then sends what that brought about.
    void act(const std::function<void(codec::Time now)>& action);
    // stop closes all sockets; nothing is called any more.
    void stop();

  private:
    class Impl;
    std::shared_ptr<Impl> impl_;
};

}  // namespace l2tp::tester
