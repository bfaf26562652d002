// SPDX-License-Identifier: GPL-2.0-or-later
// Tunnels: all tunnels of one run, and the names that its scenario gives them and their sessions.
#pragma once

#include <deque>
#include <string_view>

#include "tester/run/tester_tunnel.hpp"
#include "tester/scenario/names.hpp"

namespace l2tp::tester {

// SessionPlace is a session in its tunnel; both null: there is none.
struct SessionPlace {
    TesterTunnel* tunnel = nullptr;
    TesterSession* session = nullptr;
};

class Tunnels {
  public:
    TesterTunnel& add() { return tunnels_.emplace_back(); }

    // A name that was given again means the newest one. Null: nothing has the name.
    [[nodiscard]] TesterTunnel* find_tunnel(std::string_view name) noexcept;
    [[nodiscard]] SessionPlace find_session(std::string_view name) noexcept;
    // on finds what a step is about by the name of a tunnel or session. Without a name it is the session or
    // tunnel of the default name, else the newest that has a name.
    [[nodiscard]] SessionPlace on(std::string_view name, codec::Scope scope) noexcept;

    // of_message finds the tunnel that an arriving message is for, or null.
    [[nodiscard]] TesterTunnel* of_message(const codec::DecodedMessage& message, std::size_t socket,
                                           const codec::Endpoint& from) noexcept;
    // asked_by_device returns the oldest tunnel that the device asked for and no step awaited yet, or null.
    [[nodiscard]] TesterTunnel* asked_by_device() noexcept;

    [[nodiscard]] auto begin() noexcept { return tunnels_.begin(); }
    [[nodiscard]] auto end() noexcept { return tunnels_.end(); }
    [[nodiscard]] auto begin() const noexcept { return tunnels_.begin(); }
    [[nodiscard]] auto end() const noexcept { return tunnels_.end(); }

  private:
    [[nodiscard]] SessionPlace default_place(codec::Scope scope) noexcept;

    std::deque<TesterTunnel> tunnels_;
};

}  // namespace l2tp::tester
