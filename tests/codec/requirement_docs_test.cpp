// SPDX-License-Identifier: GPL-2.0-or-later
// docs/requirements.md against what the rows give now.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "docs/requirements/page.hpp"

namespace l2tp::codec {
namespace {

TEST(RequirementDocs, PageIsCurrent) {
    std::ifstream committed(std::string(L2TP_SOURCE_DIR) + "/docs/requirements.md", std::ios::binary);
    std::istringstream written(docs::requirements_page());
    std::string old_line;
    std::string new_line;
    for (int number = 1;; ++number) {
        const bool has_old = static_cast<bool>(std::getline(committed, old_line));
        const bool has_new = static_cast<bool>(std::getline(written, new_line));
        const bool same = has_old == has_new && old_line == new_line;
        ASSERT_TRUE(same) << "docs/requirements.md:" << number << " is\n"
                          << old_line << "\nand would be\n"
                          << new_line << "\n(build the target requirement-docs, and look at what it changed)";
        if (!has_old) return;
    }
}

}  // namespace
}  // namespace l2tp::codec
