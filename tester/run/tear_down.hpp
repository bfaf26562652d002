// SPDX-License-Identifier: GPL-2.0-or-later
// TearDownWork closes what a scenario left open, and judges apart how that went.
#pragma once

#include <optional>

#include "tester/run/stage.hpp"

namespace l2tp::tester {

class TearDownWork {
  public:
    enum class Pace : std::uint8_t { usual, hurried };  // hurried: the operator waits

    explicit TearDownWork(Stage& stage) : stage_(stage) {}

    // begin sends StopCCN on every tunnel that may be open on the DUT.
    void begin(Pace pace, Time now);
    // is_over tells that all are closed, or that the time is up; then the result is written.
    [[nodiscard]] bool is_over(Time now);
    [[nodiscard]] std::optional<Time> deadline() const noexcept { return deadline_; }

  private:
    void stop(TesterTunnel& tunnel);
    [[nodiscard]] static bool is_closed(const TesterTunnel& tunnel);
    void write_result();

    Stage& stage_;
    Pace pace_ = Pace::usual;
    std::optional<Time> deadline_;
};

}  // namespace l2tp::tester
