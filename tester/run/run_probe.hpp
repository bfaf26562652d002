// SPDX-License-Identifier: GPL-2.0-or-later
// ProbeWait carries out `probe`: is a tunnel, a session or the device still there, or is it gone.
#pragma once

#include "tester/run/liveness.hpp"
#include "tester/run/waiter.hpp"

namespace l2tp::tester {

class ProbeWait final : public Waiter {
  public:
    ProbeWait(Stage& stage, const Probe& probe) : stage_(stage), probe_(probe) {}

    Progress begin(Time now) override;
    Progress on_arrival(const Arrival& arrival) override;
    Progress on_time(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const override;
    [[nodiscard]] std::string activity() const override;

  private:
    enum class Answer : std::uint8_t { none, alive, gone };

    void stimulate(Time now);
    void stimulate_tunnel(Time now);
    void stimulate_session(Time now);
    [[nodiscard]] Answer answer_in(const Arrival& arrival) const;
    [[nodiscard]] bool is_hello_acknowledged() const;
    Progress conclude(Answer answer, std::string seen, const Arrival* arrival = nullptr);
    [[nodiscard]] std::string expected() const;

    Stage& stage_;
    const Probe& probe_;
    TesterTunnel* tunnel_ = nullptr;
    TesterSession* session_ = nullptr;
    Time started_{};
    unsigned stimuli_ = 0;
    std::optional<std::uint16_t> hello_;  // Ns of the HELLO that asks
    std::optional<Time> deadline_;
    std::optional<Liveness> liveness_;
};

}  // namespace l2tp::tester
