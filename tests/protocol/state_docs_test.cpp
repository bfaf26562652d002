// SPDX-License-Identifier: GPL-2.0-or-later
// The golden matrices and what docs/states holds, against what the rows give now.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "docs/states/diagram.hpp"
#include "docs/states/empty_cells.hpp"
#include "docs/states/matrix.hpp"
#include "docs/states/words.hpp"

namespace l2tp::protocol {
namespace {

constexpr std::string_view advice = " (build the target state-docs, and look at what it changed)";

std::string contents(const std::string& path) {
    std::ifstream file(std::string(L2TP_SOURCE_DIR) + "/" + path, std::ios::binary);
    EXPECT_TRUE(file) << "cannot read " << path << advice;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

// expect_same compares line by line, so that a difference is shown as the lines that differ.
void expect_same(const std::string& path, const std::string& now) {
    std::istringstream committed(contents(path));
    std::istringstream written(now);
    std::string old_line;
    std::string new_line;
    for (int number = 1;; ++number) {
        const bool has_old = static_cast<bool>(std::getline(committed, old_line));
        const bool has_new = static_cast<bool>(std::getline(written, new_line));
        ASSERT_EQ(has_old, has_new) << path << ':' << number << " ends too early or too late" << advice;
        if (!has_old) return;
        EXPECT_EQ(old_line, new_line) << path << ':' << number << advice;
    }
}

class StateDocs : public testing::TestWithParam<Machine> {
  protected:
    [[nodiscard]] static std::string file() { return docs::file_name(GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(EveryMachine, StateDocs, testing::ValuesIn(docs::machines),
                         [](const auto& instance) {
                             std::string name = docs::file_name(instance.param);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST_P(StateDocs, GoldenMatrixIsWhatTheRowsGive) {
    expect_same("tests/protocol/golden/" + file() + ".txt", docs::matrix_text(GetParam()));
}

TEST_P(StateDocs, PageIsCurrent) {
    expect_same("docs/states/" + file() + ".md", docs::matrix_page(GetParam()));
}

TEST_P(StateDocs, DiagramIsCurrent) {
    expect_same("docs/states/" + file() + ".dot", docs::diagram(GetParam()));
}

// How graphviz draws differs between its versions, so only what reports rely on is compared.
TEST_P(StateDocs, PictureHasAnElementForEachRow) {
    // graphviz writes hyphens as character references.
    const std::string svg =
        std::regex_replace(contents("docs/states/" + file() + ".svg"), std::regex("&#45;"), "-");
    const auto check = [&](const auto& row) {
        if (row.machine != GetParam()) return;
        const std::string id = docs::xml_id(row.id);
        EXPECT_NE(svg.find("class=\"edge " + id + "\""), svg.npos) << row.id << advice;
        EXPECT_NE(svg.find("class=\"node " + id + "\""), svg.npos) << row.id << advice;
        for (State state : docs::members(row.machine, row.states)) {
            const std::string element = "id=\"" + id + "__" + std::string(name_of(state)) + "\"";
            EXPECT_NE(svg.find(element), svg.npos) << element << advice;
        }
    };
    for (const StateRow& row : state_rows()) check(row);
    for (const ReadingRow& row : reading_rows()) check(row);
}

TEST(EmptyCells, AreAllExplainedAndNoExplanationIsIdle) {
    std::set<std::string_view> used;
    for (Machine machine : docs::machines) {
        for (State state : states_of(machine)) {
            for (Event event : docs::all_events()) {
                const docs::Cell cell = docs::cell_of(machine, state, event);
                if (!cell.empty()) continue;
                const docs::EmptyCells* why = docs::explanation_of(cell);
                EXPECT_NE(why, nullptr)
                    << name_of(machine) << ", " << name_of(state) << ", " << name_of(event);
                if (why != nullptr) used.insert(why->slug);
            }
        }
    }
    for (const docs::EmptyCells& row : docs::empty_cells()) EXPECT_TRUE(used.contains(row.slug)) << row.slug;
}

TEST(Words, NameAMessageOnceWhereItsQualifierDoesNotMatter) {
    EXPECT_EQ(docs::in_words(Set<Event>{Event::icrq_acceptable, Event::icrq_unacceptable, Event::cdn}),
              "Receive ICRQ, CDN");
    EXPECT_EQ(docs::in_words(Set<Event>{Event::icrq_unacceptable}), "Receive ICRQ, not acceptable");
    EXPECT_EQ(docs::in_words(Set<Event>{Event::local_close, Event::bearer_drop}),
              "Local close request, Bearer line drop");
}

TEST(Words, MakeXmlIdsThatStayApart) {
    std::set<std::string> ids;
    for (const StateRow& row : state_rows()) EXPECT_TRUE(ids.insert(docs::xml_id(row.id)).second);
    for (const ReadingRow& row : reading_rows()) EXPECT_TRUE(ids.insert(docs::xml_id(row.id)).second);
    for (const std::string& id : ids) {
        EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-_"), id.npos) << id;
    }
}

}  // namespace
}  // namespace l2tp::protocol
