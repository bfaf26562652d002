// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/run/hook_desk.hpp"

#include <fmt/format.h>

#include "tester/text/printable.hpp"

namespace l2tp::tester {

std::string HookDesk::missing() const {
    for (const Asked& asked : asked_) {
        if (asked.end && !asked.end->status) return asked.hook;
    }
    return {};
}

std::string HookDesk::failure() const {
    constexpr std::size_t most_output = 200;
    std::string text;
    for (const Asked& asked : asked_) {
        if (!asked.end || asked.end->status.value_or(0) == 0) continue;
        text = fmt::format("the hook {} ended with status {}", asked.hook, *asked.end->status);
        if (!asked.end->output.empty()) text += ": " + printable(asked.end->output, most_output);
    }
    return text;
}

}  // namespace l2tp::tester
