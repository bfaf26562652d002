// SPDX-License-Identifier: GPL-2.0-or-later
// The provocations: ways to treat an endpoint that make a defect show, each fair to a sound one.
#pragma once

#include <span>

#include "stage.hpp"

namespace l2tp::protocol::test {

[[nodiscard]] std::span<const Provocation> life_provocations();
[[nodiscard]] std::span<const Provocation> message_provocations();
[[nodiscard]] std::span<const Provocation> channel_provocations();
[[nodiscard]] std::span<const Provocation> state_provocations();

// find_provocation looks one up by name in all of them; null if there is none.
[[nodiscard]] const Provocation* find_provocation(std::string_view name);
[[nodiscard]] std::vector<Provocation> provocations();

}  // namespace l2tp::protocol::test
