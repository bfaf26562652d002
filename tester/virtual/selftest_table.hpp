// SPDX-License-Identifier: GPL-2.0-or-later
// The table of what selftest has to see again: which scenario catches a planted defect in a role of the
// device. It lies beside the scenarios, as selftest.tsv, and selftest --update writes it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tester/virtual/selftest.hpp"

namespace l2tp::tester {

struct ExpectedCatch {
    std::string defect;
    Role role = Role::lns;
    std::string scenario;  // the one that is aimed at the defect

    friend bool operator==(const ExpectedCatch&, const ExpectedCatch&) = default;
};

// read_expected_catches reads a table; a wrong line is an InputError. No file: nothing is expected.
[[nodiscard]] std::vector<ExpectedCatch> read_expected_catches(const std::filesystem::path& file);

// expected_catches says what a result would have the table be: one line for each defect that was caught under
// the requirement that it breaks.
[[nodiscard]] std::vector<ExpectedCatch> expected_catches(const SelftestResult& result,
                                                          std::span<const Scenario> scenarios);

[[nodiscard]] std::string table_text(std::span<const ExpectedCatch> table);

// escaped returns the lines of a table that a result does not bear out, among those whose scenario ran.
[[nodiscard]] std::vector<ExpectedCatch> escaped(std::span<const ExpectedCatch> table,
                                                 const SelftestResult& result,
                                                 std::span<const Scenario> scenarios);

}  // namespace l2tp::tester
