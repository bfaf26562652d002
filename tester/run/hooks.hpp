// SPDX-License-Identifier: GPL-2.0-or-later
// Hooks as a run sees them: it asks for them, a driver runs them, and it hears how they ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace l2tp::tester {

// HookCall asks for a hook of the profile. The values replace {name} in its command line.
struct HookCall {
    std::uint64_t number = 0;  // of the call, unique in its run
    std::string hook;          // a name of hook_rows
    std::vector<std::pair<std::string, std::string>> values;
};

// HookEnd is how it ended. A status other than 0 counts only where the stimulus did not come either.
struct HookEnd {
    std::uint64_t number = 0;
    std::optional<int> status;  // nothing: the profile has no such hook, or it could not be started
    std::string output;         // what it printed; hostile until made printable
};

}  // namespace l2tp::tester
