// SPDX-License-Identifier: GPL-2.0-or-later
// The JSON Schema (draft 2020-12) of scenario files; its word lists come from the codec's tables.
#pragma once

#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// scenario_schema returns the schema. It accepts what the parser accepts, but for what a schema cannot say:
// that a twin exists, that fields fit together.
[[nodiscard]] Json scenario_schema();

}  // namespace l2tp::tester
