// SPDX-License-Identifier: GPL-2.0-or-later
// The part of the JSON Schema that describes steps and outcomes.
#pragma once

#include "tester/text/json_place.hpp"

namespace l2tp::tester {

// add_step_definitions adds the definitions "step", "steps", "outcome" and what they refer to, but for AVPs.
void add_step_definitions(Json& definitions);

// outcome_schema.cpp
void add_outcome_definitions(Json& definitions);

}  // namespace l2tp::tester
