// SPDX-License-Identifier: GPL-2.0-or-later
// No statement of RFC 2661 is left out silently: each of its sections has requirement rows or a reason to
// have none, and each of its lines with a word of requirement belongs to a row of that level. Where sections
// start and where the words stand is in rfc2661/lines.tsv, which tools/rfc2661-lines writes from the RFC's
// text.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "codec/requirement_rows.hpp"
#include "codec/requirements.hpp"
#include "tests/codec/rfc2661/exceptions.hpp"

namespace l2tp::codec {
namespace {

// Longer extents could cover a word that belongs to another statement.
constexpr int longest_extent = 20;
constexpr unsigned last_line_of_text = 4483;

struct Line {
    unsigned number = 0;
    std::string word;     // "section" or the word of requirement
    std::string section;  // its number, where a section starts
};

const std::vector<Line>& lines() {
    static const std::vector<Line> all = [] {
        std::vector<Line> result;
        std::ifstream file(std::string(L2TP_SOURCE_DIR) + "/tests/codec/rfc2661/lines.tsv");
        for (std::string text; std::getline(file, text);) {
            std::istringstream fields(text);
            Line line;
            fields >> line.number >> line.word >> line.section;
            result.push_back(std::move(line));
        }
        return result;
    }();
    return all;
}

std::string section_at(unsigned number) {
    std::string section;
    for (const Line& line : lines()) {
        if (line.number > number) break;
        if (line.word == "section") section = line.section;
    }
    return section;
}

bool is_excepted(const std::string& section) {
    return std::ranges::find(rfc2661::section_exceptions, section, &rfc2661::SectionException::section) !=
           rfc2661::section_exceptions.end();
}

// A word in capitals asks for a row of its own level; "must" and "should" in lower case may be either.
bool satisfies(const Requirement& row, const std::string& word) {
    static const std::map<std::string, Level> levels{
        {"MUST", Level::must},     {"SHALL", Level::must},         {"REQUIRED", Level::must},
        {"SHOULD", Level::should}, {"RECOMMENDED", Level::should}, {"MAY", Level::may},
        {"OPTIONAL", Level::may}};
    const auto level = levels.find(word);
    return level != levels.end() ? row.level == level->second : row.level != Level::may;
}

bool is_covered(const Line& line) {
    return std::ranges::any_of(requirements(), [&](const Requirement& row) {
        return row.document() == "rfc2661" && row.line <= line.number && line.number <= row.last_line &&
               satisfies(row, line.word);
    });
}

TEST(Rfc2661Lines, AreSortedAndPlausible) {
    const std::set<std::string> words{"MUST", "SHALL", "REQUIRED", "SHOULD",   "RECOMMENDED", "MAY",
                                      "must", "shall", "required", "OPTIONAL", "should",      "recommended"};
    std::map<std::string, int> count;
    for (std::size_t i = 0; i < lines().size(); ++i) {
        const Line& line = lines()[i];
        EXPECT_TRUE(line.word == "section" ? !line.section.empty() : words.contains(line.word))
            << line.number;
        EXPECT_LE(line.number, last_line_of_text);
        EXPECT_LE(lines()[i == 0 ? 0 : i - 1].number, line.number);
        ++count[line.word];
    }
    EXPECT_EQ(count["section"], 81);
    EXPECT_EQ(count["MUST"], 145);
    EXPECT_EQ(count["SHOULD"], 8);
    EXPECT_EQ(count["MAY"], 25);
    EXPECT_EQ(section_at(531), "3.1");
    EXPECT_EQ(section_at(2550), "5.8");
    EXPECT_EQ(section_at(3891), "9.1");
}

TEST(Rfc2661Coverage, EachSectionHasRowsOrAReasonToHaveNone) {
    std::set<std::string_view> with_rows;
    for (const Requirement& row : requirements()) {
        if (row.document() == "rfc2661") with_rows.insert(row.section());
    }
    std::set<std::string> sections;
    for (const Line& line : lines()) {
        if (line.word != "section") continue;
        sections.insert(line.section);
        EXPECT_NE(with_rows.contains(line.section), is_excepted(line.section)) << "section " << line.section;
    }
    for (const std::string_view section : with_rows) {
        EXPECT_TRUE(sections.contains(std::string(section))) << "no such section: " << section;
    }
    for (const rfc2661::SectionException& row : rfc2661::section_exceptions) {
        EXPECT_TRUE(sections.contains(std::string(row.section))) << "no such section: " << row.section;
        EXPECT_FALSE(row.reason.empty()) << row.section;
    }
}

TEST(Rfc2661Coverage, EachWordOfRequirementBelongsToARowOfItsLevel) {
    std::set<std::pair<unsigned, std::string_view>> excepted;
    for (const rfc2661::LineException& row : rfc2661::line_exceptions) {
        EXPECT_FALSE(row.reason.empty()) << row.line;
        excepted.insert({row.line, row.word});
    }
    for (const Line& line : lines()) {
        if (line.word == "section" || is_excepted(section_at(line.number))) continue;
        const bool exception = excepted.erase({line.number, line.word}) == 1;
        EXPECT_NE(is_covered(line), exception) << "line " << line.number << ": " << line.word;
    }
    for (const auto& [line, word] : excepted) ADD_FAILURE() << "no " << word << " in line " << line;
}

TEST(Rfc2661Coverage, StatementsAreShort) {
    for (const Requirement& row : requirements()) {
        EXPECT_LE(row.line, row.last_line) << row.id;
        EXPECT_LT(row.last_line - row.line, longest_extent) << row.id;
        if (row.document() == "rfc2661") {
            EXPECT_NE(row.line, 0) << row.id;
        }
    }
}

// Of the derived rows, those about header identifiers name the lines of the AVP that assigns them.
TEST(Rfc2661Coverage, HandWrittenRowsPointIntoTheirSections) {
    for (const Requirement& row : requirement_rows) {
        if (row.document() != "rfc2661") continue;
        EXPECT_EQ(section_at(row.line), row.section()) << row.id;
        EXPECT_EQ(section_at(row.last_line), row.section()) << row.id;
    }
}

// What decoding finds, it names by its row; and no row promises what the decoder does not look for.
TEST(Rfc2661Coverage, FoundByDecodingIsWhatTheCodecNames) {
    std::string sources;
    const std::string codec = std::string(L2TP_SOURCE_DIR) + "/codec";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(codec)) {
        if (!entry.is_regular_file()) continue;
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        sources += text.str();
    }
    const std::regex use("requirement\\(\\s*\"([^\"]+)\"\\)");
    std::set<std::string> named;
    for (auto at = std::sregex_iterator(sources.begin(), sources.end(), use); at != std::sregex_iterator();
         ++at) {
        named.insert((*at)[1].str());
    }
    for (const Requirement& row : requirement_rows) {
        EXPECT_EQ(row.treatment == Treatment::decoding, named.contains(std::string(row.id))) << row.id;
    }
}

}  // namespace
}  // namespace l2tp::codec
