// SPDX-License-Identifier: GPL-2.0-or-later
#include "row_coverage.hpp"

#include <array>
#include <fstream>
#include <sstream>

#include "protocol/state_table.hpp"

namespace l2tp::protocol::test {
namespace {

constexpr std::array machines{Machine::control_connection, Machine::lac_incoming_call,
                              Machine::lns_incoming_call, Machine::lac_outgoing_call,
                              Machine::lns_outgoing_call};

// ids returns the ids of all rows, or all readings, of a machine.
template <typename Rows>
std::vector<std::string_view> ids(const Rows& rows, Machine machine) {
    std::vector<std::string_view> result;
    for (const auto& row : rows) {
        if (row.machine == machine) result.push_back(row.id);
    }
    return result;
}

}  // namespace

std::map<std::string, std::string> read_unvisited_rows(const std::string& path) {
    std::map<std::string, std::string> listed;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream words(line);
        std::string id;
        std::string reason;
        words >> id >> std::ws;
        std::getline(words, reason);
        listed[id] = reason;
    }
    return listed;
}

void RowCoverage::add(const RowCounts& counts) {
    for (const auto& [id, count] : counts) counts_[id] += count;
}

std::string RowCoverage::summary() const {
    std::string text;
    for (const Machine machine : machines) {
        for (const auto& [kind, rows] : {std::pair{"rows of the RFC", ids(state_rows(), machine)},
                                         std::pair{"readings", ids(reading_rows(), machine)}}) {
            std::size_t count = 0;
            std::string missing;
            for (const std::string_view id : rows) {
                if (visited(id)) {
                    ++count;
                } else {
                    missing += "    not visited: " + std::string(id) + '\n';
                }
            }
            text += std::string(name_of(machine)) + ": " + std::to_string(count) + " of " +
                    std::to_string(rows.size()) + ' ' + kind + " visited\n" + missing;
        }
    }
    return text;
}

std::string RowCoverage::compare_with(std::map<std::string, std::string> listed) const {
    std::string differences;
    for (const Machine machine : machines) {
        std::vector<std::string_view> rows = ids(state_rows(), machine);
        const std::vector<std::string_view> readings = ids(reading_rows(), machine);
        rows.insert(rows.end(), readings.begin(), readings.end());
        for (const std::string_view id : rows) {
            const auto entry = listed.extract(std::string(id));
            if (!entry.empty() && entry.mapped().empty())
                differences += std::string(id) + ": no reason given\n";
            if (visited(id) && !entry.empty()) differences += std::string(id) + ": listed, but visited\n";
            if (!visited(id) && entry.empty())
                differences += std::string(id) + ": not visited, and not listed\n";
        }
    }
    for (const auto& [id, reason] : listed) differences += id + ": listed, but there is no such row\n";
    return differences;
}

}  // namespace l2tp::protocol::test
