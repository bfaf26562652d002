// SPDX-License-Identifier: GPL-2.0-or-later
// The table of what the judge sees of each planted defect without a scenario: passive.tsv, one line for each
// defect and role.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ordinary_life.hpp"

namespace l2tp::protocol::test {

// Lives are numbered from 0; every plan comes equally often.
inline constexpr std::uint64_t life_count = 45;

// Case is one defect in one role.
struct Case {
    const Defect* defect = nullptr;
    Role role{};
};

// Seen is what the judges find broken in all lives of one case. `peer` is what they lay to the sound peer,
// which may well be misled by what the endpoint says.
struct Seen {
    Named own;
    Named capture;
    Named peer;
};

// cases are sorted by the defects' names, LAC before LNS.
[[nodiscard]] std::vector<Case> cases();
// see lets an endpoint live all lives.
[[nodiscard]] Seen see(const Case& which);

// Notes say why a defect is not seen, by "defect<TAB>role"; they are written by hand, into the table.
using Notes = std::map<std::string, std::string>;

// Table is the committed table: its lines by "defect<TAB>role", and the notes in them.
struct Table {
    std::map<std::string, std::string> lines;
    Notes notes;
};

[[nodiscard]] std::string key_of(const Case& which);
[[nodiscard]] std::string line_of(const Case& which, const Seen& seen, const Notes& notes);
[[nodiscard]] Table read_table(const std::string& path);
void write_table(const std::string& path, const std::map<std::string, std::string>& lines);

// totals sums the table up in words.
[[nodiscard]] std::string totals(const std::map<std::string, std::string>& lines);

}  // namespace l2tp::protocol::test
