// SPDX-License-Identifier: GPL-2.0-or-later
// Terminal shows a run to people: progress while it goes on (on a terminal only), one line a scenario, a card
// for what did not pass, and a summary.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "tester/suite/suite.hpp"
#include "tester/text/card.hpp"

namespace l2tp::tester {

class Terminal : public SuiteObserver {
  public:
    enum class Detail : std::uint8_t { normal, verbose };

    enum class Clock : std::uint8_t { real, virtual_time };

    // The style follows from the stream and from NO_COLOR; without a terminal there is no progress line
    // either.
    Terminal(std::FILE* out, Detail detail, std::string recording, Clock clock = Clock::real);

    void on_start(std::size_t index, std::size_t count, const Scenario& scenario) override;
    void on_tick(const ScenarioRun& run) override;
    void on_end(const SuiteEntry& entry) override;

    [[nodiscard]] bool shows_progress() const noexcept { return kind_.progress; }

    // show_notes prints a heading and lines under it; nothing where there are no lines.
    void show_notes(std::string_view heading, const std::vector<std::string>& lines);

    // show_summary prints the judge's findings, the verdicts by section, what was noted, and the totals.
    void show_summary(const SuiteResult& result);

  private:
    void print(std::string_view text);
    void clear_progress();
    void show_sections(const SuiteResult& result);
    [[nodiscard]] std::string progress_line(const ScenarioRun& run) const;

    std::FILE* out_;
    Detail detail_;
    Clock clock_;
    StreamKind kind_;
    bool progress_shown_ = false;
    std::string recording_;

    struct InFlight {
        std::string id;
        Time since{};
    };
    std::vector<InFlight> in_flight_;  // in the order in which they began
    std::size_t ended_ = 0;
    std::size_t count_ = 0;
};

// card_text is the verdict card without colours.
[[nodiscard]] std::string card_text(const SuiteEntry& entry, std::string_view recording);

// finding_card is that of a finding of the judge's, without its verdict and requirement.
[[nodiscard]] std::string finding_card(const SuiteFinding& finding, std::string_view recording);

}  // namespace l2tp::tester
