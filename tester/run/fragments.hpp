// SPDX-License-Identifier: GPL-2.0-or-later
// Fragments: the steps that `use` stands for, by who asks for the tunnel or the call.
#pragma once

#include <string_view>
#include <vector>

#include "tester/run/stage.hpp"

namespace l2tp::tester {

// requester_of tells who asks for what a `use` is about: as it says, else by the role of the DUT. An incoming
// call is the LAC's request, an outgoing one the LNS's (5.2).
[[nodiscard]] Opener requester_of(const Use& use, Role device) noexcept;

// hook_for names the hook that makes the DUT ask; empty: it will do so without one.
[[nodiscard]] std::string_view hook_for(const Use& use, Stage& stage);

// steps_of expands a fragment. Where it cannot be completed nothing was learned about the matter of the
// scenario: its expectations are inconclusive, not failed.
[[nodiscard]] std::vector<Step> steps_of(const Use& use, Stage& stage);

}  // namespace l2tp::tester
