// SPDX-License-Identifier: GPL-2.0-or-later
// The kill matrix as text and as JSON.
#pragma once

#include <string>

#include "tester/text/json_place.hpp"
#include "tester/virtual/selftest_table.hpp"

namespace l2tp::tester {

enum class MatrixDetail : std::uint8_t { normal, verbose };

// matrix_text ends with a line that sums it up. `escaped` are the lines of the table that were not borne out.
[[nodiscard]] std::string matrix_text(const SelftestResult& result, std::span<const Scenario> scenarios,
                                      std::span<const ExpectedCatch> escaped, MatrixDetail detail);

// matrix_json holds no times: the same matrix is the same text.
[[nodiscard]] Json matrix_json(const SelftestResult& result, std::span<const Scenario> scenarios,
                               std::span<const ExpectedCatch> escaped);

}  // namespace l2tp::tester
