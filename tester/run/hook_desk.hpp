// SPDX-License-Identifier: GPL-2.0-or-later
// HookDesk keeps which hooks a run asked for and how they ended.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tester/run/hooks.hpp"

namespace l2tp::tester {

class HookDesk {
  public:
    using Values = std::vector<std::pair<std::string, std::string>>;

    void ask(std::string hook, Values values) {
        calls_.push_back({++last_number_, hook, std::move(values)});
        asked_.push_back({last_number_, std::move(hook)});
        awaited_ = true;
    }
    void on_end(const HookEnd& end) {
        for (Asked& asked : asked_) {
            if (asked.number == end.number) asked.end = end;
        }
    }
    [[nodiscard]] std::vector<HookCall> take() { return std::exchange(calls_, {}); }

    // missing names a hook that the profile does not have; failure says how the last one that failed ended,
    // as a clause. Empty: there is none.
    [[nodiscard]] std::string missing() const;
    [[nodiscard]] std::string failure() const;
    // awaited tells that nothing has come of the last hook yet.
    [[nodiscard]] bool awaited() const noexcept { return awaited_; }
    void had_effect() noexcept { awaited_ = false; }

  private:
    struct Asked {
        std::uint64_t number = 0;
        std::string hook;
        std::optional<HookEnd> end{};
    };

    std::uint64_t last_number_ = 0;
    std::vector<HookCall> calls_;
    std::vector<Asked> asked_;
    bool awaited_ = false;
};

}  // namespace l2tp::tester
