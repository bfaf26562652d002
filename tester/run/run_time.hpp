// SPDX-License-Identifier: GPL-2.0-or-later
// The plain waiters: time that passes, and a PPP link that gets somewhere.
#pragma once

#include "tester/run/stage.hpp"
#include "tester/run/waiter.hpp"

namespace l2tp::tester {

// TimeWait carries out `wait` and `wait-until`.
class TimeWait final : public Waiter {
  public:
    TimeWait(Stage& stage, const Wait& wait) : stage_(stage), wait_(wait) {}

    Progress begin(Time now) override;
    Progress on_arrival(const Arrival&) override { return Progress::waiting; }
    Progress on_time(Time now) override { return now >= until_ ? Progress::done : Progress::waiting; }
    [[nodiscard]] std::optional<Time> deadline() const override { return until_; }
    [[nodiscard]] std::string activity() const override { return "waiting"; }

  private:
    Stage& stage_;
    const Wait& wait_;
    Time until_{};
};

// PppWait carries out `ppp`: the link runs on in the background when the step is over.
class PppWait final : public Waiter {
  public:
    PppWait(Stage& stage, const Ppp& ppp) : stage_(stage), ppp_(ppp) {}

    Progress begin(Time now) override;
    Progress on_arrival(const Arrival&) override { return Progress::waiting; }
    Progress on_time(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const override {
        return again_ && *again_ < *until_ ? again_ : until_;
    }
    [[nodiscard]] std::string activity() const override { return "waiting for PPP"; }

  private:
    void act(PppSession& link, Time now) const;
    [[nodiscard]] std::string expected() const;

    Stage& stage_;
    const Ppp& ppp_;
    const TesterSession* session_ = nullptr;
    std::optional<Time> until_;
    std::optional<Time> again_;  // when what was not answered is sent again
    Time every_{};
};

}  // namespace l2tp::tester
