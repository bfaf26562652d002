// SPDX-License-Identifier: GPL-2.0-or-later
// state_docs PAGES GOLDEN writes the pages and diagrams into one folder and the text matrices into the other.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "docs/states/diagram.hpp"
#include "docs/states/matrix.hpp"
#include "docs/states/words.hpp"

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

}  // namespace

int main(int argc, char** argv) try {
    using namespace l2tp::protocol;
    if (argc != 3) {
        std::cerr << "usage: state_docs PAGES GOLDEN\n";
        return 2;
    }
    const std::filesystem::path pages = argv[1];
    const std::filesystem::path golden = argv[2];
    for (Machine machine : docs::machines) {
        const std::string name = docs::file_name(machine);
        write(pages / (name + ".dot"), docs::diagram(machine));
        write(pages / (name + ".md"), docs::matrix_page(machine));
        write(golden / (name + ".txt"), docs::matrix_text(machine));
    }
    return 0;
} catch (const std::exception& error) {
    std::cerr << "state_docs: " << error.what() << '\n';
    return 1;
}
