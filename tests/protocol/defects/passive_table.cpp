// SPDX-License-Identifier: GPL-2.0-or-later
#include "passive_table.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

namespace l2tp::protocol::test {
namespace {

constexpr std::string_view heading =
    "# What the judge sees of each planted defect in an ordinary life with a sound peer (passive_test.cpp).\n"
    "# judged: named (the broken requirement itself), seen (by other requirements only), needs a scenario.\n"
    "# A defect is seen at the endpoint (all that it sent and received, in its order), or in a capture at "
    "the\n"
    "# peer. blamed on the peer: what was laid to the sound peer, misled by the endpoint or by the judge.\n"
    "# Only the notes are written by hand.\n"
    "# defect\trole\tbreaks\tjudged\tat the endpoint\tin a capture\tblamed on the peer\tnote\n";

constexpr std::string_view nothing = "-";
constexpr std::size_t column_count = 8;

enum Column : std::size_t { defect, role, breaks, judged, at_endpoint, in_capture, peer, note };

std::string_view name_of(Role role) {
    return role == Role::lac ? "LAC" : "LNS";
}

void add(Named& all, const Named& more) {
    for (const auto& [id, verdict] : more) {
        Outlook& known = all.try_emplace(id, verdict).first->second;
        if (verdict == Outlook::fail) known = verdict;
    }
}

// breached leaves out what the judge could not decide.
Named breached(Named named) {
    std::erase_if(named, [](const auto& entry) { return entry.second == Outlook::inconclusive; });
    return named;
}

std::string text_of(const Named& named) {
    std::string text;
    for (const auto& [id, verdict] : named) {
        if (!text.empty()) text += ' ';
        text += id;
        if (verdict == Outlook::warn) text += "(warn)";
    }
    return text.empty() ? std::string(nothing) : text;
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> columns;
    std::istringstream in(line);
    for (std::string column; std::getline(in, column, '\t');) columns.push_back(column);
    columns.resize(column_count);
    return columns;
}

}  // namespace

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const Defect& defect : defects()) {
        for (const Role role : {Role::lac, Role::lns}) {
            if (!defect.role || *defect.role == role) all.push_back({&defect, role});
        }
    }
    std::ranges::sort(all, {}, key_of);
    return all;
}

Seen see(const Case& which) {
    Seen seen;
    for (std::uint64_t number = 0; number < life_count; ++number) {
        const LifeStory story = OrdinaryLife::tell(number, which.role, which.defect);
        add(seen.own, breached(story.own.endpoint));
        add(seen.capture, breached(story.capture.endpoint));
        add(seen.peer, breached(story.own.peer));
        add(seen.peer, breached(story.capture.peer));
    }
    return seen;
}

std::string key_of(const Case& which) {
    return std::string(which.defect->name) + '\t' + std::string(name_of(which.role));
}

std::string line_of(const Case& which, const Seen& seen, const Notes& notes) {
    const std::string key = key_of(which);
    const std::string_view broken = which.defect->requirement;
    const bool unseen = seen.own.empty() && seen.capture.empty();
    const bool named = seen.own.contains(broken) || seen.capture.contains(broken);
    const auto reason = notes.find(key);
    std::string line = key + '\t' + std::string(broken) + '\t';
    line += unseen ? "needs a scenario" : named ? "named" : "seen";
    for (const Named& ids : {seen.own, seen.capture, seen.peer}) line += '\t' + text_of(ids);
    return line + '\t' + (unseen && reason != notes.end() ? reason->second : std::string(nothing));
}

Table read_table(const std::string& path) {
    Table table;
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        const std::vector<std::string> columns = split(line);
        const std::string key = columns[defect] + '\t' + columns[role];
        if (columns[note] != nothing) table.notes[key] = columns[note];
        table.lines[key] = line;
    }
    return table;
}

void write_table(const std::string& path, const std::map<std::string, std::string>& lines) {
    std::ofstream out(path);
    out << heading;
    for (const auto& [key, line] : lines) out << line << '\n';
}

std::string totals(const std::map<std::string, std::string>& lines) {
    std::set<std::string> all;
    std::set<std::string> named;
    std::set<std::string> own;
    std::set<std::string> capture;
    for (const auto& [key, line] : lines) {
        const std::vector<std::string> columns = split(line);
        all.insert(columns[defect]);
        if (columns[judged] == "named") named.insert(columns[defect]);
        if (columns[at_endpoint] != nothing) own.insert(columns[defect]);
        if (columns[in_capture] != nothing) capture.insert(columns[defect]);
    }
    std::set<std::string> seen = own;
    seen.insert(capture.begin(), capture.end());
    return std::to_string(all.size()) + " defects: " + std::to_string(own.size()) +
           " seen at the endpoint, " + std::to_string(capture.size()) + " in a capture at the peer, " +
           std::to_string(named.size()) + " by the very requirement that they break; " +
           std::to_string(all.size() - seen.size()) + " need a scenario";
}

}  // namespace l2tp::protocol::test
