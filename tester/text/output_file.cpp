// SPDX-License-Identifier: GPL-2.0-or-later
#include "tester/text/output_file.hpp"

#include <fmt/format.h>

#include <iostream>

#include "tester/text/errors.hpp"
#include "tester/text/printable.hpp"

namespace l2tp::tester {

OutputFile::OutputFile(const std::string& path) : path_(path) {
    if (path_.empty() || path_ == "-") return;
    file_.open(path_, std::ios::trunc);
    if (!file_) throw UsageError(fmt::format("{}: cannot be written", printable(path_)));
}

void OutputFile::write(const std::string& text) {
    if (path_.empty()) return;
    std::ostream& out = path_ == "-" ? std::cout : file_;
    out << text << '\n' << std::flush;
    if (!out) throw OutputError(fmt::format("{}: the report could not be written", printable(path_)));
}

}  // namespace l2tp::tester
