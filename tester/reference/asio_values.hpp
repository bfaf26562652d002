// SPDX-License-Identifier: GPL-2.0-or-later
// Endpoints and times as Boost.Asio has them.
#pragma once

#include <algorithm>
#include <boost/asio/ip/udp.hpp>
#include <chrono>

#include "codec/datagram.hpp"

namespace l2tp::tester {

[[nodiscard]] inline boost::asio::ip::udp::endpoint to_asio(const codec::Endpoint& endpoint) {
    if (endpoint.family == codec::Endpoint::Family::ipv6) {
        return {boost::asio::ip::address_v6(endpoint.address), endpoint.port};
    }
    return {boost::asio::ip::address_v4(
                {endpoint.address[0], endpoint.address[1], endpoint.address[2], endpoint.address[3]}),
            endpoint.port};
}

[[nodiscard]] inline codec::Endpoint from_asio(const boost::asio::ip::udp::endpoint& endpoint) {
    codec::Endpoint out;
    out.port = endpoint.port();
    if (endpoint.address().is_v6()) {
        out.family = codec::Endpoint::Family::ipv6;
        out.address = endpoint.address().to_v6().to_bytes();
    } else {
        out.family = codec::Endpoint::Family::ipv4;
        const auto octets = endpoint.address().to_v4().to_bytes();
        std::copy(octets.begin(), octets.end(), out.address.begin());
    }
    return out;
}

// WallClock gives times since the Unix epoch that never go back.
class WallClock {
  public:
    [[nodiscard]] codec::Time now() const { return wall_ + (std::chrono::steady_clock::now() - steady_); }
    [[nodiscard]] std::chrono::steady_clock::time_point steady(codec::Time time) const {
        return steady_ + (time - wall_);
    }

  private:
    codec::Time wall_ = std::chrono::system_clock::now().time_since_epoch();
    std::chrono::steady_clock::time_point steady_ = std::chrono::steady_clock::now();
};

}  // namespace l2tp::tester
