// SPDX-License-Identifier: GPL-2.0-or-later
// RowCoverage: which rows of the five state machines, and which readings, were executed, over many runs.
#pragma once

#include <map>
#include <string>

#include "sound_pair.hpp"

namespace l2tp::protocol::test {

// read_unvisited_rows reads a list of rows that two sound ends do not visit: a line is a row's id and the
// reason, which starts with "directed" if a directed test visits the row. # starts a comment.
[[nodiscard]] std::map<std::string, std::string> read_unvisited_rows(const std::string& path);

class RowCoverage {
  public:
    void add(const RowCounts& counts);

    // summary says for each machine how many of its rows were visited, and names the others.
    [[nodiscard]] std::string summary() const;

    // compare_with compares the rows that were not visited with those listed, and says what differs: nothing
    // if they are the same.
    [[nodiscard]] std::string compare_with(std::map<std::string, std::string> listed) const;

  private:
    [[nodiscard]] bool visited(std::string_view id) const { return counts_.contains(id); }

    RowCounts counts_;
};

}  // namespace l2tp::protocol::test
