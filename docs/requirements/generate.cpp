// SPDX-License-Identifier: GPL-2.0-or-later
// requirement_docs FILE writes the page of the requirements.
#include <fstream>
#include <iostream>

#include "docs/requirements/page.hpp"

int main(int argc, char** argv) try {
    if (argc != 2) {
        std::cerr << "usage: requirement_docs FILE\n";
        return 2;
    }
    std::ofstream file(argv[1], std::ios::binary | std::ios::trunc);
    file << l2tp::codec::docs::requirements_page();
    if (!file.flush()) {
        std::cerr << "requirement_docs: cannot write " << argv[1] << '\n';
        return 1;
    }
    return 0;
} catch (const std::exception& error) {
    std::cerr << "requirement_docs: " << error.what() << '\n';
    return 1;
}
