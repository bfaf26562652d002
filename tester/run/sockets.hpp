// SPDX-License-Identifier: GPL-2.0-or-later
// Sockets: the numbers that a run gives its sockets, of which kind each is, and what the driver bound it to.
#pragma once

#include <vector>

#include "codec/datagram.hpp"

namespace l2tp::tester {

// SocketKind is what a driver opens for the number of a socket: one of the tester's own with a fresh port,
// the one that a DUT dials to (open from the start of the run), or one at the tester's second address.
enum class SocketKind : std::uint8_t { own, listening, other_address };

class Sockets {
  public:
    enum class Listening : std::uint8_t { no, yes };  // yes: socket 0 is the one that a DUT dials to

    explicit Sockets(Listening listening) {
        if (listening == Listening::yes) add(SocketKind::listening);
    }

    std::size_t add(SocketKind kind) {
        sockets_.push_back({kind, {}});
        return sockets_.size() - 1;
    }
    [[nodiscard]] bool listens() const noexcept {
        return !sockets_.empty() && sockets_.front().kind == SocketKind::listening;
    }
    [[nodiscard]] SocketKind kind(std::size_t socket) const noexcept {
        return socket < sockets_.size() ? sockets_[socket].kind : SocketKind::own;
    }
    void bound(std::size_t socket, const codec::Endpoint& local) {
        if (socket < sockets_.size()) sockets_[socket].local = local;
    }
    // local is where a socket is bound; family none: nothing was sent from it yet.
    [[nodiscard]] codec::Endpoint local(std::size_t socket) const noexcept {
        return socket < sockets_.size() ? sockets_[socket].local : codec::Endpoint{};
    }

  private:
    struct Socket {
        SocketKind kind{};
        codec::Endpoint local;
    };

    std::vector<Socket> sockets_;
};

}  // namespace l2tp::tester
