// SPDX-License-Identifier: GPL-2.0-or-later
// RestartTimer: the Restart timer and its counter (RFC 1661, 4.6), of the automaton and of the authentication
// protocols alike.
#pragma once

#include <optional>

#include "codec/datagram.hpp"

namespace l2tp::protocol::ppp {

class RestartTimer {
  public:
    explicit RestartTimer(codec::Time interval) noexcept : interval_(interval) {}

    void set_count(unsigned count) noexcept { count_ = count; }
    // start (re)starts the timer; a transmission also uses up one of the count.
    void start(codec::Time now) noexcept { due_ = now + interval_; }
    void start_after_transmission(codec::Time now) noexcept {
        if (count_ > 0) --count_;
        start(now);
    }
    void stop() noexcept { due_.reset(); }

    [[nodiscard]] bool expired(codec::Time now) const noexcept { return due_ && *due_ <= now; }
    [[nodiscard]] bool used_up() const noexcept { return count_ == 0; }
    [[nodiscard]] std::optional<codec::Time> due() const noexcept { return due_; }

  private:
    codec::Time interval_;
    unsigned count_ = 0;
    std::optional<codec::Time> due_;
};

// earlier returns the first of two deadlines, either of which may be absent.
[[nodiscard]] inline std::optional<codec::Time> earlier(std::optional<codec::Time> a,
                                                        std::optional<codec::Time> b) {
    if (!a) return b;
    return b && *b < *a ? b : a;
}

}  // namespace l2tp::protocol::ppp
