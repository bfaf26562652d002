// SPDX-License-Identifier: GPL-2.0-or-later
// OutcomeWait carries out `expect` and `expect-all`: it waits for outcomes, and decides what silence means.
#pragma once

#include <memory>

#include "tester/run/liveness.hpp"
#include "tester/run/waiter.hpp"

namespace l2tp::tester {

class OutcomeWait final : public Waiter {
  public:
    OutcomeWait(Stage& stage, const Expect& expect);
    OutcomeWait(Stage& stage, const ExpectAll& expect);

    Progress begin(Time now) override;
    Progress on_arrival(const Arrival& arrival) override;
    Progress on_time(Time now) override;
    [[nodiscard]] std::optional<Time> deadline() const override;
    [[nodiscard]] std::string activity() const override;

  private:
    enum class Kind : std::uint8_t { one, all_in_order, all_in_any_order };

    void set_deadline(Time now);
    [[nodiscard]] bool awaits_device() const;
    [[nodiscard]] bool misses_something() const;
    [[nodiscard]] Time misses_until(Time now) const;
    [[nodiscard]] Time usual_length() const;
    Progress take_what_came_before();
    [[nodiscard]] bool is_only_acknowledged(const Outcome& outcome) const;
    Progress look_at(const Arrival& arrival);
    Progress take(const Outcome& outcome, const Arrival* arrival, std::string seen);
    Progress take_otherwise(const Arrival* arrival, std::string seen);
    Progress on_silence(Time now);
    Progress conclude_silence(std::string seen);
    [[nodiscard]] std::string silence_text() const;

    Stage& stage_;
    Kind kind_;
    std::vector<const Outcome*> open_;
    const std::optional<Span>& within_;
    Verdict otherwise_;
    const std::string& because_;
    std::string expected_;
    Time started_{};
    std::optional<Time> deadline_;
    std::optional<Liveness> liveness_;
    std::string silence_;            // in words, and whether the DUT lives
    bool awaits_missing_ = false;    // it does, and what it sent before may still come
    const Outcome* bare_ = nullptr;  // an acknowledgement after which something better may come
    std::string bare_seen_;
};

// take_up gives names to the tunnel or session that an arrival opens, and remembers what an outcome asks for.
void take_up(const Outcome& outcome, const Arrival& arrival, Stage& stage);

// lose_device: whatever the scenario says of silence, a device that answered before and does not any more has
// failed it (reading G-3). One that never answered cannot be judged.
Progress lose_device(Stage& stage, std::string expected, std::string seen);

}  // namespace l2tp::tester
