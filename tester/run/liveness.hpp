// SPDX-License-Identifier: GPL-2.0-or-later
// Liveness asks, after a silence, whether the DUT still answers anything at all (reading G-3).
#pragma once

#include <optional>
#include <string>

#include "tester/run/stage.hpp"

namespace l2tp::tester {

class Liveness {
  public:
    explicit Liveness(Stage& stage) : stage_(&stage) {}

    // begin asks in two ways: a HELLO on a tunnel that is up and idle, if there is one, and a new SCCRQ from
    // another port.
    void begin(Time now);
    // is_over tells that both were answered, or that the time is up.
    [[nodiscard]] bool is_over(Time now);
    [[nodiscard]] std::optional<Time> deadline() const noexcept { return deadline_; }

    // lives: something was answered, or the device talks unasked. A LAC need not answer a SCCRQ, so that its
    // silence alone proves nothing.
    [[nodiscard]] bool lives() const;
    [[nodiscard]] std::string text() const;

  private:
    // talks tells that datagrams come though nothing of ours was answered: copies of a SCCRQ, for instance.
    [[nodiscard]] bool talks() const { return stage_->heard > heard_before_; }

    Stage* stage_;
    TesterTunnel* asked_ = nullptr;  // on which the HELLO went out
    TesterTunnel* probe_ = nullptr;
    unsigned heard_before_ = 0;
    Time started_{};
    std::optional<Time> deadline_;
};

}  // namespace l2tp::tester
