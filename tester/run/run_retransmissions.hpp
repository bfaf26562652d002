// SPDX-License-Identifier: GPL-2.0-or-later
// RetransmissionWatch carries out `expect-retransmissions`: it watches how the DUT repeats what the tester
// does not acknowledge (RFC 2661, 5.8; readings A-23 and G-5).
#pragma once

#include "tester/run/stage.hpp"
#include "tester/run/waiter.hpp"

namespace l2tp::tester {

class RetransmissionWatch final : public Waiter {
  public:
    RetransmissionWatch(Stage& stage, const ExpectRetransmissions& expect) : stage_(stage), expect_(expect) {}

    Progress begin(Time now) override;
    Progress on_arrival(const Arrival& arrival) override;
    Progress on_time(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const override { return deadline_; }
    [[nodiscard]] std::string activity() const override;

  private:
    [[nodiscard]] const HeardMessage* heard() const;
    // longest_wait is how long the next copy may take before it counts as missing.
    [[nodiscard]] Time longest_wait(const std::vector<Time>& times) const;
    // times: when the message and its copies came.
    [[nodiscard]] std::vector<Time> times() const;
    struct Growth {
        unsigned weak = 0;  // intervals that are too short unless a copy was lost
        bool broken = false;
    };
    [[nodiscard]] Growth growth_of(const std::vector<Time>& times) const;
    [[nodiscard]] bool has_enough_copies(const std::vector<Time>& times) const;
    void set_deadline(Time now);
    Progress on_missing_copy(Time now);
    Progress decide(Verdict verdict, std::string seen, std::string because, const Arrival* arrival = nullptr);
    [[nodiscard]] std::string expected() const;

    Stage& stage_;
    const ExpectRetransmissions& expect_;
    TesterTunnel* tunnel_ = nullptr;
    std::size_t looked_at_ = 0;  // times
    Time started_{};
    std::optional<Time> deadline_;
};

}  // namespace l2tp::tester
